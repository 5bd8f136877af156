"""Prompts: what a member is asked to consider about a merchant under joint punishment, and what it decided."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from api import punishment_examples as examples
from api.auth import CanAnswerPrompts, CanReadPrompts
from api.context import AppContext, Context
from api.cursors import cursor_of, punishment_position_of
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import Code, Id
from api.reading import record_shown
from huixin.types.prompt import PromptActionRequest, PromptDetail, PromptPage, PromptState
from models.caller import Caller
from models.punishments.prompts import act_on_prompt, find_prompt
from models.punishments.views import Filter, prompt_detail, prompt_page
from models.punishments.work import Work

router = APIRouter(prefix="/v1/prompts", tags=["prompts"], route_class=GuardedRoute)

PromptId = Annotated[str, Path(pattern="^pmt_[0-9a-f]{32}$", examples=[examples.PROMPT.id])]


class PromptQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    state: PromptState | None = Field(default=None, description="Only prompts in this state")
    measure: Code | None = Field(default=None, description="Only prompts for this measure")
    subject_id: Id | None = Field(default=None, description="Only prompts about this merchant")
    member_id: Id | None = Field(default=None, description="For the centre: only this member's")
    limit: int = Field(default=100, ge=1, le=500, description="Prompts on a page")
    cursor: str | None = Field(
        default=None, max_length=2000, pattern="^[A-Za-z0-9_-]+$", description="`next` of the page before"
    )


@router.get("", summary="Page through prompts", responses=answers(examples.PROMPT_PAGE, *AUTHORISED, "invalid_content"))
def read_prompts(query: Annotated[PromptQuery, Query()], caller: CanReadPrompts, context: Context) -> PromptPage:
    """A member's own, in the order in which they were opened; the centre's are those of all."""
    wanted = Filter(query.state, query.measure, query.subject_id, member_id=query.member_id)
    question = f"prompts:{caller.member_id}:{wanted}"
    after = None if query.cursor is None else punishment_position_of(context.keys, query.cursor, question)
    with context.database.read() as session:
        items, end = prompt_page(_work(session, caller, context), wanted, after=after, limit=query.limit)
    record_shown(context, caller, (item.about.listing_id for item in items if item.about is not None))
    return PromptPage(items=items, next=None if end is None else cursor_of(context.keys, end, question))


@router.get(
    "/{prompt_id}",
    summary="Read a prompt with its history",
    responses=answers(examples.PROMPT, *AUTHORISED, "not_found", "invalid_content"),
)
def read_prompt(prompt_id: PromptId, caller: CanReadPrompts, context: Context) -> PromptDetail:
    """Once its record has ended, a member keeps the measure and its own answers; `withheld` says so."""
    with context.database.read() as session:
        work = _work(session, caller, context)
        prompt = prompt_detail(work, find_prompt(work, prompt_id))
    return _shown(prompt, caller, context)


@router.post(
    "/{prompt_id}/actions",
    summary="Say what one decided on a prompt",
    responses=answers(examples.PROMPT, *AUTHORISED, *WITH_BODY, "forbidden", "not_found", "conflict"),
)
def write_prompt_action(
    prompt_id: PromptId,
    body: Annotated[PromptActionRequest, Body(openapi_examples=shown(**examples.PROMPT_ACTIONS))],
    caller: CanAnswerPrompts,
    context: Context,
) -> PromptDetail:
    """The member decides by itself. What it applies needs a clause of its own, unless a statute covers it."""
    with context.database.write() as session:
        work = _work(session, caller, context)
        prompt = prompt_detail(work, act_on_prompt(work, prompt_id, body.root))
    return _shown(prompt, caller, context)


def _shown(prompt: PromptDetail, caller: Caller, context: AppContext) -> PromptDetail:
    if prompt.about is not None:
        record_shown(context, caller, [prompt.about.listing_id])
    return prompt


def _work(session: Session, caller: Caller, context: AppContext) -> Work:
    return Work(session, caller, context.ruleset.catalogue, context.now())
