"""What the rules in force are about to lose, and what in them nobody has checked: for who keeps and audits them."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api import ahead_examples as examples
from api.auth import CanReadRulesets
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from huixin.types.horizon import Horizon, Register
from models.rulesets.drafting import documents_of, keepers_only
from models.rulesets.views import registered_view
from models.rulesets.warning import ending_view
from rules.entries import Catalogue
from rules.horizon import MARKS, horizon
from rules.unverified import register
from rules.written import read_packs

router = APIRouter(prefix="/v1/rulesets", tags=["rulesets"], route_class=GuardedRoute)

On = Annotated[date | None, Query(description="As of a day; by default today.", examples=["2026-11-11"])]
Days = Annotated[int, Query(ge=0, le=36_500, description="How far to look.")]
Everything = Annotated[bool, Query(alias="all", description="Also what is verified.")]


@router.get(
    "/horizon",
    summary="Read what ends soon",
    responses=answers(examples.HORIZON, *AUTHORISED, "forbidden", "invalid_content"),
)
def read_horizon(caller: CanReadRulesets, context: Context, days: Days = MARKS[0], on: On = None) -> Horizon:
    """Which rules then fall silent, and which measures rest on nothing; for the centre and auditors. The centre's
    webhooks hear of it by themselves, 90, 30 and 7 days before."""
    keepers_only(caller)
    day = context.today() if on is None else on
    ruleset = context.book.on(day, context.now())
    items = [ending_view(one) for one in horizon(ruleset.catalogue, day, days)]
    return Horizon(on=day, days=days, ruleset=ruleset.digest, items=items)


@router.get(
    "/unverified",
    summary="Read what nobody has checked",
    responses=answers(examples.REGISTER, *AUTHORISED, "forbidden", "invalid_content"),
)
def read_unverified(caller: CanReadRulesets, context: Context, everything: Everything = False) -> Register:
    """The register of the rules in force; with `all` also who confirmed the rest, when, from which text. For the
    centre and auditors."""
    keepers_only(caller)
    found = register(_written(context))
    shown = [registered_view(one) for one in found if everything or not one.verified]
    open_ones = sum(not one.verified for one in found)
    return Register(ruleset=context.ruleset.digest, statements=len(found), unverified=open_ones, items=shown)


def _written(context: AppContext) -> Catalogue:
    """From the documents in force, which name the places; before anything was published, from the entries alone."""
    row = context.book.timeline().at(context.now())
    if row is None:
        return context.ruleset.catalogue
    with context.database.read() as session:
        documents = documents_of(session, row.ruleset_id)
    return read_packs(documents)
