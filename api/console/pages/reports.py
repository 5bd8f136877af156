"""Monitoring reports: drawn up from the figures, approved by a second person, published."""

from functools import partial
from typing import Any, Literal
from urllib.parse import urlencode

from nicegui import ui
from starlette.requests import Request

from api.console.charts import Bar, Chart
from api.console.dossier import begin, facts, shapes_of, steps
from api.console.frame import Pages, telling
from api.console.looks import Look, badge, heading
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, paged
from huixin.types.monitoring import Dimension
from huixin.types.report import ReportAct, ReportRequest, ReportRow, ReportState, ReportView

ACTS = shapes_of(ReportAct)
SHAPES = {**ACTS, "draw_up": ReportRequest}
STATES = {
    ReportState.DRAFT: Look("Draft", "bg-amber-200 text-black"),
    ReportState.APPROVED: Look("Approved", "bg-sky-800 text-white"),
    ReportState.PUBLISHED: Look("Published", "bg-green-800 text-white"),
    ReportState.DISCARDED: Look("Discarded", "bg-slate-700 text-white"),
}
_POSSIBLE = {
    ReportState.DRAFT: ("approve", "discard"),
    ReportState.APPROVED: ("publish", "discard"),
    ReportState.PUBLISHED: (),
    ReportState.DISCARDED: (),
}
_FORMS: tuple[tuple[Literal["html", "pdf", "csv"], str], ...] = (
    ("html", "text/html"),
    ("pdf", "application/pdf"),
    ("csv", "text/csv"),
)


def show(pages: Pages) -> None:
    @pages.at("/reports")
    async def reports(request: Request) -> None:
        with pages.page(request, "Reports") as who, telling(who):
            if who.may("reports:write"):
                begin(who, "Draw up a report", ReportRequest, who.client.reports.add)

            def row(one: ReportView) -> dict[str, Any]:
                days = {"first": str(one.first), "last": str(one.last), "as_of": str(one.as_of)}
                told = {
                    "title": who.language.of(one.contents.title),
                    "state": who.language.say(STATES[one.state].words),
                }
                return {"id": one.id, "to": f"/reports/{one.id}", **told, **days}

            names = ("title", "state", "first", "last", "as_of")
            await paged(who, names, who.client.reports.iter(limit=PAGE), row, "There are no reports yet.")

    @pages.at("/reports/{key}")
    async def one(request: Request, key: str) -> None:
        with pages.page(request, "Report") as who, telling(who):
            await _report(who, await who.client.reports.get(key))


async def _report(who: SignedIn, report: ReportView) -> None:
    language = who.language
    ui.label(language.of(report.contents.title)).classes("text-xl font-bold")
    badge(STATES[report.state], language)
    facts(who, {"first": report.first, "last": report.last, "as_of": report.as_of, "remarks": report.contents.remarks})

    async def fetch(form: Literal["html", "pdf", "csv"], media_type: str) -> None:
        with telling(who):
            content = await who.client.reports.document(report.id, form)
            ui.download.content(content, f"{report.first}-{report.every}.{form}", media_type)

    with ui.row():
        for form, media_type in _FORMS:
            ui.button(form.upper(), on_click=partial(fetch, form, media_type)).props("outline icon=download")
    if who.may("reports:write"):
        steps(who, _POSSIBLE[report.state], ACTS, partial(who.client.reports.act, report.id))
    named = {one.figure: language.of(one.title) for one in report.contents.definitions}
    for table in report.contents.tables:
        heading(language.of(table.title), 2)
        for figure, title in named.items():
            rows = [row for row in table.rows if row.figure == figure]
            if rows:
                to = partial(_behind, report, table.by)
                bars = [Bar(language.of(row.title), {"%": row.percent or 0}, to(row)) for row in rows]
                Chart(title, bars, stacked=False, most=100).show(who)


def _behind(report: ReportView, by: Dimension, row: ReportRow) -> str:
    """The cases of one number, as of the day of the report."""
    days = {"first": report.first, "last": report.last, "as_of": report.as_of}
    asked = {"figure": row.figure.value, "by": by.value, **days, "group": row.group}
    return f"/monitoring/cases?{urlencode(asked)}"
