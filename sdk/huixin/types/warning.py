"""监测预警: series of counts by day or week, and where one stands out from its own past."""

from datetime import date
from enum import StrEnum
from typing import Literal

from huixin.types.base import Label, Reply


class Series(StrEnum):
    SIGNALS = "signals"
    LEADS = "leads"
    REFUSED = "refused"
    COMPLAINTS_12315 = "complaints_12315"
    COMPLAINTS_12345 = "complaints_12345"


class SeriesPeriod(Reply):
    """`expected`: the median of its past; `score`: how far above in standard deviations; null: too little is known.
    `warned`: above the threshold, and not fewer than the least."""

    first: date
    last: date
    count: int
    expected: float | None
    score: float | None
    warned: bool


class SeriesView(Reply):
    """Periods that are over, the oldest first; those of which nothing is known are left out."""

    series: Series
    title: Label
    periods: list[SeriesPeriod]


class WarningList(Reply):
    """`unit`: the one whose series these are; null: the whole city's."""

    every: Literal["day", "week"]
    unit: str | None
    threshold: float
    least: int
    items: list[SeriesView]


class ComplaintImport(Reply):
    """`days`: counts that the file holds; `changed`: those that were new or other than before."""

    days: int
    changed: int
