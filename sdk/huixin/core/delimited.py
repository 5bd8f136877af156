"""Delimited text (CSV) as rows, every line of it accounted for.

A cell in quotes may hold line breaks. Quotes that never close, close in the middle of a cell or take in whole rows
spoil their own row only: it is a fault that names the line where they open, and the lines behind that one are read
anew. Until one of them is a row beyond doubt, each is a row or a fault of its own.
"""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TextIO

DELIMITERS = ",", "\t", ";"
MOST_LINES = 100
"""Lines of one row; the longest facts of a case take fewer."""
LONGEST_CELL = 131_072
"""Characters of one cell; a cell of XLSX has a quarter of them at most."""
LONGEST_LINE = 4 << 20
"""Characters of one line, more than a row of every column at its longest has."""
_BREAK = re.compile(r"\r\n|\r|\n")
_OPEN = (
    "the quotation mark that opens in line {} does not close at the end of its cell; close it there or take it away,"
    " and write a quotation mark inside a cell twice"
)
_DOUBT = "behind the open quotation mark of line {} nobody can tell whether this is a row; mend that line and try again"


class LineTooLong(ValueError):  # noqa: N818 - says what happened
    """A line is longer than any row."""


def lines_of(file: TextIO) -> Iterator[str]:
    """One by one, with their line breaks; a file without any would else be held as a whole. Raises LineTooLong."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise LineTooLong(f"Line {number} has {LONGEST_LINE:,} characters or more; no row of a list is so long.")
        yield line


class Row(NamedTuple):
    """`number`: the line at which it begins. A faulty row is one cell, its text as it stands; `fault` says what to
    mend."""

    number: int
    cells: list[str]
    fault: str | None = None


def read_rows(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """The rows in these lines, which keep their line breaks. A blank line is a row without cells."""
    return _Reader(lines, delimiter).rows()


def delimiter_of(lines: Iterable[str], worth: Callable[[list[str]], int], within: int) -> str:
    """The delimiter under which one of the first rows is worth the most as a header; a comma if none is."""
    head = list(islice(lines, within * MOST_LINES))

    def most(delimiter: str) -> int:
        rows = islice((row for row in read_rows(head, delimiter) if row.cells), within)
        return max((worth(row.cells) for row in rows if row.fault is None), default=0)

    return max(DELIMITERS, key=most)  # the first of equals


class _Lines:
    """Lines in order; those that were given back come again. `number`: of the last one that was taken."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._rest = iter(lines)
        self._again: deque[str] = deque()
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._rest)
        self.number += 1
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)


class _Span(NamedTuple):
    """Where a cell stands in the text of its row. `end` is None where its quotes do not close at its end."""

    start: int
    end: int | None
    quoted: bool


def _spans(text: str, delimiter: str) -> Iterator[_Span]:
    """The cells of the row, as far as the first whose quotes do not close."""
    cell, start = _cell(delimiter), 0
    while True:
        match = cell.match(text, start)
        if match is None:
            yield _Span(start, None, True)
            return
        yield _Span(start, match.end(), text.startswith('"', start))
        if not text.startswith(delimiter, match.end()):
            return
        start = match.end() + 1


@lru_cache
def _cell(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf'"[^"]*+(?:""[^"]*+)*+"(?=[{delimiter}\r\n]|\Z)|(?!")[^{delimiter}\r\n]*+')


class _Reader:
    """`_width`: cells of the row before. `_quote`: the line of the quotes that leave it open what is a row; 0 if none
    do. `_swallowed`: the last line that stood inside them."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self._lines = _Lines(lines)
        self._delimiter = delimiter
        self._width = self._quote = self._swallowed = 0

    def rows(self) -> Iterator[Row]:
        csv.field_size_limit(LONGEST_CELL)  # set each time: the csv module keeps one for the whole process
        for line in self._lines:
            if line.isspace():
                yield Row(self._lines.number, [])
            elif '"' in line or self._quote or len(line) > LONGEST_CELL:
                yield self._with_quotes(line)
            else:
                cells = line.rstrip("\r\n").split(self._delimiter)
                self._width = len(cells)
                yield Row(self._lines.number, cells)

    def _with_quotes(self, line: str) -> Row:
        number = self._lines.number
        held, cells = self._record(line)
        if cells is None or len(held) > 1 or self._quote:
            fault = self._fault(number, held, cells)
            if fault is not None:
                return fault
        if number > self._swallowed:
            self._quote = 0
        self._width = len(cells or ())
        return Row(number, cells or [])

    def _record(self, line: str) -> tuple[list[str], list[str] | None]:
        """The lines of the row that begins here, as the csv module sees it; and its cells, None if it sees none."""
        held = [line]

        def fed() -> Iterator[str]:
            yield line
            for further in islice(self._lines, MOST_LINES - 1):
                held.append(further)
                yield further

        try:
            return held, next(csv.reader(fed(), delimiter=self._delimiter, strict=True))
        except csv.Error:
            return held, None

    def _fault(self, number: int, held: list[str], cells: list[str] | None) -> Row | None:
        text = "".join(held)
        spans = list(_spans(text, self._delimiter))
        wrong = next((span for column, span in enumerate(spans) if self._is_wrong(text, spans, column)), None)
        if wrong is not None:
            return self._open_quotes(number, held, text[: wrong.start])
        if cells is None:
            return Row(number, [text.rstrip("\r\n")], f"a cell has more than {LONGEST_CELL:,} characters")
        if self._quote and not self._is_beyond_doubt(text, spans):
            self._lines.give_back(held[1:])
            return Row(number, [held[0].rstrip("\r\n")], _DOUBT.format(self._quote))
        return None

    def _open_quotes(self, number: int, held: list[str], before: str) -> Row:
        """The row as far as the line in which the wrong quotes open; what it took of the lines behind is read anew."""
        own = len(_BREAK.findall(before)) + 1
        self._quote = number + own - 1
        self._swallowed = max(self._swallowed, self._lines.number)
        self._lines.give_back(held[own:])
        return Row(number, ["".join(held[:own]).rstrip("\r\n")], _OPEN.format(self._quote))

    def _is_wrong(self, text: str, spans: Sequence[_Span], column: int) -> bool:
        """Whether the quotes do not close at the end of their cell; or close there, but each line between them has just
        the delimiters that it would have if the file's rows ended and began at the line breaks."""
        start, end, _ = spans[column]
        if end is None:
            return True
        lines = _BREAK.split(text[start:end])
        if len(lines) == 1 or self._width == 1:
            return False
        whole = self._width - 1
        due = [whole - column, *[whole] * (len(lines) - 2), whole - (len(spans) - 1 - column)]
        return all(line.count(self._delimiter) == count for line, count in zip(lines, due, strict=True) if line)

    def _is_beyond_doubt(self, text: str, spans: Sequence[_Span]) -> bool:
        stray = any('"' in text[span.start : span.end] for span in spans if not span.quoted)
        return not stray and len(spans) == (self._width or len(spans))
