"""Campaigns such as Double 11: what was announced, guidance and pledges, rosters, and the live board."""

from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nicegui import events, ui
from starlette.requests import Request

from api.console.charts import COLOURS, Bar, Chart
from api.console.dossier import Shapes, begin, facts, history, shapes_of, spelt, steps
from api.console.files import choose_file
from api.console.forms import NO_CHOICES, Choices
from api.console.frame import Pages, telling
from api.console.looks import OUTCOMES, badge, heading
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged, table
from api.console.titles import Titles, members, titles
from huixin.core.vocabulary import MemberKind, Outcome
from huixin.core.windows import SHANGHAI
from huixin.errors import HuixinError
from huixin.types.campaign import (
    CampaignAct,
    CampaignBoard,
    CampaignRequest,
    CampaignView,
    EnrolmentView,
)

SHAPES: Shapes = {**shapes_of(CampaignAct), "announce": CampaignRequest}
PLATFORMS = (MemberKind.PLATFORM, MemberKind.INTERNET)
REFRESH_SECONDS = 5.0
COUNTED = ("admitted", "reviewed", "restricted", "excluded")
_OUTCOMES = {"reviewed": Outcome.REVIEW, "restricted": Outcome.RESTRICT, "excluded": Outcome.REFUSE}
"""What each count counts; the admitted are all others."""
_LOOKS = ("bg-green-800 text-white", "bg-amber-200 text-black", "bg-orange-800 text-white", "bg-red-800 text-white")
_INKS = (COLOURS[4], "#d9a406", COLOURS[1], COLOURS[2])
_STALE = "bg-red-800 text-white"
_LARGEST = 64 * 1024 * 1024


def show(pages: Pages) -> None:
    @pages.at("/campaigns")
    async def campaigns(request: Request) -> None:
        with pages.page(request, "Campaigns") as who, telling(who):
            await _campaigns(who)

    @pages.at("/campaigns/{key}")
    async def one(request: Request, key: str, outcome: Outcome | None = None) -> None:
        with pages.page(request, "Campaign") as who, telling(who):
            await _campaign(who, await who.client.campaigns.get(key), outcome)


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


async def _campaign(who: SignedIn, campaign: CampaignView, outcome: Outcome | None) -> None:
    ui.label(campaign.title).classes("text-xl font-bold")
    stages = "\n".join(f"{one.title}: {one.first_day} – {one.last_day}" for one in campaign.stages)
    days = f"{campaign.first_day} – {campaign.last_day}"
    facts(who, {"days": days, "stages": stages, "appeal_to_merchants": who.language.of(campaign.appeal)})
    known = await titles(who)
    await _board(who, known, campaign.id)
    if who.may("campaigns:write"):
        mine = ("pledge",) if who.me.kind in PLATFORMS else ("guide",)
        act, offered = partial(who.client.campaigns.act, campaign.id), partial(_guided, who)
        steps(who, mine, SHAPES, act, offered=offered)
    if who.me.kind in PLATFORMS:
        await _roster(who, known, campaign.id, outcome)
    history(who, campaign.history, lambda event: spelt(who, event.said))


async def _guided(who: SignedIn, action: str) -> Choices:
    """Whom an authority may guide; who pledges names nobody."""
    return {"member_id": await members(who, *PLATFORMS)} if action == "guide" else NO_CHOICES


async def _board(who: SignedIn, known: Titles, key: str) -> None:
    """Counts that follow the service by themselves, with the time that they are of."""
    say = who.language.say
    heading(say("Live board"), 2)
    told = ui.label().classes("text-sm self-start px-2 py-0.5 rounded").props('role="status"')
    place = ui.column().classes("w-full gap-4").props('aria-live="off"')
    shown: list[CampaignBoard] = []
    as_of = [datetime.now(SHANGHAI)]

    def show(board: CampaignBoard) -> None:
        as_of[0] = datetime.now(SHANGHAI)
        told.classes(remove=_STALE).set_text(say("As of {time}", time=f"{as_of[0]:%H:%M}"))
        if shown != [board]:
            shown[:] = [board]
            place.clear()
            with place:
                _counts(who, board)
                _platforms(who, known, board)

    async def refresh() -> None:
        try:
            show(await who.client.campaigns.board(key))
        except HuixinError as error:  # said in its place: a notice every few seconds would cover the page
            words = "Not up to date: as of {time}, since then the service has refused or not answered ({why})."
            told.classes(_STALE).set_text(say(words, time=f"{as_of[0]:%H:%M}", why=error))

    show(await who.client.campaigns.board(key))
    ui.timer(REFRESH_SECONDS, refresh, immediate=False)


def _counts(who: SignedIn, board: CampaignBoard) -> None:
    """To a platform each leads to those of its roster; authorities see counts alone."""
    total = board.total
    own = f"/campaigns/{board.campaign_id}" if who.me.kind in PLATFORMS else ""
    with ui.element("div").classes("grid grid-cols-2 md:grid-cols-5 gap-3 w-full"):
        _count(who.language.word("checked"), total.checked, "bg-slate-700 text-white", own)
        for name, look in zip(COUNTED, _LOOKS, strict=True):
            to = f"{own}?outcome={_OUTCOMES[name]}" if own and name in _OUTCOMES else ""
            _count(who.language.word(name), getattr(total, name), look, to)


def _count(words: str, number: int, colours: str, to: str) -> None:
    with ui.column().classes(f"{colours} rounded p-3 gap-0"):
        ui.label(f"{number:,}").classes("text-3xl font-bold")
        if to:
            ui.link(words, to).style("color: inherit").classes("underline")
        else:
            ui.label(words)


def _platforms(who: SignedIn, known: Titles, board: CampaignBoard) -> None:
    word = who.language.word
    if board.platforms:
        bars = [Bar(one.member or "", {word(name): getattr(one, name) for name in COUNTED}) for one in board.platforms]
        Chart(who.language.say("By platform"), bars, colours=_INKS).show(who)
    reasons = sorted(board.total.reasons.items(), key=lambda one: -one[1])
    if reasons:
        heading(who.language.say("Why they were not admitted"), 2)
        rows = [{"id": code, "rule": _reason(who, known, code), "merchants": count} for code, count in reasons]
        table(who, ("rule", "merchants"), rows)


def _reason(who: SignedIn, known: Titles, code: str) -> str:
    """A rule by its title; a reason of identity by its words."""
    return known.rule(code) or who.language.word(code)


async def _roster(who: SignedIn, known: Titles, key: str, only: Outcome | None) -> None:
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

    choose_file(who, say("Enrol a roster (CSV: code and name)"), ".csv", _LARGEST, uploaded)

    if only is not None:
        with ui.row().classes("items-center gap-2"):
            badge(OUTCOMES[only], who.language)
            ui.link(say("All"), f"/campaigns/{key}")

    def row(one: EnrolmentView) -> dict[str, Any]:
        outcome, days = say(OUTCOMES[Outcome(one.outcome)].words), {"screened_on": str(one.screened_on)}
        told = {"outcome": outcome, "rules": "、".join(_reason(who, known, code) for code in one.rules), **days}
        return {"id": one.uscc, "to": f"/subjects/{one.uscc}", "name": one.name, "uscc": one.uscc, **told}

    names = ("name", "uscc", "outcome", "rules", "screened_on")
    found = who.client.campaigns.enrolments(key, outcome=only, limit=PAGE)
    await paged(who, names, found, row, "Nobody is enrolled yet.")
