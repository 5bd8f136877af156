"""Decisions as they are put into the log: many at once, past the ORM, each already in the words of the database.

What all answers of one class have in common is written once (`Shared`); of each decision little is left to be written.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlmodel import Session

from huixin.core.leaves import ABOUT, KEPT, canonical, leaf_from, salted
from models.decisions import Decision

_OWN = ("id", "at", "body_hash", "request", "subject_key", "salt", "answer")
_JSON = frozenset({"authorisation", "listing_ids", "candidate_ids"})
SHARED = tuple(name for name in (*KEPT, *ABOUT) if name not in _OWN)
_OUTCOME, _SCENE = SHARED.index("outcome"), SHARED.index("scene")
_COLUMNS = ", ".join(f'"{name}"' for name in (*_OWN, "batch", "leaf", *SHARED))
_INSERT = f"INSERT INTO decision ({_COLUMNS}) VALUES ({', '.join('?' * (len(_OWN) + 2 + len(SHARED)))})"  # noqa: S608
_COPY = f"COPY decision ({_COLUMNS}) FROM STDIN"


@dataclass(frozen=True)
class Shared:
    """Of a decision all but what is its own: values of `SHARED`."""

    values: tuple[Any, ...]

    @cached_property
    def columns(self) -> tuple[Any, ...]:
        """As the database holds them."""
        return tuple(_stored(name, value) for name, value in zip(SHARED, self.values, strict=True))

    @property
    def outcome(self) -> str:
        return str(self.values[_OUTCOME])

    @property
    def scene(self) -> str:
        return str(self.values[_SCENE])

    @cached_property
    def kept(self) -> str:
        """The end of what a leaf keeps, after what is a decision's own."""
        return self._text(KEPT[4:])

    @cached_property
    def about(self) -> str:
        """The end of whom it is about, after the key of the subject."""
        return self._text(ABOUT[1:])

    def _text(self, names: Sequence[str]) -> str:
        return canonical([plain(self.values[SHARED.index(name)]) for name in names])[1:]


@dataclass(frozen=True, slots=True)
class Row:
    """One decision. `request`: canonical JSON. `answer`: the very text that is sent."""

    id: str
    at: datetime
    body_hash: str
    request: str
    subject_key: str
    answer: str
    shared: Shared

    @classmethod
    def of(cls, decision: Decision) -> "Row":
        shared = Shared(tuple(getattr(decision, name) for name in SHARED))
        request, answer = canonical(decision.request), as_sent(decision.answer)
        return cls(decision.id, decision.at, decision.body_hash, request, decision.subject_key, answer, shared)


def as_sent(answer: Any) -> str:
    """The text of an answer's JSON form, to the letter what the service sends."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def enter_rows(log: Session, rows: Sequence[Row], batch: int, salts: Sequence[str]) -> None:
    """In one statement. The places of the rows are their order."""
    stored = [
        (
            row.id,
            _instant(row.at),
            row.body_hash,
            row.request,
            row.subject_key,
            salt,
            row.answer,
            batch,
            leaf,
            *row.shared.columns,
        )
        for leaf, (row, salt) in enumerate(zip(rows, salts, strict=True))
    ]
    connection = log.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_INSERT, stored)
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
        for values in stored:
            copy.write_row(values)


def leaf_of_row(row: Row, salt: str) -> bytes:
    kept = f'["{row.id}","{told_instant(row.at)}","{row.body_hash}",{row.request},{row.shared.kept}'
    about = f'["{row.subject_key}",{row.shared.about}'
    return leaf_from(kept, salted(salt, about), salted(salt, row.answer))


def fresh_salts(count: int) -> list[str]:
    """One for each of so many decisions."""
    drawn = secrets.token_hex(16 * count)
    return [drawn[place : place + 32] for place in range(0, len(drawn), 32)]


def told_instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _stored(name: str, value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    return canonical(value) if name in _JSON else str(value)


def plain(value: Any) -> Any:
    """As a leaf has it."""
    if isinstance(value, datetime):
        return told_instant(value)
    return value if value is None or isinstance(value, int | dict | list) else str(value)
