"""What all wire types stand on: strict requests, tolerant answers, texts of bounded length, and days."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


def _saying_something(text: str) -> str:
    if not text.strip():
        raise ValueError("blanks alone say nothing")
    return text


_Said = (AfterValidator(_saying_something), Field(json_schema_extra={"pattern": r"\S"}))
Short = Annotated[str, StringConstraints(min_length=1, max_length=64), *_Said]
Line = Annotated[str, StringConstraints(min_length=1, max_length=256), *_Said]
Passage = Annotated[str, StringConstraints(min_length=1, max_length=2000), *_Said]
AsTyped = Annotated[str, StringConstraints(min_length=1, max_length=256)]
"""A code or a name as somebody typed it, blanks and all; what reads it says what is wrong with it."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_as_a_day(value: object) -> object:
    """A number is no day, though pydantic would take it for seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("a day is written YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_written_as_a_day)]
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(3000, 1, 1, tzinfo=UTC))]
"""When something was done, with its time zone; of a year that every database and every zone can hold."""


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Label(BaseModel):
    """The same in Chinese and English."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    zh: str
    en: str
