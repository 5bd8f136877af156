"""Rules as a table, and one rule as a form: the same cells, written back into the draft."""

from typing import Any

from nicegui import events, ui
from starlette.requests import Request

from api.console.acting import once
from api.console.decision_tables import BRANCH, CODE, KIND, DecisionTable, Row, read, written
from api.console.files import choose_file
from api.console.frame import Pages, telling
from api.console.looks import heading
from api.console.signing_in import SignedIn
from api.console.tables import table
from api.console.titles import titles
from huixin.types.ruleset import RulesetDetail, TableFile, TableView

_LARGEST = 20 * 1024 * 1024
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(pages: Pages) -> None:
    @pages.at("/rules/{key}/table")
    async def decision_table(request: Request, key: str, scene: str = "") -> None:
        with pages.page(request, "Decision table") as who, telling(who):
            await _table(who, await who.client.rulesets.get(key), scene)

    @pages.at("/rules/{key}/rules/{code}")
    async def rule(request: Request, key: str, code: str, scene: str = "") -> None:
        with pages.page(request, "Rule") as who, telling(who):
            await _rule(who, await who.client.rulesets.get(key), code, scene)


def may_write(who: SignedIn, version: RulesetDetail) -> bool:
    return version.state == "draft" and who.may("rulesets:write")


async def _table(who: SignedIn, version: RulesetDetail, scene: str) -> None:
    say = who.language.say
    scenes = (await titles(who)).by_field["scene"]
    scene = scene or next(iter(scenes))
    file = await who.client.rulesets.table(version.id, scene)
    shown = read(file.content, who.language)
    ui.link(version.title, f"/rules/{version.id}").classes("text-lg")
    with ui.row().classes("items-center gap-3"):
        chosen = ui.select(dict(scenes), value=scene, label=say("Scene"))
        chosen.on_value_change(lambda change: ui.navigate.to(f"/rules/{version.id}/table?scene={change.value}"))
        chosen.props("outlined dense").classes("min-w-48")
        name = f"{scene}.xlsx"
        ui.button(say("Download"), on_click=lambda: ui.download.content(file.content, name, _XLSX)).props("outline")
        if may_write(who, version):
            _upload(who, version, file)
    used = shown.used()
    rows = [
        {**row.cells, "id": row.number, "to": f"/rules/{version.id}/rules/{row.cells[CODE]}?scene={scene}"}
        for row in shown.rows
    ]
    drawn = table(who, used, rows, at_once=0).props("wrap-cells dense hide-pagination")
    for column in drawn.columns:
        column["label"] = shown.names[column["name"]]


def _upload(who: SignedIn, version: RulesetDetail, file: TableFile) -> None:
    changed, seen = ui.column().props('aria-live="polite"'), [file.etag]

    async def uploaded(event: events.UploadEventArguments) -> None:
        changed.clear()
        content = await event.file.read()
        with changed, telling(who, in_page=True):
            view = await who.client.rulesets.write_table(version.id, content, seen[0])
            seen[0] = view.etag
            _changes(who, changed, view)

    choose_file(who, who.language.say("Take in an edited table"), ".xlsx", _LARGEST, uploaded)


def _changes(who: SignedIn, place: ui.column, view: TableView) -> None:
    place.clear()
    with place:
        for change in view.changes:
            ui.label("• " + who.language.of(change.sentence))
        if not view.changes:
            ui.label(who.language.say("Nothing yet."))


async def _rule(who: SignedIn, version: RulesetDetail, code: str, scene: str) -> None:
    file = await who.client.rulesets.table(version.id, scene or None)
    shown = read(file.content, who.language)
    ui.link(version.title, f"/rules/{version.id}/table?scene={scene}").classes("text-lg")
    ui.label(code).classes("font-mono")
    rows, writable = shown.of(code), may_write(who, version)
    fields = [_fields(shown, row, writable=writable) for row in rows]
    changed = ui.column().props('aria-live="polite"')

    async def save() -> None:
        with telling(who):
            latest = await who.client.rulesets.table(version.id, scene or None)
            numbers = [row.number for row in read(latest.content, who.language).of(code)]
            cells = [{column: _said(field.value) for column, field in one.items()} for one in fields]
            edited = written(latest.content, dict(zip(numbers, cells, strict=True)))
            _changes(who, changed, await who.client.rulesets.write_table(version.id, edited, latest.etag))

    if writable:
        once(ui.button(who.language.say("Save")).classes("self-start"), save)


def _fields(shown: DecisionTable, row: Row, *, writable: bool) -> dict[str, Any]:
    """By column. Who may not write sees what stands there, and no empty field."""
    if row.cells.get(BRANCH):
        heading(row.cells[BRANCH], 2)
    fields = {}
    with ui.element("div").classes("w-full grid grid-cols-1 md:grid-cols-2 gap-3"):
        for column, name in shown.names.items():
            if column not in (CODE, KIND, BRANCH) and (writable or row.cells.get(column)):
                fields[column] = _field(shown, column, name, row.cells.get(column, ""))
                fields[column].set_enabled(writable)
    return fields


def _field(shown: DecisionTable, column: str, name: str, value: str) -> Any:
    words = shown.words.get(column)
    if words is None:
        text = ui.textarea(name, value=value) if "says" in column or column == "note" else ui.input(name, value=value)
        return text.props("outlined dense autogrow").classes("w-full")
    chosen = [one for one in value.split("\n") if one]
    known = dict.fromkeys((*words, *chosen))
    select = ui.select({one: one for one in known}, value=chosen, label=name, multiple=True)
    return select.props("outlined dense use-chips").classes("w-full")


def _said(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else value or ""
