"""Training: rounds for those on the lists, who is invited, and what came of it."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from api.console.asking import ask
from api.console.charts import COLOURS, Bar, Chart
from api.console.dossier import Sure, begin, facts, shapes_of, steps
from api.console.frame import Pages, telling
from api.console.looks import Look, badge, heading
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged
from api.console.titles import Titles, titles
from huixin.core.vocabulary import MemberKind
from huixin.types.training import InviteRequest, SeatView, TrainingAct, TrainingRate, TrainingRequest, TrainingView

ACTS = shapes_of(TrainingAct)
SHAPES = {**ACTS, "hold": TrainingRequest, "invite": InviteRequest}
_POSSIBLE = {
    "invited": ("schedule", "attend", "absent", "excuse"),
    "scheduled": ("schedule", "attend", "absent", "excuse"),
    "attended": ("examine",),
    "absent": ("schedule", "attend", "excuse"),
    "excused": (),
    "failed": ("examine",),
    "passed": (),
}
NOWHERE = "none"
_OFFICES = (MemberKind.CENTRE, MemberKind.UNIT, MemberKind.DEPARTMENT)


def show(pages: Pages) -> None:
    @pages.at("/trainings")
    async def trainings(request: Request) -> None:
        with pages.page(request, "Training") as who, telling(who):
            await _trainings(who)

    @pages.at("/trainings/{key}")
    async def one(request: Request, key: str, unit: str | None = None, invited: int | None = None) -> None:
        with pages.page(request, "Training") as who, telling(who):
            if invited is not None:
                told = ui.label(who.language.say("{count} were invited now.", count=invited))
                told.classes("font-bold").props('role="status"')
            await _training(who, await who.client.trainings.get(key), unit)

    @pages.at("/trainings/{key}/seats/{seat_id}")
    async def seat(request: Request, key: str, seat_id: str) -> None:
        with pages.page(request, "Invitation") as who, telling(who):
            async for found in who.client.trainings.seats(key):
                if found.id == seat_id:
                    await _seat(who, found)


async def _trainings(who: SignedIn) -> None:
    known = await titles(who)
    if who.may("trainings:write") and who.me.kind in _OFFICES:
        choices = {"lists": known.by_field["lists"]}
        begin(who, "Hold a round", TrainingRequest, who.client.trainings.add, choices=choices)

    def row(one: TrainingView) -> dict[str, Any]:
        days = {"first_day": str(one.first_day), "last_day": str(one.last_day)}
        told = {"title": one.title, "lists": known.all("lists", one.lists), "place": one.place}
        return {"id": one.id, "to": f"/trainings/{one.id}", **told, **days}

    names = ("title", "lists", "place", "first_day", "last_day")
    await paged(who, names, who.client.trainings.iter(limit=PAGE), row, "There is no training yet.")


async def _training(who: SignedIn, one: TrainingView, of: str | None) -> None:
    """`of`: the unit whose invitations are shown alone; NOWHERE for those whose place is not known."""
    known, say, word = await titles(who), who.language.say, who.language.word
    ui.label(one.title).classes("text-xl font-bold")
    days = f"{one.first_day} – {one.last_day}"
    told = {"contents": one.contents, "lists": known.all("lists", one.lists), "place": one.place, "days": days}
    facts(who, {**told, "pass_mark": one.pass_mark})
    if any(rate.attended for rate in one.rates):
        bars = [_rate(who, one.id, known.of("unit", rate.unit), rate) for rate in one.rates]
        Chart(say("What came of it, by unit"), bars, colours=(COLOURS[4], COLOURS[2], COLOURS[5])).show(who)
    if who.may("trainings:write") and who.me.kind in _OFFICES:
        with ui.row():
            sure = say("Everybody on {lists} who is not invited yet is invited now.", lists=told["lists"])
            opens = partial(ask, who, sure, Sure, {}, partial(_invite, who, one.id))
            ui.button(say("Invite all who are listed"), on_click=opens).props("outline")
            begin(who, "Invite somebody", InviteRequest, partial(who.client.trainings.invite, one.id))
    heading(say("Invitations"), 2)
    if of is not None:
        with ui.row().classes("items-center gap-2"):
            ui.label(say("Only of {unit}", unit=known.of("unit", of) if of != NOWHERE else say("Place not known")))
            ui.link(say("All"), f"/trainings/{one.id}")

    def row(seat: SeatView) -> dict[str, Any]:
        told = {"name": seat.name, "merchant": seat.merchant, "unit": known.of("unit", seat.unit)}
        came = {"state": word(seat.state), "mark": "" if seat.mark is None else seat.mark}
        return {"id": seat.id, "to": f"/trainings/{one.id}/seats/{seat.id}", **told, **came}

    names = ("name", "merchant", "unit", "state", "mark")
    await paged(who, names, _seats(who, one.id, of), row, "Nobody is invited yet.")


async def _seats(who: SignedIn, key: str, of: str | None) -> AsyncIterator[SeatView]:
    async for seat in who.client.trainings.seats(key, limit=PAGE):
        if of is None or (seat.unit or NOWHERE) == of:
            yield seat


def _rate(who: SignedIn, key: str, unit: str, rate: TrainingRate) -> Bar:
    """Leads to those of the unit."""
    word = who.language.word
    came = {"passed": rate.passed, "failed": rate.failed, "attended": rate.attended - rate.passed - rate.failed}
    to = f"/trainings/{key}?unit={rate.unit or NOWHERE}"
    return Bar(unit or who.language.say("Place not known"), {word(name): count for name, count in came.items()}, to)


async def _invite(who: SignedIn, key: str, _: Sure) -> None:
    count = await who.client.trainings.invite_listed(key)
    ui.navigate.to(f"/trainings/{key}?invited={count}")


async def _seat(who: SignedIn, seat: SeatView) -> None:
    known: Titles = await titles(who)
    ui.link(seat.merchant, f"/trainings/{seat.training_id}").classes("text-xl font-bold")
    badge(Look(who.language.word(seat.state), "bg-slate-700 text-white"), who.language)
    about = {"name": seat.name, "uscc": seat.uscc, "role": who.language.word(seat.role)}
    days = seat.model_dump(include={"invited_on", "scheduled_on", "attended_on", "examined_on", "mark", "note"})
    facts(who, {**about, "unit": known.of("unit", seat.unit), **days})
    if who.may("trainings:write") and who.me.kind in _OFFICES:
        steps(who, _POSSIBLE[seat.state], ACTS, partial(who.client.trainings.act, seat.training_id, seat.id))
