"""What the rules rest on, as of any day: measures, instruments, dated values."""

from datetime import date
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api import ruleset_examples as examples
from api.auth import CanReadRulesets
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from huixin.types.ruleset import InstrumentList, MeasureList, ParameterList
from huixin.types.vocabulary import Vocabulary
from rules.listing import instruments_on, measures_on, parameters_on, vocabulary_on
from rules.ruleset import RuleSet
from rules.schema import document_schema

router = APIRouter(tags=["rulesets"], route_class=GuardedRoute)

On = Annotated[date | None, Query(description="The day; by default today.", examples=["2026-11-11"])]


@router.get(
    "/v1/measures",
    summary="Read the measures",
    responses=answers(examples.MEASURES, *AUTHORISED, "invalid_content"),
)
def read_measures(_: CanReadRulesets, context: Context, on: On = None) -> MeasureList:
    """By the rules of that day, with who may apply them."""
    day, ruleset = _rules(context, on)
    return MeasureList(on=day, ruleset=ruleset.digest, items=list(measures_on(ruleset.catalogue, day)))


@router.get(
    "/v1/instruments",
    summary="Read the instruments",
    responses=answers(examples.INSTRUMENTS, *AUTHORISED, "invalid_content"),
)
def read_instruments(_: CanReadRulesets, context: Context, on: On = None) -> InstrumentList:
    """Laws, regulations and documents on which the rules rest; whether they are in force on that day."""
    day, ruleset = _rules(context, on)
    return InstrumentList(on=day, ruleset=ruleset.digest, items=list(instruments_on(ruleset.catalogue, day)))


@router.get(
    "/v1/parameters",
    summary="Read the dated values",
    responses=answers(examples.PARAMETERS, *AUTHORISED, "invalid_content"),
)
def read_parameters(_: CanReadRulesets, context: Context, on: On = None) -> ParameterList:
    """Each with the value that it has on that day, and where that comes from."""
    day, ruleset = _rules(context, on)
    return ParameterList(on=day, ruleset=ruleset.digest, items=list(parameters_on(ruleset.catalogue, day)))


@router.get(
    "/v1/rulesets/schema",
    summary="Read the JSON Schema of rule documents",
    responses=answers({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "array"}, *AUTHORISED),
)
def read_schema(_: CanReadRulesets) -> dict[str, Any]:
    """Of every file of a pack but its tests: what editors complete and mark by."""
    return _schema()


@cache
def _schema() -> dict[str, Any]:
    return document_schema()


@router.get(
    "/v1/vocabulary",
    summary="Read the words of the rules",
    responses=answers(examples.VOCABULARY, *AUTHORISED, "invalid_content"),
)
def read_vocabulary(_: CanReadRulesets, context: Context, on: On = None) -> Vocabulary:
    """Scenes, campaigns, purposes, problem types, measures, departments, units, kinds of signals, standards and rules,
    each by the rules of that day."""
    day, ruleset = _rules(context, on)
    return vocabulary_on(ruleset.catalogue, day, ruleset.digest)


def _rules(context: AppContext, on: date | None) -> tuple[date, RuleSet]:
    day = context.today() if on is None else on
    return day, context.book.on(day, context.now())
