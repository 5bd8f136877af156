"""What keeps a table from being read: the cell, and what it may say, in Chinese and English."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from huixin.types.base import Label

MOST_TOLD = 200
"""Problems of one table that are told; who has more has sent the wrong file."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell; without a column the row, without a row the sheet, without a sheet the workbook."""

    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """As a person names it: B7."""
        return (get_column_letter(self.column) if self.column else "") + (str(self.row) if self.row else "")

    def __str__(self) -> str:
        return "!".join(part for part in (self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class CellProblem:
    place: Place
    message: Label

    def __str__(self) -> str:
        return f"{self.place}: {self.message.en}" if self.place.sheet else self.message.en


class TableErrors(Exception):  # noqa: N818 - it carries many
    """The table cannot be taken in; `problems` has every reason, in the order of sheets, rows and columns."""

    def __init__(self, problems: list[CellProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place)[:MOST_TOLD])
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Told:
    """Collects the problems of one table, so that all are told at once."""

    def __init__(self) -> None:
        self.problems: list[CellProblem] = []

    def add(self, place: Place, zh: str, en: str) -> None:
        self.problems.append(CellProblem(place, Label(zh=zh, en=en)))

    def refuse_if_any(self) -> None:
        if self.problems:
            raise TableErrors(self.problems)


def refused(place: Place, zh: str, en: str) -> TableErrors:
    return TableErrors([CellProblem(place, Label(zh=zh, en=en))])
