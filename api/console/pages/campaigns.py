"""Campaigns such as Double 11: what was announced, guidance and pledges, rosters, and the live board."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nicegui import events, ui
from starlette.requests import Request

from api.console.charts import COLOURS, Bar, Chart
from api.console.dossier import Shapes, begin, facts, history, shapes_of, spelt, steps
from api.console.files import choose_file
from api.console.frame import Pages, telling
from api.console.looks import OUTCOMES, heading
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged, table
from api.console.titles import titles
from huixin.core.vocabulary import MemberKind, Outcome
from huixin.types.campaign import (
    CampaignAct,
    CampaignBoard,
    CampaignRequest,
    CampaignView,
    EnrolmentView,
    PlatformBoard,
)

SHAPES: Shapes = {**shapes_of(CampaignAct), "announce": CampaignRequest}
PLATFORMS = (MemberKind.PLATFORM, MemberKind.INTERNET)
REFRESH_SECONDS = 5.0
COUNTED = ("admitted", "reviewed", "restricted", "excluded")
_LOOKS = ("bg-green-800 text-white", "bg-amber-200 text-black", "bg-orange-800 text-white", "bg-red-800 text-white")
_INKS = (COLOURS[4], "#d9a406", COLOURS[1], COLOURS[2])
_LARGEST = 64 * 1024 * 1024


def show(pages: Pages) -> None:
    @pages.at("/campaigns")
    async def campaigns(request: Request) -> None:
        with pages.page(request, "Campaigns") as who, telling(who):
            await _campaigns(who)

    @pages.at("/campaigns/{key}")
    async def one(request: Request, key: str) -> None:
        with pages.page(request, "Campaign") as who, telling(who):
            await _campaign(who, await who.client.campaigns.get(key))


async def _campaigns(who: SignedIn) -> None:
    known = await titles(who)
    if who.may("campaigns:write") and who.me.kind is MemberKind.CENTRE:
        choices = {"kind": known.by_field["campaign"]}
        begin(who, "Announce a campaign", CampaignRequest, who.client.campaigns.add, choices=choices)
    names = ("title", "kind", "first_day", "last_day")
    found = who.client.campaigns.iter(limit=PAGE)

    def row(one: CampaignView) -> dict[str, Any]:
        days = {"first_day": str(one.first_day), "last_day": str(one.last_day)}
        kind = known.of("campaign", one.kind)
        return {"id": one.id, "to": f"/campaigns/{one.id}", "title": one.title, "kind": kind, **days}

    await paged(who, names, found, row, "There are no campaigns yet.")


async def _campaign(who: SignedIn, campaign: CampaignView) -> None:
    ui.label(campaign.title).classes("text-xl font-bold")
    stages = "\n".join(f"{one.title}: {one.first_day} – {one.last_day}" for one in campaign.stages)
    days = f"{campaign.first_day} – {campaign.last_day}"
    facts(who, {"days": days, "stages": stages, "appeal_to_merchants": who.language.of(campaign.appeal)})
    await _board(who, campaign.id)
    if who.may("campaigns:write"):
        mine = ("pledge",) if who.me.kind in PLATFORMS else ("guide",)
        steps(who, mine, SHAPES, partial(who.client.campaigns.act, campaign.id))
    if who.me.kind in PLATFORMS:
        await _roster(who, campaign.id)
    history(who, campaign.history, lambda event: spelt(who, event.said))


async def _board(who: SignedIn, key: str) -> None:
    """Counts that follow the service by themselves."""
    heading(who.language.say("Live board"), 2)
    place = ui.column().classes("w-full gap-4").props('aria-live="off"')
    shown: list[CampaignBoard] = []

    async def refresh() -> None:
        board = await who.client.campaigns.board(key)
        if shown != [board]:
            shown[:] = [board]
            place.clear()
            with place:
                _counts(who, board.total)
                _platforms(who, board)

    await refresh()
    ui.timer(REFRESH_SECONDS, refresh, immediate=False)


def _counts(who: SignedIn, total: PlatformBoard) -> None:
    with ui.element("div").classes("grid grid-cols-2 md:grid-cols-5 gap-3 w-full"):
        _count(who.language.word("checked"), total.checked, "bg-slate-700 text-white")
        for name, look in zip(COUNTED, _LOOKS, strict=True):
            _count(who.language.word(name), getattr(total, name), look)


def _count(words: str, number: int, colours: str) -> None:
    with ui.column().classes(f"{colours} rounded p-3 gap-0"):
        ui.label(f"{number:,}").classes("text-3xl font-bold")
        ui.label(words)


def _platforms(who: SignedIn, board: CampaignBoard) -> None:
    word = who.language.word
    if board.platforms:
        rows = [Bar(one.member or "", {word(name): getattr(one, name) for name in COUNTED}) for one in board.platforms]
        Chart(who.language.say("By platform"), rows, colours=_INKS).show(who)
    reasons = sorted(board.total.reasons.items(), key=lambda one: -one[1])
    if reasons:
        heading(who.language.say("Why they were not admitted"), 2)
        table(who, ("rule", "merchants"), [{"rule": rule, "merchants": count} for rule, count in reasons], "rule")


async def _roster(who: SignedIn, key: str) -> None:
    say = who.language.say
    heading(say("Your roster"), 2)

    async def uploaded(event: events.UploadEventArguments) -> None:
        with telling(who), TemporaryDirectory() as folder:
            file = Path(folder) / Path(event.file.name).name
            file.write_bytes(await event.file.read())
            done = await who.client.campaigns.enrol(key, file)
            words = "{enrolled} enrolled, {again} screened again, {refused} refused"
            ui.notify(say(words, enrolled=done.enrolled, again=done.again, refused=done.refused), type="positive")
            for fault in done.faults:
                ui.notify(f"{fault.line}: {fault.message}", type="negative")
            if not done.faults:
                ui.navigate.reload()

    choose_file(say("Enrol a roster (CSV: code and name)"), ".csv", _LARGEST, uploaded)

    def row(one: EnrolmentView) -> dict[str, Any]:
        outcome, days = say(OUTCOMES[Outcome(one.outcome)].words), {"screened_on": str(one.screened_on)}
        told = {"outcome": outcome, "rules": "、".join(one.rules), **days}
        return {"id": one.uscc, "to": f"/subjects/{one.uscc}", "name": one.name, "uscc": one.uscc, **told}

    names = ("name", "uscc", "outcome", "rules", "screened_on")
    await paged(who, names, who.client.campaigns.enrolments(key, limit=PAGE), row, "Nobody is enrolled yet.")
