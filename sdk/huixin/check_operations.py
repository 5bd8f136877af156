"""Checks, one and many: each operation once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias, TypedDict

from huixin.config import BATCH_TIMEOUT
from huixin.core.vocabulary import MemberKind, Role, SubjectKind
from huixin.errors import PROBLEM_PREFIX, BadArgument, TooLarge, UnexpectedAnswer
from huixin.flows import Flow, Session, ask, json_text
from huixin.sending import Many, given, model, posted
from huixin.types.answer import Answer
from huixin.types.batch import BatchAnswer, BatchItem
from huixin.types.problem import Problem
from huixin.types.question import Authorisation, CampaignQuery, CheckRequest, SubjectQuery

Checkable: TypeAlias = str | SubjectQuery | CheckRequest

BATCH_ITEMS = 250
"""Checks in one request. The service takes 1,000; fewer keep answers coming and make another try cheap."""
BATCH_BYTES = 1_000_000
"""Of the 1 MiB that a body may have; the rest is for the brackets around the items."""


_UNSTORABLE = re.compile(r"(?<!\\)(?:\\\\)*\\u0000|[\ud800-\udfff]")
_BROKEN_TEXT = Problem(
    type=PROBLEM_PREFIX + "invalid_content",
    title="The text has a NUL or half of a surrogate pair; take it again from the document.",
    status=422,
)
"""Told here, because the service would refuse the whole batch for text that cannot be stored."""


class Circumstances(TypedDict, total=False):
    """What a check may say besides the merchant and the scene. `on` and `as_known_on` are days of Asia/Shanghai."""

    campaign: str | CampaignQuery | None
    on: date | None
    as_known_on: date | None
    as_: MemberKind | str | None
    purpose: str | None
    operator: str | None
    authorisation: Authorisation | None
    reference: str | None


class CheckOptions(Circumstances, total=False):
    """The same, and what is known of the merchant besides its 统一社会信用代码."""

    name: str | None
    kind: SubjectKind | str | None
    role: Role | str | None
    registration_number: str | None
    organisation_code: str | None
    resident_id: str | None


_OF_THE_SUBJECT = CheckOptions.__annotations__.keys() - Circumstances.__annotations__.keys()


def check(
    session: Session, code: str | None, scene: str, options: CheckOptions, idempotency_key: str | None
) -> Flow[Answer]:
    return check_request(session, request_of(code, scene, options), idempotency_key)


def check_request(session: Session, request: CheckRequest, idempotency_key: str | None = None) -> Flow[Answer]:
    return ask(session, posted("/v1/check", request, key=idempotency_key), Answer)


def request_of(item: Checkable | None, scene: str | None, options: Mapping[str, Any]) -> CheckRequest:
    """What a check of one merchant asks."""
    if isinstance(item, CheckRequest):
        return item
    if scene is None:
        raise BadArgument("Pass scene= to check_many, or give each item as a CheckRequest with its own scene.")
    about = {key: value for key, value in options.items() if key in _OF_THE_SUBJECT}
    around = {key: value for key, value in options.items() if key not in _OF_THE_SUBJECT}
    named = item.model_dump(exclude_none=True) if isinstance(item, SubjectQuery) else {"uscc": item}
    return _request(named | about, scene, around)


def check_many(
    session: Session, wanted: Iterable[Checkable], scene: str | None, around: Circumstances
) -> Many[BatchItem]:
    """Chunk by chunk; each item is answered or refused on its own, in the order given."""
    template = (
        _request({}, scene, dict(around)).model_dump(mode="json", by_alias=True, exclude_none=True) if scene else {}
    )
    first = 0
    for chunk in _chunks(_encoded(item, template) for item in wanted):
        yield _check_chunk(session, chunk, first)
        first += len(chunk)


def _check_chunk(session: Session, items: list[bytes | Problem], first: int) -> Flow[list[BatchItem]]:
    asked = [item for item in items if isinstance(item, bytes)]
    answered = iter(enumerate((yield from _batch(session, asked)) if asked else []))
    return [
        _placed(*next(answered), place) if isinstance(item, bytes) else BatchItem(problem=item)
        for place, item in enumerate(items, first)
    ]


def _placed(sent_as: int, item: BatchItem, place: int) -> BatchItem:
    """With pointers that count as the caller does, who knows nothing of batches."""
    if item.problem is None or sent_as == place:
        return item
    before, after = f"/items/{sent_as}/", f"/items/{place}/"
    errors = [
        error.model_copy(update={"pointer": after + error.pointer.removeprefix(before)})
        if error.pointer.startswith(before)
        else error
        for error in item.problem.errors
    ]
    return item.model_copy(update={"problem": item.problem.model_copy(update={"errors": errors})})


def _batch(session: Session, items: list[bytes]) -> Flow[list[BatchItem]]:
    request = posted("/v1/check/batch", b'{"items":[' + b",".join(items) + b"]}", timeout=BATCH_TIMEOUT)
    try:
        batch = yield from ask(session, request, BatchAnswer)
    except TooLarge as error:
        if len(items) > 1:
            raise
        return [BatchItem(problem=error.problem)]
    if len(batch.items) != len(items):
        raise UnexpectedAnswer(f"The service answered {len(batch.items)} of {len(items)} checks.")
    return batch.items


def _chunks(items: Iterable[bytes | Problem]) -> Iterator[list[bytes | Problem]]:
    chunk: list[bytes | Problem] = []
    size = 0
    for item in items:
        more = len(item) + 1 if isinstance(item, bytes) else 0
        if chunk and (len(chunk) == BATCH_ITEMS or size + more > BATCH_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += more
    if chunk:
        yield chunk


def _encoded(item: Checkable, template: dict[str, Any]) -> bytes | Problem:
    """One item of a batch. A code is passed on as it is: the service refuses it by name, and the others go on."""
    text = json_text(_fields(item, template))
    return _BROKEN_TEXT if _UNSTORABLE.search(text) else text.encode()


def _fields(item: Checkable, template: dict[str, Any]) -> dict[str, Any]:
    if isinstance(item, CheckRequest):
        return item.model_dump(mode="json", by_alias=True, exclude_none=True)
    if not template:
        raise BadArgument("Pass scene= to check_many, or give each item as a CheckRequest with its own scene.")
    if isinstance(item, SubjectQuery):
        return {**template, "subject": item.model_dump(mode="json", exclude_none=True)}
    if isinstance(item, str):
        return {**template, "subject": {"uscc": item}}
    raise BadArgument(f"check_many takes codes, SubjectQuery and CheckRequest, not {type(item).__name__}.")


def _request(subject: dict[str, Any], scene: str, around: dict[str, Any]) -> CheckRequest:
    """Checked here only for shape; whether scene, campaign and codes exist is for the service to say."""
    if isinstance(campaign := around.get("campaign"), str):
        around = {**around, "campaign": {"kind": campaign}}
    return model(CheckRequest, {"subject": given(subject), "scene": scene, **given(around)})
