"""异议: merchants say that a record is wrong; whoever put it on the list decides, and tells."""

from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from api.console.dossier import facts, shapes_of, steps
from api.console.files import downloads
from api.console.frame import Pages, telling
from api.console.looks import ANSWERED, Look, badge
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged
from api.console.titles import Titles, titles
from huixin.types.objection import ObjectionAct, ObjectionView

SHAPES = shapes_of(ObjectionAct)
_WORDS = {"reject": "turn_down"}


def show(pages: Pages) -> None:
    @pages.at("/objections")
    async def objections(request: Request) -> None:
        with pages.page(request, "Objections") as who, telling(who):
            names = ("merchant", "raised_on", "list", "statement", "state", "due")
            known, found = await titles(who), who.client.objections.iter(limit=PAGE)
            await paged(who, names, found, lambda one: _row(who, known, one), "There are no objections here.")

    @pages.at("/objections/{objection_id}")
    async def one(request: Request, objection_id: str) -> None:
        with pages.page(request, "Objection") as who, telling(who):
            await _objection(who, await who.client.objections.get(objection_id))


def _row(who: SignedIn, known: Titles, one: ObjectionView) -> dict[str, Any]:
    return {
        "id": one.id,
        "to": f"/objections/{one.id}",
        "merchant": one.subject_name,
        "raised_on": str(one.raised_on),
        "list": known.of("list", one.list),
        "statement": one.statement,
        "state": who.language.say(ANSWERED[one.state].words),
        "due": str(one.due),
    }


async def _objection(who: SignedIn, one: ObjectionView) -> None:
    known, word = await titles(who), who.language.word
    ui.link(one.subject_name, f"/subjects/{one.uscc}" if one.uscc else "/objections").classes("text-xl font-bold")
    with ui.row().classes("gap-2 items-center"):
        badge(ANSWERED[one.state], who.language)
        if one.extended:
            badge(Look("Extended", "bg-slate-700 text-white"), who.language)
    about = {"list": known.of("list", one.list), "uscc": one.uscc, "raised_by": word(one.raised_by)}
    said = one.model_dump(include={"raised_on", "statement", "check_due", "due", "decided_on", "decided_by"})
    result = one.model_dump(include={"document_number", "reasons", "told_on", "told_how"})
    facts(who, about | said | {"evidence": "\n".join(item.description for item in one.evidence)} | result)
    if who.may("objections:write"):
        act = partial(who.client.objections.act, one.id)
        steps(who, _allowed(one), SHAPES, act, choices=known.by_field, words=_WORDS)
    if who.may("attachments:read"):
        await downloads(who, one.id)


def _allowed(one: ObjectionView) -> tuple[str, ...]:
    """It is extended once, decided once; then it is entered how the merchant was told."""
    if one.state == "open":
        return ("uphold", "reject") if one.extended else ("uphold", "reject", "extend")
    return ("tell",) if one.told_on is None else ()
