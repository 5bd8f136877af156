"""Monitoring: figures as of a day, each with the cases behind it."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api import monitoring_examples as examples
from api.auth import CanReadMonitoring
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from huixin.types.monitoring import Dimension, Figure, FigureCases, FigureTable, ProposalList
from models.monitoring.proposals import proposals
from models.monitoring.table import as_csv, cases_behind, figure_table, span_of

router = APIRouter(prefix="/v1/monitoring", tags=["monitoring"], route_class=GuardedRoute)

CSV = "text/csv"
AS_FILE = {"Content-Disposition": 'attachment; filename="figures.csv"', "X-Content-Type-Options": "nosniff"}
GroupCode = Annotated[str, Field(pattern="^[a-z0-9_-]+$", max_length=64)]


class DaysQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    first: date | None = Field(default=None, description="First day; by default of the quarter of `as_of`")
    last: date | None = Field(default=None, description="Last day; by default of the quarter of `as_of`")
    as_of: date | None = Field(default=None, description="What was known at the end of this day; by default today")


class SpanQuery(DaysQuery):
    by: Dimension = Field(default=Dimension.UNIT, description="How the figures are divided")
    published: bool = Field(default=False, description="Of lists that every member reads alone, as reports count")


class FigureQuery(SpanQuery):
    figure: Figure | None = Field(default=None, description="Only this figure")
    format: Literal["json", "csv"] = Field(default="json", description="`csv`: a table for spreadsheets")


class CasesQuery(SpanQuery):
    figure: Figure = Field(description="Of which figure")
    group: GroupCode = Field(description="Of which of its groups")


@router.get(
    "/figures",
    summary="Read the figures",
    response_model=FigureTable,
    responses=answers(examples.FIGURES, *AUTHORISED, "invalid_content", files=(CSV,)),
)
def read_figures(
    query: Annotated[FigureQuery, Query()], caller: CanReadMonitoring, context: Context
) -> FigureTable | Response:
    """Rates of verification, rectification on time, removal and recurrence, as of a day: of a day that is over they are
    the same whenever they are asked for. The centre counts all, a unit and a department their own."""
    span = span_of(query.first, query.last, query.as_of, context.today(), published=query.published)
    wanted = tuple(Figure) if query.figure is None else (query.figure,)
    with context.database.read() as session:
        table = figure_table(context.work(session, caller), query.by, span, wanted)
    return Response(as_csv(table), media_type=CSV, headers=AS_FILE) if query.format == "csv" else table


@router.get(
    "/cases",
    summary="Read the cases behind a figure",
    responses=answers(examples.CASES, *AUTHORISED, "invalid_content"),
)
def read_figure_cases(
    query: Annotated[CasesQuery, Query()], caller: CanReadMonitoring, context: Context
) -> FigureCases:
    """Where `cases` of a figure leads: the ids that it counts, and the others that it is about."""
    span = span_of(query.first, query.last, query.as_of, context.today(), published=query.published)
    with context.database.read() as session:
        return cases_behind(context.work(session, caller), query.figure, query.by, query.group, span)


@router.get(
    "/proposals",
    summary="Read what thresholds propose",
    responses=answers(examples.PROPOSALS, *AUTHORISED, "invalid_content"),
)
def read_proposals(query: Annotated[DaysQuery, Query()], caller: CanReadMonitoring, context: Context) -> ProposalList:
    """An inspection, a circular or an interview for each unit and city department whose figure has passed a threshold.
    Nothing follows from one until the centre opens it: `POST /v1/supervisions`."""
    span = span_of(query.first, query.last, query.as_of, context.today())
    with context.database.read() as session:
        return proposals(context.work(session, caller), span)
