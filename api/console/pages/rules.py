"""Rules: what is in force and on what it rests; versions, their documents, what is wrong with them, who decides."""

from functools import partial
from typing import Any

from nicegui import ui
from pydantic import BaseModel
from starlette.requests import Request

from api.console.forms import ask
from api.console.frame import Pages, empty, later, telling
from api.console.looks import Look, badge, day, heading, moment
from api.console.signing_in import SignedIn
from api.console.tables import table
from huixin.types.ruleset import (
    ApproveRuleset,
    NewRuleset,
    PublishRuleset,
    ReturnRuleset,
    RulesetDetail,
    RulesetView,
    WithdrawRuleset,
)

_DECISIONS: dict[str, tuple[type[BaseModel], ...]] = {
    "draft": (WithdrawRuleset,),
    "submitted": (ApproveRuleset, ReturnRuleset, WithdrawRuleset),
    "approved": (PublishRuleset, ReturnRuleset, WithdrawRuleset),
    "published": (WithdrawRuleset,),
    "withdrawn": (),
}


def show(pages: Pages) -> None:
    @pages.at("/rules")
    async def rules(request: Request) -> None:
        with pages.page(request, "Rules") as who, telling(who):
            await _rules(who)

    @pages.at("/rules/{key}")
    async def version(request: Request, key: str) -> None:
        with pages.page(request, "Version of the rules") as who, telling(who):
            await _version(who, await who.client.rulesets.get(key))


async def _rules(who: SignedIn) -> None:
    say = who.language.say
    with ui.tabs() as tabs:
        names = [ui.tab(say(one)) for one in ("Versions", "Measures", "Instruments", "Dated values")]
    with ui.tab_panels(tabs, value=names[0]).classes("w-full"):
        with ui.tab_panel(names[0]):
            await _versions(who)
        with ui.tab_panel(names[1]):
            await _measures(who)
        with ui.tab_panel(names[2]):
            await _instruments(who)
        with ui.tab_panel(names[3]):
            await _values(who)


async def _measures(who: SignedIn) -> None:
    found, say = (await who.client.rulesets.measures()).items, who.language.say
    rows = [
        {
            "code": one.code,
            "title": who.language.of(one.title),
            "measure_class": who.language.word(one.measure_class),
            "applied": say("yes") if one.applied else say("no"),
        }
        for one in found
    ]
    table(who, ("code", "title", "measure_class", "applied"), rows, "code")


async def _instruments(who: SignedIn) -> None:
    found = (await who.client.rulesets.instruments()).items
    rows = [
        {
            "code": one.code,
            "title": who.language.of(one.title),
            "number": one.number or "",
            "rank": who.language.word(one.rank),
            "in_force_from": day(one.in_force_from, who.language),
            "in_force_to": day(one.in_force_to, who.language),
        }
        for one in found
    ]
    table(who, ("title", "number", "rank", "in_force_from", "in_force_to"), rows, "code")


async def _values(who: SignedIn) -> None:
    found = (await who.client.rulesets.parameters()).items
    rows = [
        {"code": one.code, "title": who.language.of(one.title), "value": str(one.value), "source": one.source or ""}
        for one in found
    ]
    table(who, ("title", "value", "source"), rows, "code")


async def _versions(who: SignedIn) -> None:
    if who.may("rulesets:write"):

        async def drafted(request: NewRuleset) -> None:
            draft = await who.client.rulesets.draft(request.title, request.reason, request.copy_of)
            ui.navigate.to(f"/rules/{draft.id}")

        title = who.language.say("New draft")
        ui.button(title, on_click=lambda: ask(who, title, NewRuleset, {}, drafted))
    found = [version async for version in who.client.rulesets.iter(limit=50)]
    if not found:
        empty(who, "No version was drafted yet: the rules that came with the service are in force.")
    for version in found:
        with ui.row().classes("items-center gap-2"):
            ui.link(version.title, f"/rules/{version.id}")
            _state(who, version)


def _state(who: SignedIn, version: RulesetView) -> None:
    badge(Look(who.language.word(version.standing or version.state), "bg-slate-700 text-white"), who.language)


async def _version(who: SignedIn, version: RulesetDetail) -> None:
    say = who.language.say
    ui.label(version.title).classes("text-xl font-bold")
    _state(who, version)
    ui.label(version.reason)
    with ui.row():
        _decisions(who, version)
    if version.based_on:
        heading(say("What it changes"), 2)
        later(who, partial(_difference, who, version.based_on, version.id))
    ui.link(say("Decision table"), f"/rules/{version.id}/table").classes("font-bold")
    heading(say("Documents"), 2)
    for one in version.documents:
        ui.link(one.path, f"/rules/{version.id}/documents?path={one.path}")
    heading(say("History"), 2)
    for event in version.history:
        parts = (moment(event.at, who.language), who.language.word(event.action), event.person, event.note)
        ui.label(" · ".join(part for part in parts if part))


def _decisions(who: SignedIn, version: RulesetDetail) -> None:
    async def submit() -> None:
        with telling(who):
            await who.client.rulesets.submit(version.id)
            ui.navigate.reload()

    async def decided(request: Any) -> None:
        await who.client.rulesets.act(version.id, request)
        ui.navigate.reload()

    if version.state == "draft" and who.may("rulesets:write"):
        ui.button(who.language.say("Submit"), on_click=submit)
    for shape in _DECISIONS[version.state] if who.may("rulesets:decide") and not version.shipped else ():
        action = shape.model_fields["action"].default
        title = who.language.word(action)
        asking = partial(ask, who, title, shape, {"action": action}, decided)
        ui.button(title, on_click=asking).props("outline")


async def _difference(who: SignedIn, digest: str, after: str) -> None:
    """`digest`: of the version on which it is based."""
    before = await anext(who.client.rulesets.iter(digest=digest, limit=1))
    changes = (await who.client.rulesets.diff(before.id, after)).changes
    if not changes:
        ui.label(who.language.say("Nothing yet."))
    for change in changes:
        ui.label("• " + who.language.of(change.sentence))
