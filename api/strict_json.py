"""JSON in the strict sense: what it allows and some part of the service could not hold is found here, by its place.

Such are nesting without end, numbers that no field takes, text that no database stores, and a key that stands twice in
one object, where readers differ on which value counts. Each becomes a `Flaw`, so that a batch refuses the item alone.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NoReturn, TypeAlias

from api.problems import ProblemError
from api.refusals import pointer_of
from api.validation_texts import NOT_JSON
from models.errors import Fault

DEEPEST = 32
"""Levels of nesting; a check needs three."""
LONGEST_NUMBER = 32
"""Characters of a JSON number; longer ones take quadratic time to read and fit no field."""
_SHOWN = 64
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TOKEN = re.compile(r'"(?:[^"\\]+|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
"""Strings as a whole, and brackets outside of them."""
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a part of a document is refused; it stands in the document in place of that part."""

    problem: str
    fault: Fault

    @classmethod
    def malformed(cls, code: str, message: str, zh: str, place: Path = ()) -> "Flaw":
        return cls("malformed_request", Fault(pointer_of(place), code, message, zh))

    def at(self, place: Path) -> "Flaw":
        return Flaw(self.problem, replace(self.fault, pointer=pointer_of(place)))

    def refuse(self) -> NoReturn:
        raise ProblemError(self.problem, None, self.fault)


def strict_json(body: bytes) -> Any:
    """The value of a JSON document. ProblemError `malformed_request` for what is none or has numbers, nesting or keys
    that are refused, `invalid_content` for text with NUL or lone surrogates."""
    document = _parsed(body)
    _refuse_flawed(document)
    return document


def strict_items(body: bytes) -> Any:
    """The same for a batch: a flaw in one of its `items` refuses nothing, but stands in the place of that item."""
    document = _parsed(body)
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        _refuse_flawed(document)
        return document
    _refuse_flawed(document | {"items": []})
    judged = [next(_flaws(item, ("items", place)), item) for place, item in enumerate(items)]
    return document | {"items": judged}


def _refuse_flawed(document: Any) -> None:
    flaw = next(_flaws(document), None)
    if flaw is not None:
        flaw.refuse()


def _parsed(body: bytes) -> Any:
    try:
        text = body.decode()
        try:
            return _loaded(text)
        except RecursionError:
            return _loaded(_shallow(text))
    except ValueError:
        raise ProblemError("malformed_request", "The body is not JSON.", zh=NOT_JSON) from None


def _loaded(text: str) -> Any:
    return json.loads(
        text,
        parse_constant=_no_constant,
        parse_int=lambda digits: int(digits) if len(digits) <= LONGEST_NUMBER else _LONG,
        parse_float=lambda digits: float(digits) if len(digits) <= LONGEST_NUMBER else _LONG,
        object_pairs_hook=_object,
    )


_LONG = Flaw.malformed(
    "number_too_long", f"A number has more than {LONGEST_NUMBER} characters.", f"数字超过{LONGEST_NUMBER}个字符。"
)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Flaw:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            shown = key[:_SHOWN].encode(errors="backslashreplace").decode()
            message = f'The key "{shown}" stands more than once in one object.'
            return Flaw.malformed("duplicate_key", message, f"同一对象中键“{shown}”重复出现。")
        found[key] = value
    return found


def _shallow(text: str) -> str:
    """The document without what stands in brackets nested one level too deep; those brackets still tell of it."""
    kept: list[str] = []
    depth = start = 0
    for token in _TOKEN.finditer(text):
        if token[0] in ("[", "{"):
            depth += 1
            if depth == DEEPEST + 2:
                kept.append(text[start : token.end()])
        elif token[0] in ("]", "}"):
            if depth == DEEPEST + 2:
                start = token.start()
            depth -= 1
    return "".join([*kept, text[start:]]) if depth <= DEEPEST + 1 else ""


def _flaws(document: Any, place: Path = ()) -> Iterator[Flaw]:
    waiting: list[tuple[Path, Any]] = [(place, document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, Flaw):
            yield value.at(path)
        elif len(path) > DEEPEST:
            message, zh = f"Nested more than {DEEPEST} levels deep.", f"嵌套超过{DEEPEST}层。"
            yield Flaw.malformed("nested_too_deeply", message, zh, path)
        elif isinstance(value, str):
            yield from _flaws_of_text(value, path)
        elif isinstance(value, list):
            waiting += [((*path, place), item) for place, item in enumerate(value)]
        elif isinstance(value, dict):
            for key in value:
                yield from _flaws_of_text(key, path)
            waiting += [((*path, key), item) for key, item in value.items()]


def _flaws_of_text(text: str, path: Path) -> Iterator[Flaw]:
    if _UNSTORABLE.search(text):
        message = "The text has a NUL or half of a surrogate pair; send whole Unicode."
        zh = "文本含有 NUL 或半个代理对，请发送完整的 Unicode 文本。"
        yield Flaw("invalid_content", Fault(pointer_of(path), "unstorable_text", message, zh))
