"""Cursors of pages, sealed: they say nothing, cannot be made up, and hold only for the question they came from."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import astuple
from typing import TypeVar

from cryptography.fernet import InvalidToken

from models.cases.listing import Position as CasePosition
from models.disclosure import Position
from models.errors import Fault, Invalid
from models.keys import KeyRing
from models.punishments.views import Position as PunishmentPosition

T = TypeVar("T")


def cursor_of(keys: KeyRing, position: Position | CasePosition | PunishmentPosition, question: str) -> str:
    content = json.dumps([question, *astuple(position)], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(keys.seal(content)).decode().rstrip("=")


def position_of(keys: KeyRing, cursor: str, question: str) -> Position:
    """Raises Invalid for a cursor that this service did not give for this question."""
    return _opened(keys, cursor, question, Position)


def case_position_of(keys: KeyRing, cursor: str, question: str) -> CasePosition:
    """The same for a page of cases."""
    return _opened(keys, cursor, question, CasePosition)


def punishment_position_of(keys: KeyRing, cursor: str, question: str) -> PunishmentPosition:
    """The same for a page of tasks or prompts."""
    return _opened(keys, cursor, question, PunishmentPosition)


def _opened(keys: KeyRing, cursor: str, question: str, kind: Callable[..., T]) -> T:
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        asked, *place = json.loads(keys.unseal(sealed))
        if asked == question:
            return kind(*place)
    except (binascii.Error, ValueError, TypeError, InvalidToken):
        pass
    message = "Not a cursor of this list of results; begin again without one."
    zh = "这不是此结果列表的游标，请不带游标从头开始。"
    raise Invalid(message, Fault("cursor", "bad_cursor", message, zh), zh=zh)
