"""Complaints of the hotlines 12315 and 12345, as counts by day: whom they are about is nobody's business here."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from huixin.core.vocabulary import MemberKind
from huixin.types.warning import ComplaintImport, Series
from models.base import Instant, MainTable, one_of
from models.cases.work import Work
from models.errors import Fault, Forbidden, Invalid

HOTLINES = {"12315": Series.COMPLAINTS_12315, "12345": Series.COMPLAINTS_12345}
COLUMNS = {"day": "day", "日期": "day", "source": "source", "来源": "source", "count": "count", "件数": "count"}
LARGEST = 1_000_000
"""Bytes of a file, and complaints of a day."""
MOST_FAULTS = 50


class ComplaintCount(MainTable, table=True):
    """How many complaints a hotline had on a day, as it last said."""

    __tablename__ = "complaint_count"
    __table_args__ = (
        CheckConstraint(one_of("source", HOTLINES), name="source"),
        CheckConstraint("count >= 0", name="count"),
    )
    source: str = Field(primary_key=True, max_length=8)
    day: date = Field(primary_key=True)
    count: int
    entered_at: datetime = Field(sa_type=Instant)


def import_complaints(work: Work, content: bytes) -> ComplaintImport:
    """Takes in a CSV file of days, hotlines and counts. A day that comes again is replaced; other columns are refused.

    Raises Forbidden for others than the centre; Invalid, with nothing taken in, where any row is wrong.
    """
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre enters counts of complaints.", zh="投诉件数由信用中心录入。")
    faults: list[Fault] = []
    counts = dict(_rows(content, work.today, faults))
    if faults:
        raise Invalid("Nothing was taken in.", *faults[:MOST_FAULTS], zh="未导入任何内容。")
    changed = sum(_enter(work, source, day, count) for (source, day), count in counts.items())
    work.session.flush()
    return ComplaintImport(days=len(counts), changed=changed)


def _enter(work: Work, source: str, day: date, count: int) -> bool:
    known = work.session.get(ComplaintCount, (source, day))
    if known is None:
        work.session.add(ComplaintCount(source=source, day=day, count=count, entered_at=work.now))
        return True
    changed = known.count != count
    known.count, known.entered_at = count, work.now
    return changed


def _rows(content: bytes, today: date, faults: list[Fault]) -> Iterator[tuple[tuple[str, date], int]]:
    try:
        rows = csv.reader(StringIO(content.decode("utf-8-sig")))
        names = [COLUMNS.get(cell.strip()) for cell in next(rows, [])]
        if sorted(map(str, names)) != ["count", "day", "source"]:
            told = "The columns are day, source and count (日期, 来源, 件数), and no others."
            raise Invalid(told, Fault("/file", "wrong_columns", told, "列为日期、来源、件数，不得有其他列。"))
        for row in rows:
            if any(cell.strip() for cell in row):
                yield from _row(dict(zip(map(str, names), row, strict=False)), rows.line_num, today, faults)
    except (UnicodeDecodeError, csv.Error) as error:
        told = "This is no CSV in UTF-8."
        raise Invalid(told, Fault("/file", "unreadable", told, "文件不是 UTF-8 编码的 CSV。")) from error


def _row(cells: dict[str, str], line: int, today: date, faults: list[Fault]) -> Iterator[tuple[tuple[str, date], int]]:
    said = {name: cell.strip() for name, cell in cells.items()}
    day = _day(said.get("day", ""))
    source, count = said.get("source", ""), said.get("count", "")
    if day is None or day > today:
        faults.append(_fault(line, "wrong_day", f"A day up to {today}, as YYYY-MM-DD.", f"应为不晚于{today}的日期。"))
    elif source not in HOTLINES:
        faults.append(_fault(line, "unknown_source", f"One of {', '.join(HOTLINES)}.", "应为 12315 或 12345。"))
    elif not (count.isascii() and count.isdigit() and len(count) < len(str(LARGEST))):
        faults.append(_fault(line, "no_count", "A whole number below a million.", "应为小于一百万的整数。"))
    else:
        yield (source, day), int(count)


def _fault(line: int, code: str, message: str, zh: str) -> Fault:
    return Fault(f"/file/{line}", code, f"Line {line}: {message}", f"第{line}行：{zh}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-01") else None
    except ValueError:
        return None
