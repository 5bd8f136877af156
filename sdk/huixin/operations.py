"""What the service can be asked, each operation once: a flow for one answer, an iterator of flows for many."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import IO, Any, Literal, TypeAlias, TypedDict, TypeVar
from urllib.parse import quote
from uuid import uuid4

from pydantic import BaseModel, ValidationError

from huixin.config import BATCH_TIMEOUT, UPLOAD_TIMEOUT
from huixin.core.vocabulary import MemberKind, Role, SubjectKind
from huixin.errors import PROBLEM_PREFIX, BadArgument, TooLarge, UnexpectedAnswer
from huixin.flows import Flow, Send, Session, ask, ask_content, json_text
from huixin.types import (
    Answer,
    Authorisation,
    BatchAnswer,
    BatchItem,
    CampaignQuery,
    Change,
    ChangePage,
    CheckRequest,
    ClauseHistory,
    ClauseList,
    ClauseRequest,
    ClauseVersion,
    ClauseView,
    DecisionView,
    DeliveryPage,
    DeliveryView,
    ImportReport,
    Judgement,
    ListingPage,
    ListingView,
    ListView,
    LocalDecisions,
    LocalDecisionsKept,
    Me,
    NewWebhook,
    Problem,
    Receipt,
    Replay,
    ReviewRequest,
    SubjectQuery,
    SubjectView,
    WebhookList,
    WebhookRequest,
    WebhookSecret,
    WebhookView,
)

T = TypeVar("T")
Model = TypeVar("Model", bound=BaseModel)
Many: TypeAlias = Iterator[Flow[list[T]]]
"""Flows to run one after the other; each gives the next items."""
NamedFile: TypeAlias = tuple[str, IO[bytes]]
Checkable: TypeAlias = str | SubjectQuery | CheckRequest

ImportMode: TypeAlias = Literal["increment", "full"]
DeliveryState: TypeAlias = Literal["pending", "delivered", "dead", "dropped"]

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
    return ask(session, _post("/v1/check", request, key=idempotency_key), Answer)


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
    request = _post("/v1/check/batch", b'{"items":[' + b",".join(items) + b"]}", timeout=BATCH_TIMEOUT)
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
    return _model(CheckRequest, {"subject": _present(subject), "scene": scene, **_present(around)})


def decision(session: Session, decision_id: str, rederive: bool) -> Flow[DecisionView]:
    params = {"rederive": "true"} if rederive else {}
    return ask(session, Send("GET", f"/v1/decisions/{_segment(decision_id)}", params=params), DecisionView)


def receipt(session: Session, decision_id: str) -> Flow[Receipt]:
    return ask(session, Send("GET", f"/v1/decisions/{_segment(decision_id)}/receipt"), Receipt)


def decision_document(session: Session, decision_id: str, form: Literal["html", "pdf"]) -> Flow[bytes]:
    path = f"/v1/decisions/{_segment(decision_id)}/document"
    return ask_content(session, Send("GET", path, params={"format": form}))


def upload_decisions(session: Session, decisions: LocalDecisions) -> Flow[LocalDecisionsKept]:
    return ask(session, _post("/v1/decisions/local", decisions), LocalDecisionsKept)


def review(session: Session, decision_id: str, judgement: dict[str, str]) -> Flow[Judgement]:
    request = _post(f"/v1/decisions/{_segment(decision_id)}/review", _model(ReviewRequest, judgement))
    return ask(session, request, Judgement)


def clause_versions(session: Session, clause_id: str) -> Flow[list[ClauseVersion]]:
    found = yield from ask(session, Send("GET", f"/v1/clauses/{_segment(clause_id)}"), ClauseHistory)
    return found.items


def end_clause(session: Session, clause_id: str) -> Flow[ClauseView]:
    return ask(session, Send("DELETE", f"/v1/clauses/{_segment(clause_id)}", repeatable=False), ClauseView)


def subject(session: Session, uscc: str) -> Flow[SubjectView]:
    return ask(session, Send("GET", f"/v1/subjects/{_segment(uscc)}"), SubjectView)


def me(session: Session) -> Flow[Me]:
    return ask(session, Send("GET", "/v1/me"), Me)


def lists(session: Session) -> Flow[list[ListView]]:
    return ask(session, Send("GET", "/v1/lists"), list[ListView])


def listings(session: Session, filters: dict[str, str | int | None]) -> Many[ListingView]:
    """Page after page; a flow is made when the one before has told the cursor."""
    params = {key: str(value) for key, value in _present(filters).items()}
    yield _listings_page(session, params)
    while "cursor" in params:
        yield _listings_page(session, params)


def _listings_page(session: Session, params: dict[str, str]) -> Flow[list[ListingView]]:
    asked = params.pop("cursor", None)
    page = yield from ask(
        session, Send("GET", "/v1/listings", params={**params, **_present({"cursor": asked})}), ListingPage
    )
    if page.next is not None:
        if page.next == asked:
            raise UnexpectedAnswer(f"The service gave the same page cursor twice: {asked}.")
        params["cursor"] = page.next
    return page.items


def changes(session: Session, after: int, limit: int | None) -> Many[Change]:
    """Page after page, until there is no more for now."""
    position: int | None = after
    while position is not None:
        reached: list[int | None] = []
        yield _changes_step(session, position, limit, reached)
        position = reached[0] if reached else None


def _changes_step(session: Session, after: int, limit: int | None, reached: list[int | None]) -> Flow[list[Change]]:
    page = yield from change_page(session, after, limit)
    if page.more and page.next <= after:
        raise UnexpectedAnswer(f"The service gave the same place of the feed twice: {after}.")
    reached.append(page.next if page.more else None)
    return page.items


def change_page(session: Session, after: int, limit: int | None) -> Flow[ChangePage]:
    params = {key: str(value) for key, value in _present({"after": after, "limit": limit}).items()}
    return ask(session, Send("GET", "/v1/changes", params=params), ChangePage)


def webhooks(session: Session) -> Flow[list[WebhookView]]:
    listed = yield from ask(session, Send("GET", "/v1/webhooks"), WebhookList)
    return listed.items


def webhook(session: Session, webhook_id: str) -> Flow[WebhookView]:
    return ask(session, Send("GET", f"/v1/webhooks/{_segment(webhook_id)}"), WebhookView)


def add_webhook(session: Session, fields: dict[str, Any]) -> Flow[NewWebhook]:
    request = _model(WebhookRequest, _present(fields))
    return ask(session, _post("/v1/webhooks", request, repeatable=False), NewWebhook)


def disable_webhook(session: Session, webhook_id: str) -> Flow[WebhookView]:
    return ask(session, Send("DELETE", f"/v1/webhooks/{_segment(webhook_id)}"), WebhookView)


def rotate_webhook_secret(session: Session, webhook_id: str) -> Flow[WebhookSecret]:
    """Sent once: a second time would end the secret that is in use."""
    path = f"/v1/webhooks/{_segment(webhook_id)}/secret"
    return ask(session, Send("POST", path, repeatable=False), WebhookSecret)


def deliveries(session: Session, webhook_id: str, filters: dict[str, str | int | None]) -> Many[DeliveryView]:
    """Page after page; a flow is made when the one before has told where it ended."""
    path = f"/v1/webhooks/{_segment(webhook_id)}/deliveries"
    params = {key: str(value) for key, value in _present(filters).items()}
    yield _deliveries_page(session, path, params)
    while "before" in params:
        yield _deliveries_page(session, path, params)


def _deliveries_page(session: Session, path: str, params: dict[str, str]) -> Flow[list[DeliveryView]]:
    asked = params.pop("before", None)
    page = yield from ask(session, Send("GET", path, params={**params, **_present({"before": asked})}), DeliveryPage)
    if page.next is not None:
        if page.next == asked:
            raise UnexpectedAnswer(f"The service gave the same page twice: {asked}.")
        params["before"] = page.next
    return page.items


def replay(session: Session, webhook_id: str) -> Flow[int]:
    done = yield from ask(session, Send("POST", f"/v1/webhooks/{_segment(webhook_id)}/replay"), Replay)
    return done.replayed


def clauses(session: Session) -> Flow[list[ClauseView]]:
    listed = yield from ask(session, Send("GET", "/v1/clauses"), ClauseList)
    return listed.items


def add_clause(session: Session, clause: ClauseRequest) -> Flow[ClauseView]:
    return ask(session, _post("/v1/clauses", clause, repeatable=False), ClauseView)


def upload(
    session: Session, file: NamedFile, list_code: str, fields: dict[str, Any], mapping: Mapping[str, str] | None
) -> Flow[ImportReport]:
    """The same file twice changes nothing, so that a broken upload may be sent again."""
    return _send_file(session, "/v1/imports", file, {"list": list_code, **fields}, mapping)


def confirm_import(
    session: Session, import_id: str, file: NamedFile, mapping: Mapping[str, str] | None
) -> Flow[ImportReport]:
    return _send_file(session, f"/v1/imports/{_segment(import_id)}/confirm", file, {}, mapping)


def _send_file(
    session: Session, path: str, file: NamedFile, fields: dict[str, Any], mapping: Mapping[str, str] | None
) -> Flow[ImportReport]:
    present = _present({**fields, "mapping": None if mapping is None else json.dumps(dict(mapping))})
    data = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in present.items()}
    return ask(session, Send("POST", path, data=data, file=file, timeout=UPLOAD_TIMEOUT), ImportReport)


def import_report(session: Session, import_id: str) -> Flow[ImportReport]:
    return ask(session, Send("GET", f"/v1/imports/{_segment(import_id)}"), ImportReport)


def _post(
    path: str,
    body: BaseModel | bytes,
    *,
    key: str | None = None,
    repeatable: bool = True,
    timeout: float | None = None,
) -> Send:
    """The key is made before the first try, so that all tries share it."""
    if key is not None and not (key.isascii() and key.isprintable() and 0 < len(key) <= 255):
        raise BadArgument("An idempotency key is 1 to 255 printable ASCII characters.")
    content = body if isinstance(body, bytes) else _json_of(body)
    headers = {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex if key is None else key}
    return Send("POST", path, content=content, headers=headers, timeout=timeout, repeatable=repeatable)


def _json_of(body: BaseModel) -> bytes:
    return json_text(body.model_dump(mode="json", by_alias=True, exclude_none=True)).encode()


def _segment(text: str) -> str:
    """One part of a path; nothing in it may lead to another path."""
    if not text or text in (".", ".."):
        raise BadArgument(f"{text!r} is not an id or a code.")
    return quote(text, safe="", errors="replace")


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def _model(kind: type[Model], fields: dict[str, Any]) -> Model:
    """The fields as a wire type, or BadArgument. The message names fields, never values: one may be a resident ID."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
    raise BadArgument("; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults))
