"""The series that are watched, and what stands out in them. Days and weeks that are not over are not judged."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from huixin.core.windows import day_of, start_of
from huixin.types.base import Label
from huixin.types.warning import Series, SeriesPeriod, SeriesView, WarningList
from models.cases.seen import SEES_ALL
from models.cases.tables import Case
from models.cases.work import Work, wrong
from models.decisions import REFUSED, Decision
from models.errors import Forbidden
from models.signals.tables import Signal
from models.warnings.complaints import HOTLINES, ComplaintCount
from models.warnings.method import DAYS, WEEKS, Bar, Pace, judge

Every: TypeAlias = Literal["day", "week"]
SHOWN: dict[Every, int] = {"day": 28, "week": 12}
LENGTHS: dict[Every, int] = {"day": 1, "week": 7}
PACES: dict[Every, Pace] = {"day": DAYS, "week": WEEKS}
TITLES = {
    Series.SIGNALS: Label(zh="联盟成员共享的信号", en="Signals that members share"),
    Series.LEADS: Label(zh="新开案件（待核查名单）", en="New cases from leads"),
    Series.REFUSED: Label(zh="结论为拒绝的查询", en="Checks that were answered with refuse"),
    Series.COMPLAINTS_12315: Label(zh="12315 投诉", en="Complaints to 12315"),
    Series.COMPLAINTS_12345: Label(zh="12345 投诉", en="Complaints to 12345"),
}
THRESHOLD, LEAST = "warning_threshold_tenths", "warning_least_count"
Counts: TypeAlias = Mapping[date, int]


def warnings(work: Work, log: Session, every: Every, unit: str | None = None) -> WarningList:
    """Every series by day or week; of one unit those that know of places. `log`: a session on the decision log. Raises
    Forbidden for others than the centre and auditors, Invalid."""
    if work.caller.kind not in SEES_ALL:
        raise Forbidden("The centre watches the series.", zh="监测序列仅供信用中心查看。")
    catalogue, today = work.catalogue, work.today
    if unit is not None and unit not in catalogue.units:
        raise wrong("/unit", "unknown_unit", f"There is no unit '{unit}'.")
    bar = Bar(catalogue.number(THRESHOLD, today, 35) / 10, catalogue.number(LEAST, today, 5))
    pace = PACES[every]
    first = today - timedelta(days=LENGTHS[every] * (SHOWN[every] + pace.season * pace.history + 1))
    counted = _counted(work.session, log, first, today) if unit is None else _placed(work.session, unit, first, today)
    items = [_view(series, _by_period(counts, every), every, today, bar) for series, counts in counted.items()]
    return WarningList(every=every, unit=unit, threshold=bar.threshold, least=bar.least, items=items)


def _view(series: Series, counts: Mapping[int, int], every: Every, today: date, bar: Bar) -> SeriesView:
    this = _number(today, every)
    periods = []
    for number in range(this - SHOWN[every], this):
        if number in counts:
            one = judge(counts, number, PACES[every])
            score = None if one.score is None else round(one.score, 2)
            passed = bar.is_passed(one.count, one.score)
            first = _first_day(number, every)
            last = first + timedelta(days=LENGTHS[every] - 1)
            periods.append(
                SeriesPeriod(first=first, last=last, count=one.count, expected=one.expected, score=score, warned=passed)
            )
    return SeriesView(series=series, title=TITLES[series], periods=periods)


def _number(day: date, every: Every) -> int:
    """Weeks begin on Monday, as 1 January of the year 1 did."""
    return (day.toordinal() - 1) // LENGTHS[every]


def _first_day(number: int, every: Every) -> date:
    return date.fromordinal(number * LENGTHS[every] + 1)


def _by_period(counts: Counts, every: Every) -> dict[int, int]:
    """Periods of which each day is known."""
    known, sums = Counter[int](), Counter[int]()
    for day, count in counts.items():
        known[_number(day, every)] += 1
        sums[_number(day, every)] += count
    return {number: sums[number] for number, days in known.items() if days == LENGTHS[every]}


def _counted(session: Session, log: Session, first: date, today: date) -> dict[Series, Counts]:
    found: dict[Series, Counts] = {
        Series.SIGNALS: _filled(_signals(session, first), _begun(session, Signal.created_at), first, today),
        Series.LEADS: _filled(_leads(session, first), _begun(session, Case.opened_at), first, today),
        Series.REFUSED: _refused(log, first, today),
    }
    return found | _complaints(session, first)


def _placed(session: Session, unit: str, first: date, today: date) -> dict[Series, Counts]:
    """Of one unit: the cases that it has now, and the complaints that came with its name."""
    leads = _filled(_leads(session, first, unit), _begun(session, Case.opened_at), first, today)
    return {Series.LEADS: leads} | _complaints(session, first, unit)


def _complaints(session: Session, first: date, unit: str | None = None) -> dict[Series, Counts]:
    """Of a unit a day is known where any place is told of it: then what is not told was none."""
    days = {series: defaultdict[date, int](int) for series in HOTLINES.values()}
    for row in session.exec(select(ComplaintCount).where(col(ComplaintCount.day) >= first)):
        if unit is None or row.unit:
            days[HOTLINES[row.source]][row.day] += row.count if unit in (None, row.unit) else 0
    return dict(days)


def _signals(session: Session, first: date) -> Iterable[datetime]:
    return session.exec(select(Signal.created_at).where(col(Signal.created_at) >= start_of(first))).all()


def _leads(session: Session, first: date, unit: str | None = None) -> Iterable[datetime]:
    opened = select(Case.opened_at).where(col(Case.opened_at) >= start_of(first))
    return session.exec(opened if unit is None else opened.where(Case.unit == unit)).all()


def _begun(session: Session, column: Any) -> datetime | None:
    """When the first of its kind came."""
    found: datetime | None = session.exec(select(column).order_by(column).limit(1)).first()
    return found


def _filled(instants: Iterable[datetime], begun: datetime | None, first: date, today: date) -> Counts:
    """Each day that is over since there is such a thing at all, those without any too."""
    if begun is None:
        return {}
    counts = Counter(day_of(at) for at in instants)
    since = max(first, day_of(begun))
    return {day: counts[day] for day in _days(since, today)}


def _refused(log: Session, first: date, today: date) -> Counts:
    """Counted day by day, over the index of those alone."""
    begun = _begun(log, Decision.at)
    if begun is None:
        return {}
    counts = {}
    for day in _days(max(first, day_of(begun)), today):
        at = col(Decision.at)
        own = (text(REFUSED), at >= start_of(day), at < start_of(day + timedelta(days=1)))
        counts[day] = log.exec(select(func.count()).select_from(Decision).where(*own)).one()
    return counts


def _days(first: date, end: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((end - first).days)]
