"""Duties: the tasks that the plan gives out, whose they are, and what was done about them."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api import duty_examples as examples
from api.auth import CanReadDuties, CanReportDuties
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import Code, PageQuery
from huixin.types.duty import DutyList, DutyReportPage, DutyReportRequest, DutyReportView, DutyRole, DutyState
from models.duties import DutyReport, duties, enter_report, report_view, reports_of, withdraw_report
from models.paging import newest_first

router = APIRouter(prefix="/v1/duties", tags=["duties"], route_class=GuardedRoute)

ReportId = Annotated[str, Path(pattern="^dur_[0-9a-f]{32}$", examples=[examples.REPORT_VIEW.id])]
BodyCode = Annotated[str, Field(pattern="^[a-z0-9_/-]+$", max_length=130)]


class DutyQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    on: date | None = Field(default=None, description="Periods as of this day; by default today")
    as_of: date | None = Field(default=None, description="What was known at the end of this day; by default now")
    duty: Code | None = Field(default=None, description="Only this duty")
    role: DutyRole | None = Field(default=None, description="Only who leads, or who supports")
    body: BodyCode | None = Field(default=None, description="`unit` or `unit/department`")
    state: DutyState | None = Field(default=None, description="Only what stands so")


class DutyReportQuery(PageQuery):
    duty: Code | None = Field(default=None, description="Only of this duty")
    body: BodyCode | None = Field(default=None, description="`unit` or `unit/department`")


@router.get("", summary="Read the table of duties", responses=answers(examples.DUTIES, *AUTHORISED, "invalid_content"))
def read_duties(query: Annotated[DutyQuery, Query()], caller: CanReadDuties, context: Context) -> DutyList:
    """Who leads and supports what, of the period of a day and of the one before, with what was reported; a unit's and a
    department's own, the centre's all."""
    with context.database.read() as session:
        found = duties(context.work(session, caller), query.on or context.today(), query.as_of)
    asked = {"duty": query.duty, "role": query.role, "body": query.body, "state": query.state}
    wanted = {name: value for name, value in asked.items() if value is not None}
    return DutyList(items=[one for one in found if all(getattr(one, name) == wanted[name] for name in wanted)])


@router.get(
    "/reports",
    summary="Page through what was reported",
    responses=answers(examples.REPORT_PAGE, *AUTHORISED, "invalid_content"),
)
def read_duty_reports(
    query: Annotated[DutyReportQuery, Query()], caller: CanReadDuties, context: Context
) -> DutyReportPage:
    """Of all periods, withdrawn ones too, newest first."""
    with context.database.read() as session:
        found = reports_of(caller, duty=query.duty, body=query.body)
        rows, end = newest_first(session, found, DutyReport, after=query.after, limit=query.limit)
        return DutyReportPage(items=[report_view(row) for row in rows], next=end)


@router.post(
    "/reports",
    status_code=201,
    summary="Report what was done about a duty",
    responses=answers(examples.REPORT_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", status=201),
)
def write_duty_report(
    body: Annotated[DutyReportRequest, Body(openapi_examples=shown(of_a_department=examples.REPORT))],
    caller: CanReportDuties,
    context: Context,
) -> DutyReportView:
    """By the body itself, its unit, or the centre for what comes on paper."""
    with context.database.write() as session:
        return report_view(enter_report(context.work(session, caller), body))


@router.delete(
    "/reports/{duty_report_id}",
    summary="Withdraw a report",
    responses=answers(examples.REPORT_VIEW, *AUTHORISED, "forbidden", "not_found", "conflict", "invalid_content"),
)
def delete_duty_report(duty_report_id: ReportId, caller: CanReportDuties, context: Context) -> DutyReportView:
    """It no longer counts, and stays readable."""
    with context.database.write() as session:
        return report_view(withdraw_report(context.work(session, caller), duty_report_id))
