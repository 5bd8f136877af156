"""企业主动承诺: who has promised honest trade, by which text, and what became of it."""

from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from api.console.dossier import begin, facts, history, shapes_of, spelt, steps
from api.console.frame import Pages, Part, parts, telling
from api.console.looks import Look, badge, day
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged
from api.console.titles import titles
from huixin.core.vocabulary import MemberKind
from huixin.types.commitment import (
    CommitmentAct,
    CommitmentDetail,
    CommitmentRequest,
    CommitmentState,
    CommitmentTemplateRequest,
    CommitmentTemplateView,
    CommitmentView,
)

ACTS = shapes_of(CommitmentAct)
SHAPES = {**ACTS, "promise": CommitmentRequest, "publish": CommitmentTemplateRequest}
STATES = {
    CommitmentState.IN_FORCE: Look("In force", "bg-green-800 text-white"),
    CommitmentState.WITHDRAWN: Look("Withdrawn", "bg-slate-700 text-white"),
    CommitmentState.BREACHED: Look("Breached", "bg-red-800 text-white"),
    CommitmentState.EXPIRED: Look("Expired", "bg-slate-700 text-white"),
}
_AUTHORITIES = (MemberKind.CENTRE, MemberKind.UNIT, MemberKind.DEPARTMENT)


def show(pages: Pages) -> None:
    @pages.at("/commitments")
    async def commitments(request: Request) -> None:
        with pages.page(request, "Commitments") as who, telling(who):
            texts = await who.client.commitments.templates()
            of = (
                Part("Promises", "commitments:read", partial(_promises, who, texts)),
                Part("Texts", "commitments:read", partial(_texts, who, texts)),
            )
            await parts(who, of)

    @pages.at("/commitments/{key}")
    async def one(request: Request, key: str) -> None:
        with pages.page(request, "Commitment") as who, telling(who):
            await _commitment(who, await who.client.commitments.get(key))


async def _promises(who: SignedIn, texts: list[CommitmentTemplateView]) -> None:
    if texts and who.may("commitments:write"):
        choices = {"template": {text.code: who.language.of(text.title) for text in texts}}
        begin(who, "Make or enter a promise", CommitmentRequest, who.client.commitments.add, choices=choices)

    def row(one: CommitmentView) -> dict[str, Any]:
        days = {"accepted_on": str(one.accepted_on), "until": day(one.until, who.language)}
        state = who.language.say(STATES[one.state].words)
        told = {"name": one.name, "uscc": one.uscc, "title": who.language.of(one.title), "state": state}
        return {"id": one.id, "to": f"/commitments/{one.id}", **told, **days}

    names = ("name", "uscc", "title", "state", "accepted_on", "until")
    await paged(who, names, who.client.commitments.iter(limit=PAGE), row, "Nobody has promised anything yet.")


async def _texts(who: SignedIn, texts: list[CommitmentTemplateView]) -> None:
    if who.me.kind is MemberKind.CENTRE and who.may("commitments:write"):
        begin(who, "Publish a text", CommitmentTemplateRequest, who.client.commitments.publish)
    for text in texts:
        with ui.card().classes("w-full gap-2"):
            ui.label(f"{who.language.of(text.title)} · {text.version}").classes("font-bold")
            ui.label(who.language.of(text.text)).classes("whitespace-pre-line")
            facts(who, {"since": text.since, "months": text.months})


async def _commitment(who: SignedIn, one: CommitmentDetail) -> None:
    ui.label(f"{one.name} · {one.uscc}").classes("text-xl font-bold")
    badge(STATES[one.state], who.language)
    told = {"title": who.language.of(one.title), "version": one.version, "how": who.language.word(one.how)}
    days = {"accepted_on": one.accepted_on, "until": day(one.until, who.language), "performed_to": one.performed_to}
    facts(who, {**told, **days, "by": one.by})
    if who.may("commitments:write"):
        choices = (await titles(who)).by_field
        steps(who, _possible(who, one), ACTS, partial(who.client.commitments.act, one.id), choices=choices)
    history(who, one.history, lambda event: spelt(who, event.said))


def _possible(who: SignedIn, one: CommitmentDetail) -> tuple[str, ...]:
    if one.state is CommitmentState.BREACHED:
        return ("retract",) if who.me.kind in _AUTHORITIES else ()
    if one.state is not CommitmentState.IN_FORCE:
        return ()
    return ("report", "withdraw", "breach") if who.me.kind in _AUTHORITIES else ("report", "withdraw")
