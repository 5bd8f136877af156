"""Measures that nobody applies for a time: decided at once, by themselves."""

from typing import Annotated

from fastapi import APIRouter, Body, Path
from sqlmodel import Session

from api import ruleset_examples as examples
from api.auth import CanDecideRulesets, CanReadRulesets
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from huixin.types.ruleset import NewSuspension, SuspensionList, SuspensionView
from models.caller import Caller
from models.rulesets.drafting import RuleWork
from models.rulesets.suspending import lift, list_suspensions, suspend
from models.rulesets.tables import MeasureSuspension
from models.rulesets.views import suspension_view

router = APIRouter(prefix="/v1/suspensions", tags=["rulesets"], route_class=GuardedRoute)

SuspensionId = Annotated[str, Path(pattern="^sus_[0-9a-f]{32}$", examples=[examples.SUSPENSION.id])]


@router.get("", summary="Read the suspensions of measures", responses=answers(examples.SUSPENSIONS, *AUTHORISED))
def read_suspensions(_: CanReadRulesets, context: Context) -> SuspensionList:
    """Those lifted too, the latest first."""
    with context.database.read() as session:
        return SuspensionList(items=[_view(row, context) for row in list_suspensions(session)])


@router.post(
    "",
    status_code=201,
    summary="Suspend a measure",
    responses=answers(examples.SUSPENSION, *AUTHORISED, *WITH_BODY, "conflict", "forbidden", status=201),
)
def write_suspension(
    body: Annotated[NewSuspension, Body(openapi_examples=shown(a_court_has_doubts=examples.NEW_SUSPENSION))],
    caller: CanDecideRulesets,
    context: Context,
) -> SuspensionView:
    """At once: no answer carries it from here on, and on other replicas within a second."""
    with context.database.write() as session:
        row = suspend(_work(session, caller, context), body)
    context.book.refresh()
    return _view(row, context)


@router.delete(
    "/{suspension_id}",
    summary="Lift a suspension",
    responses=answers(examples.LIFTED, *AUTHORISED, "not_found", "conflict", "forbidden", "invalid_content"),
)
def delete_suspension(suspension_id: SuspensionId, caller: CanDecideRulesets, context: Context) -> SuspensionView:
    """The rules count again from here on."""
    with context.database.write() as session:
        row = lift(_work(session, caller, context), suspension_id)
    context.book.refresh()
    return _view(row, context)


def _work(session: Session, caller: Caller, context: AppContext) -> RuleWork:
    return RuleWork(session, caller, context.book, context.now())


def _view(row: MeasureSuspension, context: AppContext) -> SuspensionView:
    return suspension_view(context.ruleset.catalogue, row)
