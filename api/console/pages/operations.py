"""Operations: how feeds and replicas stand, whether the log is whole, where changes are pushed to, what one may ask."""

from functools import partial

from nicegui import ui
from starlette.requests import Request

from api.console.asking import ask
from api.console.dossier import Sure, facts
from api.console.frame import Pages, Part, empty, parts, telling
from api.console.looks import Look, badge, moment
from api.console.pages.members import the_members
from api.console.signing_in import SignedIn
from api.console.tables import table
from huixin.types.audit import AuditView
from huixin.types.replica import ReplicaView
from huixin.types.webhook import WebhookView

_LATEST = 20
_OLD = "bg-red-800 text-white"
_SLOW = "bg-amber-200 text-black"
_FRESH = "bg-green-800 text-white"
_FOUND = {
    "signature": Look("Its signature does not hold", _OLD),
    "chain": Look("It does not follow the head before it", _OLD),
    "content": Look("What it stands over was altered, removed, put in or moved", _OLD),
    "missing_head": Look("There are decisions, and no head over them", _OLD),
    "without_head": Look("There are more or fewer decisions from before the chain", _OLD),
    "cut": Look("The log was cut off after a head that an audit had seen", _OLD),
}


def show(pages: Pages) -> None:
    @pages.at("/operations")
    async def operations(request: Request) -> None:
        with pages.page(request, "Operations") as who, telling(who):
            await parts(
                who,
                (
                    Part("Webhooks", "webhooks:read", partial(_webhooks, who)),
                    Part("Feeds", "upstream:read", partial(_feeds, who)),
                    Part("Replicas", "metrics:read", partial(_replicas, who)),
                    Part("Audit of the log", "audits:read", partial(_audits, who)),
                    Part("Members and secrets", "members:read", partial(the_members, who)),
                    Part("Quota of checks", "quotas:read", partial(_quota, who)),
                ),
            )


async def _quota(who: SignedIn) -> None:
    facts(who, (await who.client.quotas.own()).model_dump(exclude={"member_id", "own"}))


async def _feeds(who: SignedIn) -> None:
    say = who.language.say
    feeds = await who.client.upstream.feeds()
    if not feeds:
        empty(who, "No feed is set up.")
    for feed in feeds:
        late = feed.age_days is None or (feed.stale_after_days is not None and feed.age_days > feed.stale_after_days)
        age = say("never confirmed") if feed.age_days is None else say("{days} days old", days=feed.age_days)
        with ui.row().classes("items-center gap-2"):
            ui.label(f"{feed.code} · {feed.source}")
            badge(Look(age, _OLD if late else _FRESH), who.language)
            ui.label(say("{count} wait for a person", count=feed.waiting))


async def _replicas(who: SignedIn) -> None:
    found = await who.client.replicas.all()
    if not found.items:
        empty(who, "No replica has told of itself yet: each does so within a few seconds of its start.")
    for one in found.items:
        with ui.card().classes("w-full gap-1"):
            with ui.row().classes("items-center gap-2"):
                ui.label(one.name).classes("font-bold break-all")
                badge(_freshness(who, one), who.language)
            now, seen, began = (moment(at, who.language) for at in (one.current_at, one.seen_at, one.started_at))
            facts(who, {"behind": one.behind, "current_at": now, "seen_at": seen, "started_at": began})


def _freshness(who: SignedIn, one: ReplicaView) -> Look:
    if one.silent:
        return Look("Silent", _OLD)
    if one.age_seconds is None:
        return Look("Answers the ordinary way until its entries are told", _SLOW)
    age = who.language.say("Current {seconds} s ago", seconds=round(one.age_seconds))
    return Look(age, _SLOW if one.behind else _FRESH)


async def _audits(who: SignedIn) -> None:
    say = who.language.say
    found = await who.client.audits.latest()
    ui.label(say("The log ends with head {head} now.", head=found.head))

    async def begin() -> None:
        with telling(who):
            await who.client.audits.begin()
            ui.notify(say("The worker is at it; look again in a moment."), type="positive")
            place.clear()
            with place:
                _told(who, (await who.client.audits.latest()).items)

    if who.may("audits:write"):
        ui.button(say("Audit the log now"), on_click=begin).props("outline")
    place = ui.column().classes("w-full").props('aria-live="polite"')
    with place:
        _told(who, found.items)


def _told(who: SignedIn, audits: list[AuditView]) -> None:
    if not audits:
        empty(who, "The log was never audited here.")
    for one in audits:
        with ui.card().classes("w-full gap-1"):
            badge(_result(who, one), who.language)
            ui.label(who.language.say("Looked at up to head {head}", head=one.head))
            times = {"created_at": moment(one.created_at, who.language)}
            facts(who, times | {"finished_at": moment(one.finished_at, who.language)})
            for finding in one.told:
                with ui.row().classes("items-center gap-2"):
                    ui.label(who.language.say("Head {head}", head=finding.head))
                    badge(_FOUND[finding.kind], who.language)


def _result(who: SignedIn, one: AuditView) -> Look:
    if one.findings:
        return Look(who.language.say("The log is not what was signed: {count} findings", count=one.findings), _OLD)
    return Look("Under way", _SLOW) if one.finished_at is None else Look("The log is what was signed", _FRESH)


async def _webhooks(who: SignedIn) -> None:
    webhooks = await who.client.webhooks.all()
    if not webhooks:
        empty(who, "Nothing is pushed yet.")
    for webhook in webhooks:
        await _webhook(who, webhook)


async def _webhook(who: SignedIn, webhook: WebhookView) -> None:
    say = who.language.say

    async def replay(_: Sure) -> None:
        ui.notify(say("{count} are on their way again.", count=await who.client.webhooks.replay(webhook.id)))
        place.clear()
        with place:
            await _deliveries(who, webhook.id)

    with ui.card().classes("w-full"):
        with ui.row().classes("items-center"):
            ui.label(webhook.url).classes("font-bold break-all")
            if webhook.disabled_at:
                badge(Look("Disabled", _OLD), who.language)
            elif who.may("webhooks:write"):
                sure = say("Every delivery that was given up goes to {url} again.", url=webhook.url)
                opens = partial(ask, who, sure, Sure, {}, replay)
                ui.button(say("Send the dead ones again"), on_click=opens).props("outline dense")
        place = ui.column().classes("w-full")
        with place:
            await _deliveries(who, webhook.id)


async def _deliveries(who: SignedIn, webhook_id: str) -> None:
    """The newest, with what became of each."""
    rows: list[dict[str, str]] = []
    async for one in who.client.webhooks.deliveries(webhook_id, limit=_LATEST):
        state = who.language.word(one.state)
        rows.append({"id": one.id, "at": moment(one.created_at, who.language), "type": one.type, "state": state})
        if len(rows) == _LATEST:
            break
    table(who, ("at", "type", "state"), rows)
