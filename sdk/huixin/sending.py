"""How what is asked becomes a request: its path, its body and its fields."""

from collections.abc import Iterator
from typing import IO, Any, TypeAlias, TypeVar
from urllib.parse import quote
from uuid import uuid4

from pydantic import BaseModel, ValidationError

from huixin.errors import BadArgument
from huixin.flows import Flow, Send, json_text

T = TypeVar("T")
Model = TypeVar("Model", bound=BaseModel)
Many: TypeAlias = Iterator[Flow[list[T]]]
"""Flows to run one after the other; each gives the next items."""
NamedFile: TypeAlias = tuple[str, IO[bytes]]

LONGEST_KEY = 128
"""Characters of an idempotency key that the service takes."""


def posted(
    path: str,
    body: BaseModel | bytes,
    *,
    key: str | None = None,
    repeatable: bool = True,
    timeout: float | None = None,
) -> Send:
    """The key is made before the first try, so that all tries share it."""
    if key is not None and not (key.isascii() and key.isprintable() and 0 < len(key) <= LONGEST_KEY):
        raise BadArgument(f"An idempotency key is 1 to {LONGEST_KEY} printable ASCII characters.")
    content = body if isinstance(body, bytes) else json_of(body)
    headers = {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex if key is None else key}
    return Send("POST", path, content=content, headers=headers, timeout=timeout, repeatable=repeatable)


def json_of(body: BaseModel) -> bytes:
    return json_text(body.model_dump(mode="json", by_alias=True, exclude_none=True)).encode()


def segment(text: str) -> str:
    """One part of a path; nothing in it may lead to another path, and no resident ID stands in an address."""
    from huixin.core.resident_ids import looks_like_resident_id  # its table of divisions is loaded where it is needed

    if not text or text in (".", ".."):
        raise BadArgument(f"{text!r} is not an id or a code.")
    if looks_like_resident_id(text):
        raise BadArgument("A resident ID never stands in an address, which is logged: ask with check(resident_id=…).")
    return quote(text, safe="", errors="replace")


def given(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def model(kind: type[Model], fields: dict[str, Any]) -> Model:
    """The fields as a wire type, or BadArgument. The message names fields, never values: one may be a resident ID."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
    raise BadArgument("; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults))
