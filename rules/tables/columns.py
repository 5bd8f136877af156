"""The columns of a decision table: what an entry says, spread over cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from pydantic import BaseModel

from huixin.types.base import Label
from rules.documents import Limit, RecordCondition, RequestCondition, Rule, SubjectCondition, When
from rules.entries import Catalogue
from rules.tables.words import FLAGS, ROW_KINDS, Words, grounds_of, words_of
from rules.wording import KEYS


class Holds(Enum):
    """What a cell of a column holds."""

    TEXT = auto()
    WORD = auto()
    """One of a closed set."""
    WORDS = auto()
    """Several of it, one on a line."""
    FLAG = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """`key` stands in the second row of the sheet and is how an import knows the column."""

    key: str
    label: Label
    holds: Holds
    width: int = 16


def _column(key: str, zh: str, en: str, holds: Holds = Holds.TEXT, width: int = 16) -> Column:
    return Column(key, Label(zh=zh, en=en), holds, width)


FIRST = (
    _column("code", "编码", "code", width=26),
    _column("kind", "类别", "kind", Holds.WORD, 11),
    _column("branch", "情形", "branch", width=8),
    _column("title_zh", "名称", "title", width=34),
)
LAST = (
    _column("measure", "措施", "measure", Holds.WORD, 26),
    _column("outcome", "结果", "outcome", Holds.WORD, 16),
    _column("at_most", "限定：至多", "limit: at most", Holds.WORD, 16),
    _column("at_least", "限定：至少", "limit: at least", Holds.WORD, 16),
    _column("hold_irreversible", "限定：暂缓不可逆措施", "limit: holds what cannot be undone", Holds.FLAG, 12),
    _column("grounds", "依据", "grounds", Holds.WORDS, 30),
    _column("from", "第一日", "first day", Holds.DAY, 12),
    _column("to", "最后一日", "last day", Holds.DAY, 12),
    _column("scenes", "环节", "scenes", Holds.WORDS, 22),
    _column("actors", "适用主体（空：全部）", "actors (blank: all)", Holds.WORDS, 22),
    _column("title_en", "英文名称", "title in English", width=34),
    _column("says_zh", "说明", "says", width=40),
    _column("says_en", "英文说明", "says in English", width=40),
    _column("note", "备注", "note", width=30),
    _column("pack", "规则包", "pack", width=12),
)
_GROUPS: dict[str, type[BaseModel]] = {
    "record": RecordCondition,
    "subject": SubjectCondition,
    "request": RequestCondition,
}


def _conditions() -> Iterator[Column]:
    for group, model in _GROUPS.items():
        for name, field in model.model_fields.items():
            holds = Holds.FLAG if field.annotation == bool | None else Holds.WORDS
            label = Label(zh=f"{KEYS[group].zh}：{KEYS[name].zh}", en=f"{KEYS[group].en}: {KEYS[name].en}")
            yield Column(f"{group}.{name}", label, holds, 12 if holds is Holds.FLAG else 26)


CONDITIONS: tuple[Column, ...] = tuple(_conditions())
COLUMNS: dict[str, Column] = {column.key: column for column in (*FIRST, *CONDITIONS, *LAST)}
BRANCH_KEYS = frozenset({"code", "branch"} | {column.key for column in CONDITIONS})
"""What a row of a branch says; all else stands in the first row of its rule."""


def columns_for(entries: Iterable[Rule | Limit]) -> tuple[Column, ...]:
    """Of the conditions those that the entries use."""
    used = {key for entry in entries for key in _used(entry.when)}
    return (*FIRST, *(column for column in CONDITIONS if column.key in used), *LAST)


def _used(when: When) -> Iterator[str]:
    for group in _GROUPS:
        condition = getattr(when, group)
        for name in type(condition).model_fields if condition is not None else ():
            if getattr(condition, name) is not None:
                yield f"{group}.{name}"
    for branch in when.any or ():
        yield from _used(branch)


class Vocabulary:
    """The closed words of every column, in one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, Words] = {"kind": ROW_KINDS, "hold_irreversible": FLAGS}

    @cached_property
    def grounds(self) -> Words:
        return grounds_of(self._catalogue)

    def __getitem__(self, key: str) -> Words:
        if key not in self._known:
            column = COLUMNS[key]
            name = key.rpartition(".")[2]
            closed = FLAGS if column.holds is Holds.FLAG else self.grounds if key == "grounds" else None
            self._known[key] = closed or words_of(self._catalogue, name)
        return self._known[key]
