"""From the rows of a rule back to the rule. What its cells still say as they were written is kept as it was."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from rules.documents import Limit, Rule, When
from rules.loading import Path_, kind_of
from rules.tables.cells import CellReader
from rules.tables.columns import BRANCH_KEYS, COLUMNS, CONDITIONS
from rules.tables.layout import RuleRows
from rules.tables.rows import Branch, Row
from rules.tables.words import ALL

_MODELS: Mapping[str, type[Rule] | type[Limit]] = {"rule": Rule, "limit": Limit}
_THEN = {"rule": ("measure", "outcome"), "limit": ("at_most", "at_least", "hold_irreversible")}
_CELLS_OF_FIELD = {
    "title": ("title_zh", "title_en"),
    "grounds": ("grounds",),
    "effective": ("from", "to"),
    "scenes": ("scenes",),
    "actors": ("actors",),
    "then": (*_THEN["rule"], *_THEN["limit"]),
    "says": ("says_zh", "says_en"),
    "note": ("note",),
}
_Value = TypeVar("_Value")


class EntryReader:
    """Reads one rule or limit. `base` and `written` are the entry and the rows that the table was made from."""

    def __init__(self, found: RuleRows, reader: CellReader, base: Rule | Limit | None, written: list[Row]) -> None:
        self._found = found
        self._reader = reader
        self._base = base
        self._written = {row.branch: row.cells for row in written}

    def read(self) -> Rule | Limit | None:
        """None where something is wrong, which is told."""
        told = len(self._reader.told.problems)
        kind = self._kind()
        self._refuse_misplaced(kind)
        values = {name: self._field(kind, name) for name in _CELLS_OF_FIELD}
        values["when"] = self._when()
        if len(self._reader.told.problems) > told:
            return None
        stated = {name: value for name, value in values.items() if value is not None}
        try:
            return _MODELS[kind].model_validate({kind: self._found.code, **stated})
        except ValidationError as error:
            for detail in error.errors():
                path = tuple(step for step in detail["loc"] if isinstance(step, str | int))
                place = self._found.place(*cell_of(path, self._found))
                message = detail["msg"].removeprefix("Value error, ")
                self._reader.told.add(place, f"填写有误：{message}", f"This cannot be: {message}")
            return None

    def _kind(self) -> str:
        """Of an entry that exists it cannot change; a new one is a rule unless it says otherwise."""
        kind = self._cell((), "kind") or "rule"
        if self._base is not None and kind != kind_of(type(self._base)):
            self._problem(
                (), "kind", "类别不能改；请换一个编码新写一条。", "The kind cannot change: write a new entry."
            )
            return kind_of(type(self._base))
        return str(kind)

    def _refuse_misplaced(self, kind: str) -> None:
        other = "limit" if kind == "rule" else "rule"
        for key in _THEN[other]:
            if self._text((), key) and self._text((), key) != "否":
                told = COLUMNS[key].label
                self._problem(
                    (),
                    key,
                    f"{'规则' if kind == 'rule' else '限定'}没有“{told.zh}”；请清空。",
                    f"A {kind} has no {key}: clear it.",
                )
        for branch in self._found.rows:
            for key in COLUMNS if branch else ():
                text = self._text(branch, key)
                if key not in BRANCH_KEYS and text and text != self._text((), key):
                    self._problem(
                        branch,
                        key,
                        "情形行只填条件；请写在该规则的第一行。",
                        "A branch says conditions only: write this in the first row.",
                    )

    def _field(self, kind: str, name: str) -> object:
        if self._base is not None and all(self._kept((), key) for key in _CELLS_OF_FIELD[name]):
            return getattr(self._base, name)
        return getattr(self, f"_{name}")(kind)

    def _title(self, _: str) -> object:
        return self._label("title", needed=True)

    def _says(self, _: str) -> object:
        return self._label("says", needed=bool(self._text((), "says_zh") or self._text((), "says_en")))

    def _label(self, name: str, *, needed: bool) -> dict[str, str] | None:
        texts = {language: self._text((), f"{name}_{language}") for language in ("zh", "en")}
        for language, text in texts.items():
            if needed and not text:
                self._problem(
                    (), f"{name}_{language}", "中文和英文都须填写。", "It is needed in Chinese and in English."
                )
        return texts if needed else None

    def _grounds(self, _: str) -> object:
        grounds = self._cell((), "grounds")
        if not self._text((), "grounds"):
            self._problem(
                (), "grounds", "须写明至少一项依据。", "Cite at least one ground, as the sheet 依据 lists them."
            )
        return grounds or []

    def _effective(self, _: str) -> object:
        days = {key: self._cell((), key) for key in ("from", "to")}
        return {key: day for key, day in days.items() if day is not None}

    def _scenes(self, _: str) -> object:
        scenes = self._cell((), "scenes")
        if not self._text((), "scenes").strip(";； \n"):
            allowed = self._reader.allowed("scenes")
            self._problem((), "scenes", f"须写明环节。可用：{allowed}", f"Name the scenes. Allowed: {allowed}")
        if isinstance(scenes, list) and ALL in scenes:
            return ALL
        return scenes

    def _actors(self, _: str) -> object:
        return self._cell((), "actors") or []

    def _note(self, _: str) -> object:
        return self._cell((), "note")

    def _then(self, kind: str) -> object:
        cells = {key: self._cell((), key) for key in _THEN[kind]}
        return {key: value for key, value in cells.items() if value is not None}

    def _when(self) -> When:
        """The base's own where no row and no cell of it changed, whatever it leaves unsaid."""
        same = self._found.rows.keys() == self._written.keys() and all(
            self._kept(branch, column.key) for branch in self._found.rows for column in CONDITIONS
        )
        if self._base is not None and same:
            return self._base.when
        return self._branch(())

    def _branch(self, branch: Branch) -> When:
        said: dict[str, Any] = {}
        for column in CONDITIONS:
            value = self._cell(branch, column.key)
            if value is not None:
                group, _, name = column.key.partition(".")
                said.setdefault(group, {})[name] = value
        below = sorted(other for other in self._found.rows if other and other[:-1] == branch)
        if below:
            said["any"] = [self._branch(other) for other in below]
        return When.model_validate(said)

    def _kept(self, branch: Branch, key: str) -> bool:
        """Whether the cell says what the table said when it was written."""
        return self._text(branch, key) == self._written.get(branch, {}).get(key, "")

    def _text(self, branch: Branch, key: str) -> str:
        return self._found.text(branch, key)

    def _cell(self, branch: Branch, key: str) -> object:
        return self._reader.value(COLUMNS[key], self._text(branch, key), self._found.place(branch, key))

    def _problem(self, branch: Branch, key: str, zh: str, en: str) -> None:
        self._reader.told.add(self._found.place(branch, key), zh, en)


def cell_of(path: Path_, found: RuleRows) -> tuple[Branch, str]:
    """The row and the column of what stands at a path of the entry."""
    name = str(path[0]) if path else "code"
    if name == "when":
        return _condition(path[1:], (), found)
    last = str(path[1]) if len(path) > 1 else ""
    if name in ("title", "says"):
        return (), f"{name}_{last or 'zh'}"
    if name == "effective":
        return (), last or "from"
    if name == "then":
        return (), last or next((key for key in _CELLS_OF_FIELD["then"] if found.text((), key)), "code")
    return (), name


def _condition(path: Path_, branch: Branch, found: RuleRows) -> tuple[Branch, str]:
    if len(path) > 1 and path[0] == "any" and isinstance(path[1], int):
        below = sorted(other for other in found.rows if other and other[:-1] == branch)
        return _condition(path[2:], below[path[1]], found) if path[1] < len(below) else (branch, "code")
    return branch, ".".join(map(str, path[:2])) if len(path) > 1 else "code"
