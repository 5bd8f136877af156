"""Clauses: what the member's own published rules, charter or contracts let it do."""

from typing import Annotated

from fastapi import APIRouter, Body, Path

from api import examples
from api.auth import CanReadClauses, CanWriteClauses
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from huixin.core.vocabulary import ClauseKind
from huixin.core.windows import Window
from huixin.types.clause import ClauseHistory, ClauseList, ClauseRequest, ClauseVersion, ClauseView
from models.clauses import Clause, clause_versions, end_clause, enter_clause, list_clauses

router = APIRouter(prefix="/v1/clauses", tags=["clauses"], route_class=GuardedRoute)

ClauseId = Annotated[str, Path(pattern="^cls_[0-9a-f]{32}$", examples=[examples.CLAUSE_VIEW.id])]


@router.get("", summary="Read one's own clauses", responses=answers(examples.CLAUSE_LIST, *AUTHORISED))
def read_clauses(caller: CanReadClauses, context: Context) -> ClauseList:
    """Past and future ones too, in order of measure."""
    with context.database.read() as session:
        return ClauseList(items=[_view(row) for row in list_clauses(session, caller.member_id)])


@router.post(
    "",
    status_code=201,
    summary="Enter a clause of one's own",
    responses=answers(examples.CLAUSE_VIEW, *AUTHORISED, *WITH_BODY, status=201),
)
def write_clause(
    body: Annotated[ClauseRequest, Body(openapi_examples=shown(a_platform_rule=examples.CLAUSE))],
    caller: CanWriteClauses,
    context: Context,
) -> ClauseView:
    """From its first day on it lets the measure bind, in checks of the same member."""
    with context.database.write() as session:
        return _view(enter_clause(session, context.ruleset.catalogue, caller.member_id, body))


@router.get(
    "/{clause_id}",
    summary="Read all versions of a clause of one's own",
    responses=answers(examples.CLAUSE_HISTORY, *AUTHORISED, "not_found", "invalid_content"),
)
def read_clause(clause_id: ClauseId, caller: CanReadClauses, context: Context) -> ClauseHistory:
    """What it said, and from when to when that was known; nothing of it is ever removed."""
    with context.database.read() as session:
        rows = clause_versions(session, caller.member_id, clause_id)
        return ClauseHistory(
            items=[
                ClauseVersion(**_view(row).model_dump(), sequence_from=row.seq_from, sequence_to=row.seq_to)
                for row in rows
            ]
        )


@router.delete(
    "/{clause_id}",
    summary="End a clause of one's own",
    responses=answers(examples.CLAUSE_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def delete_clause(clause_id: ClauseId, caller: CanWriteClauses, context: Context) -> ClauseView:
    """Today is the first day on which it no longer holds; it stays readable."""
    with context.database.write() as session:
        return _view(end_clause(session, caller.member_id, clause_id, context.today()))


def _view(row: Clause) -> ClauseView:
    return ClauseView(
        id=row.id,
        kind=ClauseKind(row.kind),
        measure=row.measure,
        reference=row.reference,
        url=row.url,
        consulted_from=row.consulted_from,
        consulted_to=row.consulted_to,
        major=row.major,
        transition=row.transition,
        published_on=row.published_on,
        effective_from=row.effective_from,
        effective_to=Window(None, row.effective_to).last,
        standard=row.standard,
    )
