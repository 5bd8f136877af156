"""Submissions: what goes to the provincial and the national platform, and how far both agree."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query, Response
from sqlmodel import select

from api import submission_examples as examples
from api.auth import CanReadSubmissions, CanSubmit
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, Responses, answers, refusals
from api.openapi import examples as shown
from api.paging import PageQuery
from api.routers.monitoring import CSV
from huixin.types.submission import (
    AcknowledgementEntry,
    ReconciliationPage,
    ReconciliationView,
    SubmissionDetail,
    SubmissionPage,
    SubmissionRequest,
    SubmissionView,
)
from models.paging import newest_first
from models.submissions import reconciling
from models.submissions.submitting import enter_acknowledgement, find_submission, keepers_only, submit
from models.submissions.tables import Reconciliation, Submission
from models.submissions.views import as_csv, as_json, reconciliation_view, submission_detail, submission_view

router = APIRouter(prefix="/v1/submissions", tags=["submissions"], route_class=GuardedRoute)

JSON = "application/json"
READS = (*AUTHORISED, "forbidden", "invalid_content")
CHANGES = (*AUTHORISED, *WITH_BODY, "forbidden", "conflict")
FILES: Responses = {
    200: {"content": {JSON: {"schema": {}, "example": examples.FILE}, CSV: {"schema": {"type": "string"}}}}
}
SubmissionId = Annotated[str, Path(pattern="^smt_[0-9a-f]{32}$", examples=[examples.SUBMISSION_VIEW.id])]
ReconciliationId = Annotated[str, Path(pattern="^rcn_[0-9a-f]{32}$", examples=[examples.RECONCILIATION_VIEW.id])]


@router.get("", summary="Page through submissions", responses=answers(examples.SUBMISSIONS, *READS))
def read_submissions(
    query: Annotated[PageQuery, Query()], caller: CanReadSubmissions, context: Context
) -> SubmissionPage:
    """For the centre and auditors, newest first."""
    keepers_only(caller)
    with context.database.read() as session:
        rows, end = newest_first(session, select(Submission), Submission, after=query.after, limit=query.limit)
        return SubmissionPage(items=[submission_view(row) for row in rows], next=end)


@router.post(
    "",
    status_code=201,
    summary="Submit what is new",
    responses=answers(examples.SUBMISSION_VIEW, *CHANGES, status=201),
)
def write_submission(
    body: Annotated[SubmissionRequest, Body(openapi_examples=shown(to_the_province=examples.SUBMISSION))],
    caller: CanSubmit,
    context: Context,
) -> SubmissionView:
    """Records of this city's own lists and penalties that are new to the platform or say something else than it last
    accepted. The worker sends them until the platform has answered for each; a platform without an address takes the
    file."""
    with context.database.write() as session:
        return submission_view(submit(context.work(session, caller), body.platform))


@router.get(
    "/reconciliations", summary="Page through reconciliations", responses=answers(examples.RECONCILIATIONS, *READS)
)
def read_reconciliations(
    query: Annotated[PageQuery, Query()], caller: CanReadSubmissions, context: Context
) -> ReconciliationPage:
    """For the centre and auditors, newest first, with their differences."""
    keepers_only(caller)
    with context.database.read() as session:
        found = newest_first(session, select(Reconciliation), Reconciliation, after=query.after, limit=query.limit)
        return ReconciliationPage(items=[reconciliation_view(row) for row in found[0]], next=found[1])


@router.post(
    "/reconciliations",
    status_code=201,
    summary="Compare with what a platform holds",
    responses=answers(examples.RECONCILIATION_VIEW, *CHANGES, status=201),
)
def write_reconciliation(
    body: Annotated[SubmissionRequest, Body(openapi_examples=shown(with_the_province=examples.SUBMISSION))],
    caller: CanSubmit,
    context: Context,
) -> ReconciliationView:
    """The worker asks the platform and lists every difference, with whose word counts."""
    with context.database.write() as session:
        return reconciliation_view(reconciling.begin(context.work(session, caller), body.platform))


@router.post(
    "/reconciliations/{reconciliation_id}/resolution",
    summary="Resolve differences",
    responses=answers(
        examples.RECONCILIATION_VIEW, *AUTHORISED, "forbidden", "not_found", "conflict", "invalid_content"
    ),
)
def write_resolution(reconciliation_id: ReconciliationId, caller: CanSubmit, context: Context) -> ReconciliationView:
    """What was recognised here is submitted again; what came from upstream is pulled again."""
    with context.database.write() as session:
        return reconciliation_view(reconciling.resolve(context.work(session, caller), reconciliation_id))


@router.get(
    "/{submission_id}",
    summary="Read a submission",
    responses=answers(examples.SUBMISSION_DETAIL, *READS, "not_found"),
)
def read_submission(submission_id: SubmissionId, caller: CanReadSubmissions, context: Context) -> SubmissionDetail:
    """With its records, and what the platform said of each."""
    keepers_only(caller)
    with context.database.read() as session:
        return submission_detail(session, find_submission(session, submission_id))


@router.get(
    "/{submission_id}/file",
    summary="Take a submission as a file",
    response_class=Response,
    responses={**FILES, **refusals(*READS, "not_found")},
)
def read_submission_file(
    submission_id: SubmissionId,
    caller: CanReadSubmissions,
    context: Context,
    form: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> Response:
    """For platforms that take files: what would be sent, as JSON or CSV."""
    keepers_only(caller)
    with context.database.read() as session:
        detail = submission_detail(session, find_submission(session, submission_id))
    named = {
        "Content-Disposition": f'attachment; filename="{submission_id}.{form}"',
        "X-Content-Type-Options": "nosniff",
    }
    if form == "csv":
        return Response(as_csv(detail), media_type=CSV, headers=named)
    return Response(as_json(detail), media_type=JSON, headers=named)


@router.post(
    "/{submission_id}/acknowledgement",
    summary="Enter what a platform answered",
    responses=answers(examples.SUBMISSION_VIEW, *CHANGES, "not_found"),
)
def write_submission_acknowledgement(
    submission_id: SubmissionId,
    body: Annotated[AcknowledgementEntry, Body(openapi_examples=shown(one_refused=examples.ACKNOWLEDGEMENT))],
    caller: CanSubmit,
    context: Context,
) -> SubmissionView:
    """Of a platform that takes files: which records it refused; the others it accepted."""
    with context.database.write() as session:
        return submission_view(enter_acknowledgement(context.work(session, caller), submission_id, body))
