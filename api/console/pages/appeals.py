"""申诉: merchants ask that a person looks at a decision again; the member that decided does."""

from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from api.console.answer_card import card
from api.console.dossier import facts, steps
from api.console.files import downloads
from api.console.frame import Pages, telling
from api.console.looks import ANSWERED, badge, day_of_moment
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged
from huixin.types.appeal import AppealResult, AppealView

SHAPES = {"decide": AppealResult}


def show(pages: Pages) -> None:
    @pages.at("/appeals")
    async def appeals(request: Request) -> None:
        with pages.page(request, "Appeals") as who, telling(who):
            names = ("created_at", "member", "statement", "state", "due")
            found = who.client.appeals.iter(limit=PAGE)
            await paged(who, names, found, lambda one: _row(who, one), "There are no appeals here.")

    @pages.at("/appeals/{appeal_id}")
    async def one(request: Request, appeal_id: str) -> None:
        with pages.page(request, "Appeal") as who, telling(who):
            await _appeal(who, await who.client.appeals.get(appeal_id))


def _row(who: SignedIn, one: AppealView) -> dict[str, Any]:
    return {
        "id": one.id,
        "to": f"/appeals/{one.id}",
        "created_at": day_of_moment(one.created_at),
        "member": one.member or "",
        "statement": one.statement,
        "state": who.language.say(ANSWERED[one.state].words),
        "due": str(one.due),
    }


async def _appeal(who: SignedIn, one: AppealView) -> None:
    badge(ANSWERED[one.state], who.language)
    asked = {"member": one.member, "raised_by": who.language.word(one.raised_by)}
    facts(who, asked | one.model_dump(include={"statement", "due", "by", "reasons"}))
    if one.state == "open" and one.member_id == who.me.member_id and who.may("appeals:write"):
        decide = partial(who.client.appeals.decide, one.id)
        outcomes = {code: who.language.say(look.words) for code, look in ANSWERED.items() if code != "open"}
        steps(who, ("decide",), SHAPES, decide, told_by=None, choices={"outcome": outcomes})
    if who.may("attachments:read"):
        await downloads(who, one.id)
    if who.may("decisions:read"):
        ui.label(who.language.say("The decision")).classes("font-bold")
        card(who, (await who.client.decisions.get(one.decision_id)).answer)
