"""Operations: how feeds stand, where changes are pushed to, and what came of it."""

from nicegui import ui
from starlette.requests import Request

from api.console.dossier import facts
from api.console.frame import Pages, empty, telling
from api.console.looks import Look, badge, heading
from api.console.signing_in import SignedIn
from api.console.tables import table
from huixin.types.webhook import WebhookView

_LATEST = 20
_OLD = "bg-red-800 text-white"
_FRESH = "bg-green-800 text-white"


def show(pages: Pages) -> None:
    @pages.at("/operations")
    async def operations(request: Request) -> None:
        with pages.page(request, "Operations") as who, telling(who):
            if who.may("upstream:read"):
                await _feeds(who)
            if who.may("quotas:read"):
                await _quota(who)
            await _webhooks(who)


async def _quota(who: SignedIn) -> None:
    heading(who.language.say("Quota of checks"), 2)
    facts(who, (await who.client.quotas.own()).model_dump(exclude={"member_id", "own"}))


async def _feeds(who: SignedIn) -> None:
    say = who.language.say
    heading(say("Feeds"), 2)
    for feed in await who.client.upstream.feeds():
        late = feed.age_days is None or (feed.stale_after_days is not None and feed.age_days > feed.stale_after_days)
        age = say("never confirmed") if feed.age_days is None else say("{days} days old", days=feed.age_days)
        with ui.row().classes("items-center gap-2"):
            ui.label(f"{feed.code} · {feed.source}")
            badge(Look(age, _OLD if late else _FRESH), who.language)
            ui.label(say("{count} wait for a person", count=feed.waiting))


async def _webhooks(who: SignedIn) -> None:
    say = who.language.say
    heading(say("Webhooks"), 2)
    webhooks = await who.client.webhooks.all()
    if not webhooks:
        empty(who, "Nothing is pushed yet.")
    for webhook in webhooks:
        await _webhook(who, webhook)


async def _webhook(who: SignedIn, webhook: WebhookView) -> None:
    say = who.language.say

    async def replay() -> None:
        with telling(who):
            ui.notify(say("{count} are on their way again.", count=await who.client.webhooks.replay(webhook.id)))

    with ui.card().classes("w-full"):
        with ui.row().classes("items-center"):
            ui.label(webhook.url).classes("font-bold")
            if webhook.disabled_at:
                badge(Look("Disabled", _OLD), who.language)
            elif who.may("webhooks:write"):
                ui.button(say("Send the dead ones again"), on_click=replay).props("outline dense")
        rows: list[dict[str, str]] = []
        async for one in who.client.webhooks.deliveries(webhook.id, limit=_LATEST):
            state = who.language.word(one.state)
            rows.append({"id": one.id, "at": f"{one.created_at:%Y-%m-%d %H:%M}", "type": one.type, "state": state})
            if len(rows) == _LATEST:
                break
        table(who, ("at", "type", "state"), rows)
