"""Decisions that were made from a bundle, on their way into the log."""

from typing import Annotated

from fastapi import APIRouter, Body
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from api import bundle_examples as examples
from api.auth import CanCheck
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.problems import ProblemError
from api.refusals import log_failure
from api.routers.bundles import refuse_others
from huixin.types.local_decision import LocalDecision, LocalDecisions, LocalDecisionsKept
from models.caller import Caller
from models.checks.local import Keeping, local_decision, not_yet_kept
from models.decision_rows import Row
from models.log_writer import Entering

router = APIRouter(prefix="/v1/decisions/local", tags=["decisions"], route_class=GuardedRoute)


@router.post(
    "",
    summary="Upload decisions made from a bundle",
    responses=answers(examples.KEPT, *AUTHORISED, *WITH_BODY, "forbidden"),
)
def write_local_decisions(
    body: Annotated[LocalDecisions, Body(openapi_examples=shown(one=examples.LOCAL_DECISIONS))],
    caller: CanCheck,
    context: Context,
) -> LocalDecisionsKept:
    """Each is marked as local, with whether what is stored comes to the same. Sent again it changes nothing."""
    refuse_others(caller)
    try:
        try:
            return LocalDecisionsKept(kept=_keep(context, caller, body.items))
        except IntegrityError:
            # another try of the same was under way
            return LocalDecisionsKept(kept=_keep(context, caller, body.items))
    except (SQLAlchemyError, OSError) as error:
        log_failure(error, None)
        message, zh = "The decisions could not be recorded; try again.", "离线查询未能记录，请重试。"
        raise ProblemError("unavailable", message, zh=zh, headers={"Retry-After": "1"}) from None


def _keep(context: AppContext, caller: Caller, items: list[LocalDecision]) -> int:
    with context.database.log_read() as log:
        new = not_yet_kept(log, items)
    if not new:
        return 0
    with context.database.read() as session:
        keeping = Keeping(session, caller, context.keys, context.book, context.now())
        rows = [Row.of(local_decision(keeping, item)) for item in new]
    context.log.enter(Entering(rows, keeping.now))
    return len(rows)
