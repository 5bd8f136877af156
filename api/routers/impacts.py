"""What a version of the rules would change, before anybody publishes it. The centre asks; nothing is written."""

from datetime import datetime
from pathlib import Path as FilePath
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from api import impact_examples as examples
from api.auth import CanWriteRulesets
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, Responses, answers, refusals
from api.routers.attachments import SAFE
from api.routers.rulesets import RulesetId
from huixin.types.base import Day
from huixin.types.impact import RulesetImpact
from models.caller import Caller
from models.rulesets.drafting import RuleWork
from models.rulesets.impact.report import Draft, draft_of, impact_of, write_impact
from models.rulesets.impact.sheet import Form

router = APIRouter(prefix="/v1/rulesets", tags=["rulesets"], route_class=GuardedRoute)

ONE = (*AUTHORISED, "not_found", "forbidden", "invalid_content")
_TURN = Lock()
"""One at a time: it takes every core there is."""


class ImpactDay(BaseModel):
    model_config = ConfigDict(extra="forbid")
    on: Day | None = Field(default=None, description="As asked on that day, by default today", examples=["2026-11-11"])


class ImpactQuery(ImpactDay):
    days: int = Field(default=30, ge=0, le=366, description="How far back decisions are judged again")


_MEDIA: dict[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FILE = {"schema": {"type": "string", "format": "binary"}}
_TABLES: Responses = {200: {"content": dict.fromkeys(_MEDIA.values(), _FILE)}}


class MerchantsQuery(ImpactDay):
    format: Form = Field(default="csv", description="Form of the file")


@router.get(
    "/{ruleset_id}/impact",
    summary="Read what a rule set would change",
    responses=answers(examples.IMPACT, *ONE),
)
def read_impact(
    ruleset_id: RulesetId, query: Annotated[ImpactQuery, Query()], caller: CanWriteRulesets, context: Context
) -> RulesetImpact:
    """Against the one in force on the day: over all classes, over everyone listed, over past decisions."""
    draft = _draft(context, caller, ruleset_id, query)
    with _TURN:
        return impact_of(context.database, draft, query.days)


@router.get(
    "/{ruleset_id}/impact/merchants",
    summary="Download the merchants whom a rule set would touch",
    response_class=FileResponse,
    responses={**_TABLES, **refusals(*ONE)},
)
def read_impact_merchants(
    ruleset_id: RulesetId, query: Annotated[MerchantsQuery, Query()], caller: CanWriteRulesets, context: Context
) -> FileResponse:
    """All of them, as CSV or XLSX: a line for each merchant, scene and group of members that hear the same."""
    draft = _draft(context, caller, ruleset_id, query)
    with NamedTemporaryFile(suffix=f".{query.format}", delete=False) as file:
        path = FilePath(file.name)
    try:
        with _TURN:
            write_impact(context.database, draft, path, query.format)
    except BaseException:
        path.unlink()
        raise
    return FileResponse(
        path,
        media_type=_MEDIA[query.format],
        filename=f"impact.{query.format}",
        headers=SAFE,
        background=BackgroundTask(path.unlink),
    )


def _draft(context: AppContext, caller: Caller, ruleset_id: str, query: ImpactDay) -> Draft:
    now: datetime = context.now()
    with context.database.read() as session:
        return draft_of(RuleWork(session, caller, context.book, now), ruleset_id, query.on)
