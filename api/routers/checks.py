"""The main job: what is this merchant's standing, and what must or may I do about it?"""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from api import examples
from api.admission import admit
from api.answering import Asking, IdempotencyKey, answer_one, log_head
from api.auth import CanCheck
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, METERED, WITH_BODY, answers
from api.openapi import examples as shown
from huixin.types.answer import Answer
from huixin.types.question import CheckRequest

router = APIRouter(prefix="/v1/check", tags=["checks"], route_class=GuardedRoute)

_BODIES = shown(by_code=examples.CHECK, by_name=examples.CHECK_BY_NAME)


@router.post(
    "",
    summary="Check one merchant",
    responses=answers(
        examples.ANSWER,
        *AUTHORISED,
        *WITH_BODY,
        *METERED,
        "as_not_allowed",
        "history_scope_needed",
        "idempotency_key_reused",
    ),
)
def check_one(
    body: Annotated[CheckRequest, Body(openapi_examples=_BODIES)],
    caller: CanCheck,
    context: Context,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> Answer:
    """The decision is recorded before the answer is sent; `GET /v1/decisions/{id}` shows it again."""
    admit(context, caller, 1, response)
    answer = answer_one(Asking.of(context, caller, idempotency_key, body), body)
    response.headers.update(log_head(context))
    return answer
