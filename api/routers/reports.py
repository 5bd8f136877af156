"""Monthly and quarterly reports: drawn up, approved by a second person, published; as HTML, PDF and CSV."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query, Response

from api import report_examples as examples
from api.auth import CanReadReports, CanWriteReports
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers, refusals
from api.openapi import examples as shown
from api.paging import PageQuery
from api.routers.decisions import HTML, PDF, SAFE
from api.routers.monitoring import CSV
from huixin.types.report import ReportActionRequest, ReportPage, ReportRequest, ReportView
from models.paging import newest_first
from models.reports.pages import as_csv, as_html, as_pdf
from models.reports.reports import Report, act_on_report, draw_up, find_report, report_view, reports

router = APIRouter(prefix="/v1/reports", tags=["reports"], route_class=GuardedRoute)

FORMS = {"html": (HTML, as_html), "pdf": (PDF, as_pdf), "csv": (CSV, as_csv)}
DOCUMENT = {
    "content": {
        HTML: {"schema": {"type": "string"}},
        PDF: {"schema": {"type": "string", "format": "binary"}},
        CSV: {"schema": {"type": "string"}},
    }
}
ReportId = Annotated[str, Path(pattern="^rep_[0-9a-f]{32}$", examples=[examples.REPORT_VIEW.id])]
CHANGES = (*AUTHORISED, *WITH_BODY, "forbidden")


@router.get("", summary="Page through reports", responses=answers(examples.REPORTS, *AUTHORISED, "invalid_content"))
def read_reports(query: Annotated[PageQuery, Query()], caller: CanReadReports, context: Context) -> ReportPage:
    """The centre's all; everybody else those that are published, newest first."""
    with context.database.read() as session:
        rows, end = newest_first(session, reports(caller), Report, after=query.after, limit=query.limit)
        return ReportPage(items=[report_view(row) for row in rows], next=end)


@router.get(
    "/{report_id}",
    summary="Read a report",
    responses=answers(examples.REPORT_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_report(report_id: ReportId, caller: CanReadReports, context: Context) -> ReportView:
    """Its numbers as they were when it was drawn up."""
    with context.database.read() as session:
        return report_view(find_report(context.work(session, caller), report_id))


@router.get(
    "/{report_id}/document",
    summary="Print a report",
    response_class=Response,
    responses={200: DOCUMENT, **refusals(*AUTHORISED, "not_found", "invalid_content")},
)
def read_report_document(
    report_id: ReportId,
    caller: CanReadReports,
    context: Context,
    form: Annotated[Literal["html", "pdf", "csv"], Query(alias="format", description="`csv`: its numbers")] = "html",
) -> Response:
    """With charts, as a page or as PDF, which carries its font; its numbers as CSV. What is no more than a draft says
    so."""
    with context.database.read() as session:
        report = report_view(find_report(context.work(session, caller), report_id))
    media_type, made = FORMS[form]
    named = {"Content-Disposition": f'inline; filename="{report_id}.{form}"'}
    return Response(made(report), media_type=media_type, headers={**SAFE, **named})


@router.post(
    "", status_code=201, summary="Draw up a report", responses=answers(examples.REPORT_VIEW, *CHANGES, status=201)
)
def write_monitoring_report(
    body: Annotated[ReportRequest, Body(openapi_examples=shown(of_a_quarter=examples.REPORT))],
    caller: CanWriteReports,
    context: Context,
) -> ReportView:
    """On a month or quarter, as of a day that is over."""
    with context.database.write() as session:
        return report_view(draw_up(context.work(session, caller), body))


@router.post(
    "/{report_id}/actions",
    summary="Approve, publish or discard a report",
    responses=answers(examples.REPORT_VIEW, *CHANGES, "second_person_needed", "not_found", "conflict"),
)
def write_report_action(
    report_id: ReportId,
    body: Annotated[ReportActionRequest, Body(openapi_examples=shown(**examples.REPORT_ACTIONS))],
    caller: CanWriteReports,
    context: Context,
) -> ReportView:
    """Approved by another person than the one who drew it up; published, everybody reads it who reads reports."""
    with context.database.write() as session:
        return report_view(act_on_report(context.work(session, caller), report_id, body.root))
