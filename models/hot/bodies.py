"""Bodies of checks, taken apart without being parsed: all but code and reference is the same again and again."""

import re
from dataclasses import dataclass

_CUT = re.compile(rb'("(?:uscc|reference)"[ \t\r\n]*:[ \t\r\n]*")([A-Za-z0-9._/:-]{1,64})(?=")')
# A quotation mark inside a JSON string stands after a backslash, so what the expression finds is a key and its value.


@dataclass(frozen=True, slots=True)
class Body:
    """`skeleton`: the body without the values that were cut out of it."""

    skeleton: bytes
    uscc: str
    reference: str | None

    @classmethod
    def of(cls, content: bytes) -> "Body | None":
        """None for a body that is not of that kind: without a code, or with either of the two more than once."""
        pieces = _CUT.split(content)
        if len(pieces) == 4 and pieces[1].startswith(b'"uscc"'):
            return cls(b"\0".join((pieces[0], pieces[1], pieces[3])), pieces[2].decode(), None)
        if len(pieces) != 7 or pieces[1][:5] == pieces[4][:5]:
            return None
        uscc, reference = (2, 5) if pieces[1].startswith(b'"uscc"') else (5, 2)
        skeleton = b"\0".join((pieces[0], pieces[1], pieces[3], pieces[4], pieces[6]))
        return cls(skeleton, pieces[uscc].decode(), pieces[reference].decode())
