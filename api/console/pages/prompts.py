"""协同处置提示: what a member is asked to consider about a merchant, and what it decided by itself."""

from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from api.console.dossier import facts, history, shapes_of, spelt, steps
from api.console.frame import Pages, telling
from api.console.looks import ANSWERED, BINDINGS, Look, badge, day, day_of_moment, grounds
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, by_state, paged
from api.console.titles import Titles, titles
from huixin.types.prompt import PromptAct, PromptDetail, PromptState, PromptView

SHAPES = shapes_of(PromptAct)
STATES = {
    PromptState.OPEN: Look("Not answered yet", "bg-amber-200 text-black"),
    PromptState.APPLIED: Look("Applied", "bg-green-800 text-white"),
    PromptState.NOT_APPLIED: Look("Not applied", "bg-slate-200 text-black"),
    PromptState.TO_BE_LIFTED: Look("To be lifted", "bg-red-800 text-white"),
    PromptState.LIFTED: Look("Lifted", "bg-slate-700 text-white"),
    PromptState.CLOSED: Look("Closed", "bg-slate-700 text-white"),
}
APPEALED = {"pending": ANSWERED["open"], "upheld": ANSWERED["upheld"], "rejected": ANSWERED["rejected"]}
"""What became of an appeal to the member itself."""
_POSSIBLE = {
    PromptState.OPEN: ("apply", "do_not_apply"),
    PromptState.APPLIED: ("appeal", "lift"),
    PromptState.NOT_APPLIED: ("apply",),
    PromptState.TO_BE_LIFTED: ("lift", "appeal"),
    PromptState.LIFTED: ("apply",),
    PromptState.CLOSED: ("lift",),
}


def show(pages: Pages) -> None:
    @pages.at("/prompts")
    async def prompts(request: Request, state: str | None = None) -> None:
        with pages.page(request, "Prompts") as who, telling(who):
            with ui.row():
                by_state(who, STATES, state, "/prompts")
            names = ("merchant", "measure", "list", "state", "opened_at", "until")
            known, found = await titles(who), who.client.prompts.iter(state=state, limit=PAGE)
            await paged(who, names, found, lambda one: _row(who, known, one), "There are no prompts here.")

    @pages.at("/prompts/{prompt_id}")
    async def one(request: Request, prompt_id: str) -> None:
        with pages.page(request, "Prompt") as who, telling(who):
            await _prompt(who, await who.client.prompts.get(prompt_id))


def _row(who: SignedIn, known: Titles, prompt: PromptView) -> dict[str, Any]:
    about = prompt.about
    return {
        "id": prompt.id,
        "to": f"/prompts/{prompt.id}",
        "merchant": about.subject_name if about else prompt.withheld or "",
        "measure": who.language.of(prompt.measure_title),
        "list": known.of("list", about.list) if about else "",
        "state": who.language.say(STATES[prompt.state].words),
        "opened_at": day_of_moment(prompt.opened_at),
        "until": day(about.until, who.language) if about else "",
    }


async def _prompt(who: SignedIn, prompt: PromptDetail) -> None:
    known, language = await titles(who), who.language
    about = prompt.about
    if about is None:
        ui.label(prompt.withheld or "").classes("text-xl font-bold")
    else:
        ui.link(about.subject_name, f"/subjects/{about.uscc}" if about.uscc else "/prompts").classes(
            "text-xl font-bold"
        )
    with ui.row().classes("gap-2 items-center"):
        badge(STATES[prompt.state], language)
        if about:
            badge(BINDINGS[about.binding], language)
    ui.label(language.of(prompt.measure_title)).classes("font-bold")
    if about:
        grounds(about.grounds, language)
        scenes = known.all("scene", about.scenes)
        facts(who, {"uscc": about.uscc, "list": known.of("list", about.list), "scenes": scenes, "until": about.until})
    facts(who, prompt.answer.model_dump(exclude={"answer", "clause"}) if prompt.answer else {})
    if prompt.appeal:
        result = language.say(APPEALED[prompt.appeal.result].words)
        facts(who, {"appeal": result, **prompt.appeal.model_dump(exclude={"result"})})
    if who.may("prompts:answer"):
        own = await who.client.clauses.all()
        covering = {clause.id: clause.reference for clause in own if clause.measure == prompt.measure}
        act = partial(who.client.prompts.act, prompt.id)
        results = {code: language.say(look.words) for code, look in APPEALED.items()}
        steps(who, _POSSIBLE[prompt.state], SHAPES, act, choices={"clause": covering, "result": results})
    history(who, prompt.history, lambda event: _told(who, known, event.data))


def _told(who: SignedIn, known: Titles, data: dict[str, Any]) -> str:
    result = APPEALED.get(data.get("result", ""))
    return spelt(who, known.named(data) | ({"result": who.language.say(result.words)} if result else {}))
