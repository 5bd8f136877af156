"""The main job a thousand times: each check of a batch stands for itself, whatever becomes of the others."""

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from api import examples
from api.admission import admit
from api.answering import Asking, IdempotencyKey, answer_many, log_head
from api.auth import CanCheck
from api.context import Context
from api.limits import BatchRoute
from api.openapi import AUTHORISED, METERED, WITH_BODY, answers
from api.openapi import examples as shown
from huixin.types.batch import BatchAnswer
from huixin.types.question import BatchRequest

router = APIRouter(prefix="/v1/check/batch", tags=["checks"], route_class=BatchRoute)


@router.post(
    "",
    summary="Check up to 1,000 merchants",
    responses=answers(examples.BATCH_ANSWER, *AUTHORISED, *WITH_BODY, *METERED, "idempotency_key_reused"),
)
def check_many(
    body: Annotated[BatchRequest, Body(openapi_examples=shown(two_items_one_wrong=examples.BATCH))],
    caller: CanCheck,
    context: Context,
    request: Request,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> BatchAnswer:
    """Each item of `items` is a check. It is answered or refused by itself, at its place in the answer."""
    admit(context, caller, len(body.items), response)
    items = answer_many(Asking.of(context, caller, idempotency_key, body), body.items, request)
    response.headers.update(log_head(context))
    return BatchAnswer(items=items)
