"""Changes of documents in words: the titles of what they name, closed words by their labels, keys by their names."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import JsonValue

from huixin.core.vocabulary import (
    BrushingForm,
    MemberKind,
    Nature,
    Outcome,
    Provenance,
    Rectification,
    Role,
    Severity,
    Standing,
    SubjectKind,
)
from huixin.types.base import Label
from rules.entries import MAPPING_OF_KIND, Catalogue
from rules.loading import Path_
from rules.wording import KINDS, WORDS, key_label

Language = Literal["zh", "en"]

CLOSED: Mapping[str, type[StrEnum]] = {
    "nature": Nature,
    "standing": Standing,
    "default_standing": Standing,
    "rectification": Rectification,
    "severity": Severity,
    "brushing_form": BrushingForm,
    "provenance": Provenance,
    "kind": SubjectKind,
    "role": Role,
    "actors": MemberKind,
    "visible_to": MemberKind,
    "member_kind": MemberKind,
    "outcome": Outcome,
    "at_most": Outcome,
    "at_least": Outcome,
}
"""The closed words that stand under a key."""
TITLED: Mapping[str, str] = {
    "list": "lists",
    "problem": "problem_types",
    "campaign": "campaigns",
    "scenes": "scenes",
    "measure": "measures",
    "includes": "measures",
}
"""The entries that a key names by their codes."""

_UNSPOKEN = ("record", "subject", "request", "then", "values")
_BETWEEN = {"zh": ("、", "；", "："), "en": (", ", "; ", ": ")}
_FLAGS = {"zh": ("否", "是"), "en": ("no", "yes")}
_ALL = {"zh": "全部", "en": "all"}
_NOTHING = {"zh": "（空）", "en": "nothing"}


class Speaker:
    """Knows the titles of both catalogues; the later one's go first."""

    def __init__(self, before: Catalogue, after: Catalogue) -> None:
        self._catalogues = (after, before)

    def sentence(self, kind: str, code: str, path: Path_, before: JsonValue, after: JsonValue) -> Label:
        return Label(
            zh=self._chinese(kind, code, path, before, after), en=self._english(kind, code, path, before, after)
        )

    def _chinese(self, kind: str, code: str, path: Path_, before: JsonValue, after: JsonValue) -> str:
        entry = f"{KINDS[kind].zh} {code}"
        if not path:
            return f"{'新增' if before is None else '删去'}{entry}{self._titled(kind, code, 'zh')}。"
        what = self._place(path, "zh")
        if before is None:
            return f"{entry}：新增{what} {self.said(path, after, 'zh')}。"
        if after is None:
            return f"{entry}：删去{what} {self.said(path, before, 'zh')}。"
        return f"{entry}：{what}由 {self.said(path, before, 'zh')} 改为 {self.said(path, after, 'zh')}。"

    def _english(self, kind: str, code: str, path: Path_, before: JsonValue, after: JsonValue) -> str:
        entry = f"{KINDS[kind].en} {code}"
        if not path:
            return f"{entry}{self._titled(kind, code, 'en')} {'added' if before is None else 'removed'}."
        what = self._place(path, "en")
        if before is None:
            return f"{entry}: {what} added: {self.said(path, after, 'en')}."
        if after is None:
            return f"{entry}: {what} removed: {self.said(path, before, 'en')}."
        return f"{entry}: {what} changed from {self.said(path, before, 'en')} to {self.said(path, after, 'en')}."

    def _titled(self, kind: str, code: str, language: Language) -> str:
        title = self._title(MAPPING_OF_KIND[kind], code, language)
        return "" if title is None else f"（{title}）" if language == "zh" else f" ({title})"

    def _title(self, mapping: str, code: str, language: Language) -> str | None:
        for catalogue in self._catalogues:
            entry = getattr(catalogue, mapping).get(code)
            if entry is not None:
                title: Label | None = getattr(entry, "title", None)
                return None if title is None else str(getattr(title, language))
        return None

    def _place(self, path: Path_, language: Language) -> str:
        """The keys of a path by their names; what stands in a list by its number."""
        if path[0] == "values" and len(path) > 1 and isinstance(path[1], str):
            since = f"自 {path[1]} 起的" if language == "zh" else f"from {path[1]} the "
            return f"{since}{getattr(key_label(str(path[-1]) if len(path) > 2 else 'value'), language)}"
        spoken = [
            str(step + 1) if isinstance(step, int) else getattr(key_label(step), language)
            for step in path
            if step not in _UNSPOKEN or step == path[-1]
        ]
        return "·".join(spoken)

    def said(self, path: Path_, value: JsonValue, language: Language) -> str:
        """A value as a person reads it; the last key of the path says of what kind it is."""
        key = next((step for step in reversed(path) if isinstance(step, str)), "")
        between, clauses, colon = _BETWEEN[language]
        if (key, value) in (("scenes", "all"), ("actors", [])):
            return _ALL[language]
        if value is None or value in ([], {}):
            return _NOTHING[language]
        if isinstance(value, bool):
            return _FLAGS[language][value]
        if isinstance(value, list):
            mark = clauses if any(isinstance(item, dict) for item in value) else between
            return mark.join(self.said(path, item, language) for item in value)
        if isinstance(value, dict):
            if value.keys() == {"zh", "en"}:
                return str(value[language])
            if value.keys() == {"from", "to"}:
                return _days(value["from"], value["to"], language)
            if path[0] == "values" and "value" in value:
                return self.said((*path, "value"), value["value"], language)
            stated = {name: item for name, item in value.items() if item is not None}
            parts = (
                f"{getattr(key_label(name), language)}{colon}{self.said((*path, name), item, language)}"
                for name, item in stated.items()
            )
            return f"[{between.join(parts)}]" if stated else _NOTHING[language]
        return self._word(key, str(value), language)

    def _word(self, key: str, code: str, language: Language) -> str:
        closed = WORDS.get(CLOSED[key], {}) if key in CLOSED else {}
        if code in closed:
            return str(getattr(closed[code], language))
        titled = self._title(TITLED[key], code, language) if key in TITLED else None
        return code if titled is None else titled


def _days(first: JsonValue, last: JsonValue, language: Language) -> str:
    if first is None and last is None:
        return {"zh": "不限期", "en": "all days"}[language]
    since = "" if first is None else {"zh": f"{first} 起", "en": f"from {first}"}[language]
    until = "" if last is None else {"zh": f"至 {last} 止", "en": f"up to {last}"}[language]
    return f"{since} {until}".strip() if language == "en" else since + until
