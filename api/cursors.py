"""Cursors of pages, sealed: they say nothing, cannot be made up, and hold only for the question they came from."""

import base64
import binascii
import json
from dataclasses import astuple

from cryptography.fernet import InvalidToken

from models.disclosure import Position
from models.errors import Fault, Invalid
from models.keys import KeyRing


def cursor_of(keys: KeyRing, position: Position, question: str) -> str:
    content = json.dumps([question, *astuple(position)], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(keys.seal(content)).decode().rstrip("=")


def position_of(keys: KeyRing, cursor: str, question: str) -> Position:
    """Raises Invalid for a cursor that this service did not give for this question."""
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        asked, *place = json.loads(keys.unseal(sealed))
        if asked == question:
            return Position(*place)
    except (binascii.Error, ValueError, TypeError, InvalidToken):
        pass
    message = "Not a cursor of this list of results; begin again without one."
    raise Invalid(message, Fault("cursor", "bad_cursor", message))
