"""Associations and agencies: what they are authorised to, who belongs to them, whom they put forward, by charter."""

from functools import partial

from nicegui import ui
from starlette.requests import Request

from api.console.dossier import Shapes, begin, facts, shapes_of, steps
from api.console.forms import NO_CHOICES, Choices
from api.console.frame import Pages, Part, parts, telling
from api.console.looks import Look, badge
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, cards
from api.console.titles import Titles, members, titles
from huixin.core.vocabulary import MemberKind
from huixin.types.association import (
    MandateRequest,
    MandateView,
    MembershipEnding,
    MembershipRequest,
    MembershipView,
    NominationAct,
    NominationRequest,
    NominationView,
    Revocation,
    SanctionRequest,
    SanctionView,
)

NOMINATED = shapes_of(NominationAct)
SHAPES: Shapes = {
    **NOMINATED, "authorise": MandateRequest, "revoke": Revocation, "admit": MembershipRequest,
    "end_membership": MembershipEnding, "nominate": NominationRequest, "sanction": SanctionRequest,
}  # fmt: skip
_WORDS = {"accept": "accept_nomination"}
STATES = {
    "proposed": Look("Proposed", "bg-amber-200 text-black"),
    "accepted": Look("Accepted", "bg-green-800 text-white"),
    "declined": Look("Declined", "bg-slate-700 text-white"),
    "inside": Look("Inside the association", "bg-sky-800 text-white"),
    "ended": Look("Ended", "bg-slate-700 text-white"),
}


def show(pages: Pages) -> None:
    @pages.at("/associations")
    async def associations(request: Request) -> None:
        with pages.page(request, "Associations") as who, telling(who):
            known, scope = await titles(who), "associations:read"
            of = (
                Part("Mandates", scope, partial(_mandates, who, known)),
                Part("Memberships", scope, partial(_memberships, who)),
                Part("Nominations", scope, partial(_nominations, who, known)),
                Part("Sanctions", scope, partial(_sanctions, who, known)),
            )
            await parts(who, of)


def _is_association(who: SignedIn) -> bool:
    return who.me.kind in (MemberKind.ASSOCIATION, MemberKind.AGENCY) and who.may("associations:write")


async def _mandates(who: SignedIn, known: Titles) -> None:
    async def offered() -> Choices:
        associations = await members(who, MemberKind.ASSOCIATION, MemberKind.AGENCY)
        return {"member_id": associations, "standards": known.by_field["standard"]}

    if who.may("mandates:write"):
        begin(who, "Authorise an association", MandateRequest, who.client.mandates.add, offered=offered)

    async def revoke(key: str, request: Revocation) -> None:
        await who.client.mandates.revoke(key, reason=request.reason)

    def made(one: MandateView) -> None:
        ui.label(known.all("list", one.lists)).classes("font-bold")
        days = f"{one.valid_from} – {one.valid_to}"
        told = {"standards": known.all("standard", one.standards), "days": days, "document_number": one.document_number}
        facts(who, {**told, "revoked_on": one.revoked_on, "reason": one.reason})
        if one.revoked_on is None and who.may("mandates:write"):
            steps(who, ("revoke",), SHAPES, partial(revoke, one.id), told_by=None)

    await cards(who, who.client.mandates.iter(limit=PAGE), made, "Nobody is authorised yet.")


async def _memberships(who: SignedIn) -> None:
    if who.me.kind is MemberKind.ASSOCIATION and who.may("associations:write"):
        begin(who, "Enter a member", MembershipRequest, who.client.memberships.add)

    async def end(key: str, request: MembershipEnding) -> None:
        await who.client.memberships.end(key, on=request.on, reason=request.reason)

    def made(one: MembershipView) -> None:
        ui.link(one.name, f"/subjects/{one.uscc}").classes("font-bold")
        told = {"uscc": one.uscc, "grade": one.grade, "joined_on": one.joined_on}
        facts(who, {**told, "left_on": one.left_on, "reason": one.reason})
        if one.left_on is None and one.member_id == who.me.member_id and who.may("associations:write"):
            steps(who, ("end_membership",), SHAPES, partial(end, one.id), told_by=None)

    await cards(who, who.client.memberships.iter(limit=PAGE), made, "Nobody is a member yet.")


async def _nominations(who: SignedIn, known: Titles) -> None:
    if _is_association(who):
        facts_of = {"standard": known.by_field["standard"], "facts": known.by_field["standard_fact"]}
        choices = {**facts_of, "recogniser": known.departments()}
        begin(who, "Put somebody forward", NominationRequest, who.client.nominations.add, choices=choices)

    def made(one: NominationView) -> None:
        with ui.row().classes("items-center gap-2"):
            ui.link(one.name, f"/subjects/{one.uscc}").classes("font-bold")
            badge(STATES[one.state], who.language)
        by = {"standard": known.of("standard", one.standard), "facts": known.all("standard_fact", one.facts)}
        to = known.body_called(one.recogniser) if one.recogniser else None
        told = {"uscc": one.uscc, "list": known.of("list", one.list), **by, "description": one.description}
        facts(who, {**told, "recogniser": to, "reason": one.reason})
        act, offered = partial(who.client.nominations.act, one.id), partial(_recognitions, who, one)
        steps(who, _possible(who, one), NOMINATED, act, offered=offered, words=_WORDS)

    await cards(who, who.client.nominations.iter(limit=PAGE), made, "Nobody was put forward yet.")


async def _recognitions(who: SignedIn, one: NominationView, action: str) -> Choices:
    """Those that the department has begun for the list, to say which is of the nomination."""
    if action != "accept":
        return NO_CHOICES
    begun = [recognition async for recognition in who.client.recognitions.iter() if recognition.list == one.list]
    return {"recognition_id": {found.id: f"{found.notice_number} · {found.noticed_on}" for found in begun}}


def _possible(who: SignedIn, one: NominationView) -> tuple[str, ...]:
    if not who.may("associations:write"):
        return ()
    if one.state == "inside" and one.member_id == who.me.member_id:
        return ("end",)
    return ("accept", "decline") if one.state == "proposed" and who.me.kind is MemberKind.DEPARTMENT else ()


async def _sanctions(who: SignedIn, known: Titles) -> None:
    if who.me.kind is MemberKind.ASSOCIATION and who.may("associations:write"):
        belonging = {one.id: one.name async for one in who.client.memberships.iter() if one.left_on is None}
        charter = {clause.id: clause.reference for clause in await who.client.clauses.all()}
        kept = {one.id: one.name async for one in who.client.nominations.iter() if one.state == "inside"}
        of = {"membership_id": belonging, "nomination_id": kept}
        choices = {**of, "clause_id": charter, "measure": _by_charter(known)}
        begin(who, "Sanction a member", SanctionRequest, who.client.sanctions.add, choices=choices)

    def made(one: SanctionView) -> None:
        ui.label(known.of("measure", one.measure)).classes("font-bold")
        told = {"article": one.article, "facts": one.facts, "on": one.on, "defended_on": one.defended_on}
        facts(who, {**told, "heard_on": one.heard_on, "grade": one.grade})

    await cards(who, who.client.sanctions.iter(limit=PAGE), made, "Nobody was sanctioned yet.")


def _by_charter(known: Titles) -> dict[str, str]:
    return {code: title for code, title in known.by_field["measure"].items() if code.startswith("member_")}
