"""Complaints of the hotlines 12315 and 12345, as counts by day and place; whom they are about is not taken in."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO

from sqlalchemy import CheckConstraint
from sqlmodel import Field, select

from huixin.core.vocabulary import MemberKind
from huixin.types.warning import ComplaintImport, Series
from models.base import Instant, MainTable, one_of
from models.cases.work import Work
from models.errors import Fault, Forbidden, Invalid
from rules.catalogue import Catalogue

HOTLINES = {"12315": Series.COMPLAINTS_12315, "12345": Series.COMPLAINTS_12345}
COLUMNS = {
    **dict.fromkeys(("day", "日期"), "day"),
    **dict.fromkeys(("source", "来源"), "source"),
    **dict.fromkeys(("count", "件数"), "count"),
    **dict.fromkeys(("unit", "区县"), "unit"),
}
LARGEST = 1_000_000
"""Bytes of a file, and complaints of a day."""
MOST_FAULTS = 50


class ComplaintCount(MainTable, table=True):
    """How many complaints a hotline had on a day in a county or zone, as it last said; empty: it does not say where."""

    __tablename__ = "complaint_count"
    __table_args__ = (
        CheckConstraint(one_of("source", HOTLINES), name="source"),
        CheckConstraint("count >= 0", name="count"),
    )
    source: str = Field(primary_key=True, max_length=8)
    day: date = Field(primary_key=True)
    unit: str = Field(primary_key=True, max_length=64)
    count: int
    entered_at: datetime = Field(sa_type=Instant)


def import_complaints(work: Work, content: bytes) -> ComplaintImport:
    """Takes in a CSV file of days, hotlines, counts and, where it has it, the county or zone. A day of a hotline that
    comes again is replaced whole; other columns are refused.

    Raises Forbidden for others than the centre; Invalid, with nothing taken in, where any row is wrong.
    """
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre enters counts of complaints.", zh="投诉件数由信用中心录入。")
    reading = _Reading(work.today, _units(work.catalogue))
    days = defaultdict[tuple[str, date], dict[str, int]](dict)
    for source, day, unit, count in reading.rows(content):
        days[source, day][unit] = count
    if reading.faults:
        raise Invalid("Nothing was taken in.", *reading.faults[:MOST_FAULTS], zh="未导入任何内容。")
    changed = sum(_enter(work, source, day, counts) for (source, day), counts in days.items())
    work.session.flush()
    return ComplaintImport(days=sum(map(len, days.values())), changed=changed)


def _units(catalogue: Catalogue) -> dict[str, str]:
    """Codes by how files write them."""
    units = catalogue.units.items()
    return {name: code for code, unit in units for name in (code, unit.title.zh, *unit.short_names)}


def _enter(work: Work, source: str, day: date, counts: Mapping[str, int]) -> int:
    """How many of the counts are new or other than before."""
    same = select(ComplaintCount).where(ComplaintCount.source == source, ComplaintCount.day == day)
    known = {row.unit: row for row in work.session.exec(same)}
    before = {unit: row.count for unit, row in known.items()}
    for unit, row in known.items():
        if unit not in counts:
            work.session.delete(row)
    for unit, count in counts.items():
        row = known.get(unit) or ComplaintCount(source=source, day=day, unit=unit, count=count, entered_at=work.now)
        row.count, row.entered_at = count, work.now
        work.session.add(row)
    return sum(before.get(unit) != count for unit, count in counts.items())


@dataclass
class _Reading:
    """One file. `units`: codes of counties and zones by how they are written."""

    today: date
    units: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def rows(self, content: bytes) -> Iterator[tuple[str, date, str, int]]:
        try:
            rows = csv.reader(StringIO(content.decode("utf-8-sig")))
            names = [COLUMNS.get(cell.strip()) for cell in next(rows, [])]
            if sorted(map(str, names)) not in (["count", "day", "source"], ["count", "day", "source", "unit"]):
                told = "The columns are day, source, count and perhaps unit (日期, 来源, 件数, 区县), and no others."
                zh = "列为日期、来源、件数，可另有区县，不得有其他列。"
                raise Invalid(told, Fault("/file", "wrong_columns", told, zh))
            for row in rows:
                if any(cell.strip() for cell in row):
                    yield from self._row(dict(zip(map(str, names), row, strict=False)), rows.line_num)
        except (UnicodeDecodeError, csv.Error) as error:
            told = "This is no CSV in UTF-8."
            raise Invalid(told, Fault("/file", "unreadable", told, "文件不是 UTF-8 编码的 CSV。")) from error

    def _row(self, cells: dict[str, str], line: int) -> Iterator[tuple[str, date, str, int]]:
        said = {name: cell.strip() for name, cell in cells.items()}
        day, today = _day(said.get("day", "")), self.today
        source, count, unit = said.get("source", ""), said.get("count", ""), said.get("unit", "")
        if day is None or day > today:
            self._say(line, "wrong_day", f"A day up to {today}, as YYYY-MM-DD.", f"应为不晚于{today}的日期。")
        elif source not in HOTLINES:
            self._say(line, "unknown_source", f"One of {', '.join(HOTLINES)}.", "应为 12315 或 12345。")
        elif not (count.isascii() and count.isdigit() and len(count) < len(str(LARGEST))):
            self._say(line, "no_count", "A whole number below a million.", "应为小于一百万的整数。")
        elif unit and unit not in self.units:
            self._say(
                line, "unknown_unit", "A county or zone of the rules, or nothing.", "应为规则中的区县，或者留空。"
            )
        else:
            yield source, day, self.units.get(unit, ""), int(count)

    def _say(self, line: int, code: str, message: str, zh: str) -> None:
        self.faults.append(_fault(line, code, message, zh))


def _fault(line: int, code: str, message: str, zh: str) -> Fault:
    return Fault(f"/file/{line}", code, f"Line {line}: {message}", f"第{line}行：{zh}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-01") else None
    except ValueError:
        return None
