"""Rules: what is in force and on what it rests, and the versions."""

from nicegui import ui
from starlette.requests import Request

from api.console.asking import ask
from api.console.frame import Pages, empty, telling
from api.console.looks import day
from api.console.pages.rule_versions import state_of
from api.console.signing_in import SignedIn
from api.console.tables import table
from huixin.types.ruleset import NewRuleset


def show(pages: Pages) -> None:
    @pages.at("/rules")
    async def rules(request: Request) -> None:
        with pages.page(request, "Rules") as who, telling(who):
            await _rules(who)


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
            "effective_from": day(one.effective_from, who.language) if one.effective_from else "",
            "effective_to": day(one.effective_to, who.language),
            "applied": say("yes") if one.applied else say("no"),
        }
        for one in found
    ]
    table(who, ("code", "title", "measure_class", "effective_from", "effective_to", "applied"), rows, "code")


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
            state_of(who, version)
