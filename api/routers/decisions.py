"""Decisions: what was answered, less what may no longer be shown, and what people judged on them."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query

from api import examples
from api.auth import CanReadDecisions, CanReviewDecisions
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.reading import record_shown
from huixin.types import DecisionView, Judgement, ReviewRequest
from models.checks import judge, recall
from models.checks.recall import READS_ALL
from models.checks.rederive import rederive
from models.decision_log import find_decision

router = APIRouter(prefix="/v1/decisions", tags=["decisions"], route_class=GuardedRoute)

DecisionId = Annotated[str, Path(pattern="^dec_[0-9a-f]{32}$", examples=[examples.DECISION])]


@router.get(
    "/{decision_id}",
    summary="Read a decision",
    responses=answers(examples.DECISION_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def read_decision(
    decision_id: DecisionId,
    caller: CanReadDecisions,
    context: Context,
    again: Annotated[bool, Query(alias="rederive", description="Derive it again, and say whether it agrees.")] = False,
) -> DecisionView:
    """Members see their own decisions, the centre and auditors all. Records that have ended since are withheld, and
    what they withhold is derived again for the centre and auditors only."""
    member_id = None if caller.kind in READS_ALL else caller.member_id
    with context.database.log_read() as log, context.database.read() as session:
        decision = find_decision(log, decision_id, member_id)
        view = recall(session, decision, caller, context.ruleset.catalogue, context.today())
        if again and (caller.kind in READS_ALL or not any(record.withheld for record in view.answer.records)):
            view = view.model_copy(update={"rederived": rederive(session, decision, context.book)})
    record_shown(context, caller, (record.id for record in view.answer.records if record.withheld is None))
    return view


@router.post(
    "/{decision_id}/review",
    status_code=201,
    summary="Record a person's judgement",
    responses=answers(examples.JUDGEMENT, *AUTHORISED, *WITH_BODY, "not_found", "not_a_candidate", status=201),
)
def review_decision(
    decision_id: DecisionId,
    body: Annotated[ReviewRequest, Body(openapi_examples=shown(the_same=examples.REVIEW))],
    caller: CanReviewDecisions,
    context: Context,
) -> Judgement:
    """Is the candidate the merchant asked for? It decides this member's later checks until the record changes."""
    with context.database.log_read() as log, context.database.write() as session:
        decision = find_decision(log, decision_id, caller.member_id)
        return judge(session, decision, caller, body, context.now())
