"""Screen: a file of merchants, each with what its check comes to."""

import csv
from io import StringIO
from typing import Any

from nicegui import events, ui
from starlette.requests import Request

from api.console.files import choose_file
from api.console.frame import Pages, telling
from api.console.looks import OUTCOMES
from api.console.signing_in import SignedIn
from api.console.tables import table
from huixin.types.question import SubjectQuery

_CODES = ("uscc", "统一社会信用代码", "tyshxydm")
_NAMES = ("name", "名称", "失信主体名称", "企业名称")
_LARGEST = 16 * 1024 * 1024


def show(pages: Pages) -> None:
    @pages.at("/screen")
    async def screen(request: Request) -> None:
        with pages.page(request, "Screen a file") as who, telling(who):
            await _form(who)


async def _form(who: SignedIn) -> None:
    say = who.language.say
    words = await who.client.rulesets.vocabulary()
    scenes = {code: who.language.of(title) for code, title in words.scenes.items()}
    scene = ui.select(scenes, value=next(iter(scenes)), label=say("Scene")).props("outlined").classes("min-w-48")
    progress = ui.linear_progress(0, show_value=False).props(f'aria-label="{say("Progress")}"')
    progress.set_visibility(False)
    found = ui.column().classes("w-full").props('aria-live="polite"')

    async def uploaded(event: events.UploadEventArguments) -> None:
        rows = read(await event.file.read())
        if rows is None:
            ui.notify(say("The file has no column of codes or names that is known."), type="negative")
            return
        progress.set_visibility(True)
        with telling(who):
            results: list[dict[str, Any]] = []
            merchants = [SubjectQuery(**row) for row in rows]
            async for item in who.client.check_many(merchants, scene=scene.value):
                asked = rows[len(results)]
                results.append({"number": len(results) + 1, **asked, **_told(who, item)})
                progress.set_value(len(results) / len(rows))
            found.clear()
            with found:
                _table(who, results)
        progress.set_visibility(False)

    choose_file(say("CSV with codes or names"), ".csv", _LARGEST, uploaded)


def read(content: bytes) -> list[dict[str, str]] | None:
    """The merchants of a CSV in UTF-8 or GB18030; None where no column is known."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    lines = csv.DictReader(StringIO(text))
    names = {name: name.strip().lower() for name in lines.fieldnames or ()}
    code = next((name for name, plain in names.items() if plain in _CODES), None)
    called = next((name for name, plain in names.items() if plain in _NAMES), None)
    if code is None and called is None:
        return None
    kept = {"uscc": code, "name": called}
    rows = [{to: line[of].strip() for to, of in kept.items() if of and (line[of] or "").strip()} for line in lines]
    return [row for row in rows if row]


def _told(who: SignedIn, item: object) -> dict[str, str]:
    answer, problem = getattr(item, "answer", None), getattr(item, "problem", None)
    if answer is None:
        return {
            "outcome": who.language.say("Not answered"),
            "measures": problem.detail or problem.title if problem else "",
        }
    return {
        "outcome": who.language.say(OUTCOMES[answer.outcome].words),
        "measures": "、".join(who.language.of(measure.title) for measure in answer.measures),
    }


def _table(who: SignedIn, rows: list[dict[str, Any]]) -> None:
    names = ("number", "uscc", "name", "outcome", "measures")
    search = ui.input(who.language.say("Filter")).props("outlined dense clearable")
    table(who, names, rows, "number").bind_filter_from(search, "value")

    def download() -> None:
        out = StringIO()
        writer = csv.DictWriter(out, names, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
        ui.download.content(out.getvalue().encode("utf-8-sig"), "screened.csv", "text/csv")

    ui.button(who.language.say("Download"), on_click=download).props("outline")
