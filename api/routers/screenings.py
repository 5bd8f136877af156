"""Runs of screenings: what a member judged at once from a bundle, in the log."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from api import bundle_examples as examples
from api.auth import CanCheck, CanReadDecisions
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from api.problems import ProblemError
from api.refusals import log_failure
from api.routers.bundles import refuse_others
from huixin.types.screening import ScreeningPage, ScreeningReceipt, ScreeningRun, ScreeningRunView
from models.caller import Caller
from models.checks.check import CODE_VERSION
from models.checks.recall import READS_ALL
from models.errors import Conflict, NotFound
from models.log_writer import Entering
from models.receipts.receipt import receipt_of_run
from models.screenings import Judged, find_run, run_of, runs_of, view_of

router = APIRouter(prefix="/v1/screenings", tags=["screenings"], route_class=GuardedRoute)

RunId = Annotated[str, Path(pattern="^scr_[0-9a-f]{32}$", examples=[examples.RUN.id])]


@router.post(
    "",
    summary="Record the run of a screening",
    responses=answers(examples.RUN_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", "conflict"),
)
def write_screening(
    body: Annotated[ScreeningRun, Body(openapi_examples=shown(one=examples.RUN))], caller: CanCheck, context: Context
) -> ScreeningRunView:
    """One record for the whole run, in the decision log under the signed heads. It names none of the merchants. Sent
    again it changes nothing."""
    refuse_others(caller)
    try:
        return _kept(context, caller, body)
    except IntegrityError:
        # another try of the same was under way, or it is another member's
        return _there(context, caller, body)
    except (SQLAlchemyError, OSError) as error:
        log_failure(error, None)
        message, zh = "The screening could not be recorded; try again.", "批量筛查未能记录，请重试。"
        raise ProblemError("unavailable", message, zh=zh, headers={"Retry-After": "1"}) from None


def _kept(context: AppContext, caller: Caller, told: ScreeningRun) -> ScreeningRunView:
    with context.database.log_read() as log:
        try:
            return view_of(find_run(log, told.id, caller.member_id))
        except NotFound:
            pass
    with context.database.read() as session:
        run = run_of(told, caller.member_id, Judged(session, context.book, context.now()), CODE_VERSION)
    context.log.enter(Entering((), run.at, runs=(run,)))
    return _there(context, caller, told)


def _there(context: AppContext, caller: Caller, told: ScreeningRun) -> ScreeningRunView:
    with context.database.log_read() as log:
        try:
            return view_of(find_run(log, told.id, caller.member_id))
        except NotFound:
            raise Conflict("Give the run another id.", zh="请为此次筛查另取编号。") from None


@router.get("", summary="Page through screenings", responses=answers(examples.RUN_PAGE, *AUTHORISED, "invalid_content"))
def read_screenings(query: Annotated[PageQuery, Query()], caller: CanReadDecisions, context: Context) -> ScreeningPage:
    """Newest first. Members see their own, the centre and auditors all."""
    with context.database.log_read() as log:
        found, end = runs_of(log, _whose(caller), after=query.after, limit=query.limit)
        return ScreeningPage(items=[view_of(run) for run in found], next=end)


@router.get(
    "/{run_id}",
    summary="Read the run of a screening",
    responses=answers(examples.RUN_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_screening(run_id: RunId, caller: CanReadDecisions, context: Context) -> ScreeningRunView:
    """Members see their own, the centre and auditors all."""
    with context.database.log_read() as log:
        return view_of(find_run(log, run_id, _whose(caller)))


@router.get(
    "/{run_id}/receipt",
    summary="The receipt of a screening",
    responses=answers(examples.RUN_RECEIPT, *AUTHORISED, "not_found", "invalid_content"),
)
def read_screening_receipt(run_id: RunId, caller: CanReadDecisions, context: Context) -> ScreeningReceipt:
    """What proves the run away from the service: the signed head of its commit, and its place under it."""
    with context.database.log_read() as log:
        return receipt_of_run(log, find_run(log, run_id, _whose(caller)), context.keys)


def _whose(caller: Caller) -> str | None:
    return None if caller.kind in READS_ALL else caller.member_id
