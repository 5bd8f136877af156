"""A version of the rules beside the live one, for a time: what it would have said otherwise is counted."""

from typing import Annotated

from fastapi import APIRouter, Body

from api import impact_examples as examples
from api.auth import CanWriteRulesets
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.routers.rulesets import RulesetId
from huixin.types.shadow import NewShadow, ShadowList, ShadowView
from models.rulesets.drafting import RuleWork, find_own, rules_of
from models.rulesets.shadow.running import begin, seen_runs, shadow_view, stop

router = APIRouter(prefix="/v1/rulesets", tags=["rulesets"], route_class=GuardedRoute)

ONE = (*AUTHORISED, "not_found", "forbidden", "invalid_content")


@router.post(
    "/{ruleset_id}/shadow",
    status_code=201,
    summary="Run a rule set beside the live one",
    responses=answers(examples.SHADOW, *ONE, *WITH_BODY, "conflict", status=201),
)
def write_shadow(
    ruleset_id: RulesetId,
    body: Annotated[NewShadow, Body(openapi_examples=shown(for_two_weeks=examples.NEW_SHADOW))],
    caller: CanWriteRulesets,
    context: Context,
) -> ShadowView:
    """As it stands now, until an instant. No check waits for it, and no member hears of it."""
    now = context.now()
    with context.database.read() as session:
        version = find_own(RuleWork(session, caller, context.book, now), ruleset_id)
        ruleset = rules_of(session, context.book, version)
    with context.database.write() as session:
        work = RuleWork(session, caller, context.book, now)
        return shadow_view(session, begin(work, ruleset_id, ruleset, body.until), now)


@router.get(
    "/{ruleset_id}/shadow",
    summary="Read the runs of a rule set beside the live one",
    responses=answers(examples.SHADOWS, *ONE),
)
def read_shadows(ruleset_id: RulesetId, caller: CanWriteRulesets, context: Context) -> ShadowList:
    """The newest first, each with its differences by outcome and by rule."""
    with context.database.read() as session:
        work = RuleWork(session, caller, context.book, context.now())
        return ShadowList(items=seen_runs(work, ruleset_id))


@router.delete(
    "/{ruleset_id}/shadow",
    summary="Stop running a rule set beside the live one",
    responses=answers(examples.STOPPED, *ONE, "conflict"),
)
def stop_shadow(ruleset_id: RulesetId, caller: CanWriteRulesets, context: Context) -> ShadowView:
    """Before its end. What was decided until now still counts."""
    now = context.now()
    with context.database.write() as session:
        return shadow_view(session, stop(RuleWork(session, caller, context.book, now), ruleset_id), now)
