"""Monitoring: figures as charts that lead to the cases behind them, what thresholds propose, supervisions."""

import asyncio
from collections import Counter
from functools import partial
from typing import Any
from urllib.parse import urlencode

from nicegui import ui
from starlette.requests import Request

from api.console.charts import COLOURS, Bar, Chart
from api.console.dossier import begin, facts, history, shapes_of, spelt, steps
from api.console.frame import Pages, empty, later, telling
from api.console.looks import Look, badge, heading
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged, table
from api.console.titles import titles
from huixin.core.vocabulary import MemberKind
from huixin.types.case import CaseState
from huixin.types.monitoring import (
    Dimension,
    Figure,
    FigureTable,
    FigureView,
    Proposal,
    ProposalList,
    SupervisionAct,
    SupervisionKind,
    SupervisionRequest,
    SupervisionState,
    SupervisionView,
)

ACTS = shapes_of(SupervisionAct)
SHAPES = {**ACTS, "supervise": SupervisionRequest}
STATES = {
    SupervisionState.OPEN: Look("Not answered yet", "bg-amber-200 text-black"),
    SupervisionState.OVERDUE: Look("Overdue", "bg-red-800 text-white"),
    SupervisionState.ANSWERED: Look("Answered", "bg-sky-800 text-white"),
    SupervisionState.CLOSED: Look("Closed", "bg-slate-700 text-white"),
}
_COUNTED = 2000
"""Cases that are counted by state; the newest."""
_NAMED = 50
"""Cases behind a figure that are told by name; the others by id."""


def show(pages: Pages) -> None:
    @pages.at("/monitoring")
    async def monitoring(
        request: Request,
        figure: Figure = Figure.VERIFICATION,
        by: Dimension = Dimension.UNIT,
    ) -> None:
        asked = _days(request)
        with pages.page(request, "Monitoring") as who, telling(who):
            await _figures(who, {"figure": figure.value, "by": by.value, **asked})
            heading(who.language.say("Cases by state"), 2)
            later(who, partial(_by_state, who))
            await _proposals(who, asked)
            await _supervisions(who)

    @pages.at("/monitoring/cases")
    async def cases(request: Request, figure: Figure, by: Dimension, group: str) -> None:
        with pages.page(request, "Cases behind a figure") as who, telling(who):
            await _cases(who, {"figure": figure.value, "by": by.value, "group": group, **_days(request)})

    @pages.at("/supervisions/{key}")
    async def supervision(request: Request, key: str) -> None:
        with pages.page(request, "Supervision") as who, telling(who):
            await _supervision(who, await who.client.supervisions.get(key))


def _days(request: Request) -> dict[str, str]:
    """Those that the address names."""
    return {name: day for name in ("first", "last", "as_of") if (day := request.query_params.get(name))}


async def _figures(who: SignedIn, asked: dict[str, Any]) -> None:
    found = await who.client.monitoring.figures(**asked)
    _choices(who, asked, found)
    definition = next(one for one in found.definitions if one.figure == asked["figure"])
    ui.label(who.language.of(definition.says))
    if not found.items:
        empty(who, "Nothing is counted in these days.")
        return
    title, say = who.language.of(definition.title), who.language.say
    with ui.element("div").classes("w-full grid grid-cols-1 lg:grid-cols-2 gap-4"):
        counts = [Bar(_called(who, one), _parts(who, one), _behind(asked, one)) for one in found.items]
        Chart(say("{figure}: cases", figure=title), counts, colours=(COLOURS[0], "#9aa5b1")).show(who)
        rates = [Bar(_called(who, one), {"%": one.percent or 0}, _behind(asked, one)) for one in found.items]
        Chart(say("{figure}: percent", figure=title), rates, stacked=False, most=100).show(who)
    numbers = {"counted", "of", "percent"}
    rows = [
        {"to": _behind(asked, one), "grouped": _called(who, one), **one.model_dump(include=numbers)}
        for one in found.items
    ]
    table(who, ("grouped", "counted", "of", "percent"), rows, "grouped")


def _called(who: SignedIn, one: FigureView) -> str:
    return who.language.of(one.title)


def _parts(who: SignedIn, one: FigureView) -> dict[str, float]:
    return {who.language.word("counted"): one.counted, who.language.word("others"): one.of - one.counted}


def _behind(asked: dict[str, Any], one: FigureView) -> str:
    return f"/monitoring/cases?{urlencode({**asked, 'group': one.group})}"


def _choices(who: SignedIn, asked: dict[str, Any], found: FigureTable) -> None:
    say, word = who.language.say, who.language.word
    figures = {one.figure.value: who.language.of(one.title) for one in found.definitions} or {}
    figures |= {one.value: word(f"figure_{one}") for one in Figure if one.value not in figures}

    def go(name: str, value: str | None) -> None:
        chosen = {**asked, name: value}
        ui.navigate.to(f"/monitoring?{urlencode({key: one for key, one in chosen.items() if one})}")

    async def spreadsheet() -> None:
        with telling(who):
            ui.download.content(await who.client.monitoring.csv(**asked), "figures.csv", "text/csv")

    with ui.row().classes("items-center gap-3"):
        divisions = {one.value: word(f"by_{one}") for one in Dimension}
        for name, label, codes in (("figure", "figure", figures), ("by", "grouped", divisions)):
            chosen = ui.select(codes, value=asked[name], label=word(label))
            chosen.on_value_change(lambda change, name=name: go(name, change.value))
            chosen.props("outlined dense").classes("min-w-48")
        for name in ("first", "last", "as_of"):
            shown = ui.input(word(name), value=str(getattr(found, name)))
            shown.props("type=date outlined dense stack-label")
            shown.on("change", lambda _, name=name, shown=shown: go(name, shown.value))
        ui.button(say("Spreadsheet (CSV)"), on_click=spreadsheet).props("outline icon=table_view")


async def _by_state(who: SignedIn) -> None:
    counts, seen = Counter[CaseState](), 0
    async for case in who.client.cases.iter(limit=100):
        counts[case.state] += 1
        seen += 1
        if seen == _COUNTED:
            ui.label(who.language.say("Of the newest {count} cases.", count=_COUNTED))
            break
    if not counts:
        empty(who, "There are no cases here.")
        return
    cases = who.language.say("Cases")
    bars = [
        Bar(who.language.word(one), {cases: counts[one]}, f"/cases?state={one}") for one in CaseState if counts[one]
    ]
    Chart(who.language.say("Cases by state"), bars, stacked=False).show(who)


async def _cases(who: SignedIn, asked: dict[str, Any]) -> None:
    found, known = await who.client.monitoring.cases(**asked), await titles(who)
    for title, ids in (("Counted", found.counted), ("The others", found.others)):
        heading(f"{who.language.say(title)} ({len(ids)})", 2)
        opened = await asyncio.gather(*(who.client.cases.get(key) for key in ids[:_NAMED]))
        rows = [
            {"id": case.id, "to": f"/cases/{case.id}", "subject_name": case.subject_name}
            | {"unit": known.of("unit", case.unit), "state": who.language.word(case.state)}
            for case in opened
        ]
        rows += [{"id": key, "to": f"/cases/{key}", "subject_name": key} for key in ids[_NAMED:]]
        if rows:
            table(who, ("subject_name", "unit", "state"), rows)
        else:
            empty(who, "There are no cases here.")


async def _proposals(who: SignedIn, asked: dict[str, Any]) -> None:
    heading(who.language.say("Early warning"), 2)
    known, found = await titles(who), await who.client.monitoring.proposals(**asked)
    if not found.items:
        empty(who, "No threshold is crossed.")
    for one in found.items:
        with ui.row().classes("items-center gap-2"):
            badge(Look(who.language.word(f"supervision_{one.kind}"), "bg-amber-200 text-black"), who.language)
            of = known.body_called(one.body)
            words = "{body}: {percent} % ({counted} of {of}), threshold {threshold} %"
            numbers = one.model_dump(include={"percent", "counted", "of", "threshold"})
            ui.label(who.language.word(f"figure_{one.figure}"))
            ui.link(who.language.say(words, body=of, **numbers), _behind_proposal(found, one))
            if one.opened:
                ui.link(who.language.say("Opened"), f"/supervisions/{one.opened}")
            elif who.may("supervisions:write") and who.me.kind is MemberKind.CENTRE:
                fixed = _of_proposal(one, {"first": found.first, "last": found.last, "as_of": found.as_of})
                begin(who, "Open a supervision", SupervisionRequest, who.client.supervisions.add, fixed=fixed)


def _behind_proposal(found: ProposalList, one: Proposal) -> str:
    days = {"first": found.first, "last": found.last, "as_of": found.as_of}
    asked = {"figure": one.figure.value, "by": one.by.value, **days, "group": one.group}
    return f"/monitoring/cases?{urlencode(asked)}"


def _of_proposal(one: Proposal, days: dict[str, Any]) -> dict[str, Any]:
    return {"kind": one.kind, "body": one.body, "figure": one.figure, **days}


async def _supervisions(who: SignedIn) -> None:
    heading(who.language.say("Supervisions"), 2)
    known = await titles(who)
    if who.may("supervisions:write") and who.me.kind is MemberKind.CENTRE:
        kinds = {kind.value: who.language.word(f"supervision_{kind}") for kind in SupervisionKind}
        choices = {"body": known.bodies(), "kind": kinds}
        begin(who, "Open a supervision", SupervisionRequest, who.client.supervisions.add, choices=choices)

    def row(one: SupervisionView) -> dict[str, Any]:
        of = known.body_called(one.body)
        told = {"title": who.language.of(one.title), "body": of, "due": str(one.due)}
        state = who.language.say(STATES[one.state].words)
        return {"id": one.id, "to": f"/supervisions/{one.id}", "state": state, **told}

    names = ("title", "body", "state", "due")
    await paged(who, names, who.client.supervisions.iter(limit=PAGE), row, "There are no supervisions.")


async def _supervision(who: SignedIn, one: SupervisionView) -> None:
    ui.label(who.language.of(one.title)).classes("text-xl font-bold")
    badge(STATES[one.state], who.language)
    told = {"reason": one.reason, "document_number": one.document_number, "due": one.due}
    facts(who, {**told, "counted": one.counted, "of": one.of})
    if who.may("supervisions:write"):
        centre = who.me.kind is MemberKind.CENTRE
        possible = {
            SupervisionState.OPEN: ("close",) if centre else ("answer",),
            SupervisionState.OVERDUE: ("close",) if centre else ("answer",),
            SupervisionState.ANSWERED: ("return", "close") if centre else (),
            SupervisionState.CLOSED: (),
        }
        steps(who, possible[one.state], ACTS, partial(who.client.supervisions.act, one.id))
    history(who, one.history, lambda event: spelt(who, event.data))
