"""What is to be reached, and how far it is: a table in words, and a chart of one bar for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from math import log10

Figures = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Aim:
    """`figure` is to be at most (or at least) `bound`."""

    number: str
    what: str
    figure: str
    bound: float
    at_least: bool = False

    def reached(self, figures: Figures) -> float | None:
        """How many times the aim: 1 and more is enough. None where it was not measured."""
        found = figures.get(self.figure)
        if not isinstance(found, int | float) or not found:
            return None
        return found / self.bound if self.at_least else self.bound / found

    @property
    def sign(self) -> str:
        return "≥" if self.at_least else "≤"


def _at_least(number: str, what: str, figure: str, bound: float) -> Aim:
    return Aim(number, what, figure, bound, at_least=True)


def _cold(rules: int, records: int) -> Aim:
    what = f"decide, cold, {rules} rules, {records} records, to the best peer"
    return Aim("P1", what, f"decide_{rules}_rules_{records}_records_cold_to_best_peer", 0.5)


def _served(kind: str) -> tuple[Aim, ...]:
    named = f"hot_{kind.lower()}"
    return (
        _at_least("P2", f"check, 10 % hits, {kind}, to an empty endpoint", f"{named}_10_to_noop", 2),
        _at_least("P2", f"check, 50 % hits, {kind}, to an empty endpoint", f"{named}_50_to_noop", 1.5),
        Aim("P2", f"its p99, 10 % hits, {kind}, to that of the endpoint", f"{named}_10_p99_to_noop", 2),
    )


AIMS = (
    *(_cold(rules, records) for rules in (30, 100) for records in (2, 10)),
    Aim("P1", "decide, remembered, µs", "decide_memoised_microseconds", 2),
    *_served("SQLite"),
    *_served("PostgreSQL"),
    _at_least("P3", "merchants of batches a second and core, 10 % hits", "batch_10_per_second", 50_000),
    Aim("P4", "screening to a copy of the file", "bulk_unvalidated_to_copy", 2),
    Aim("P4", "screening with validation to a copy", "bulk_validated_to_copy", 4),
    Aim("P4", "its memory, MB", "bulk_peak_megabytes", 3_000),
    Aim("P5", "local verdict, p50, µs", "local_verdict_microseconds_p50", 20),
    Aim("P5", "local typed answer, p50, µs", "local_answer_microseconds_p50", 80),
    Aim("P5", "opening, ms", "local_open_milliseconds", 100),
    Aim("P5", "memory, MB", "local_megabytes", 150),
    Aim("P6", "three replicas follow a change, p99, ms", "replicas_follow_p99_ms", 1_000),
    Aim("P7", "name search, p99, ms", "names_p99_ms", 10),
    Aim("P8", "check, ten million listed to ten thousand", "sizes_large_to_small", 1.2),
    Aim("P8", "the same with cold pages", "sizes_large_cold_to_small", 1.2),
    Aim("P9", "bundle, building, s", "bundle_build_seconds", 60),
    Aim("P9", "bundle, MB", "bundle_megabytes", 400),
    Aim("P9", "delta of 1,000 changes, building, s", "bundle_delta_build_seconds", 1),
    Aim("P9", "delta, applying, s", "bundle_delta_apply_seconds", 1),
    Aim("", "p99 of checks during an import of a million to before", "beside_import_check_p99_to_before", 1.2),
    Aim("", "a million enrolled and screened, s", "enrolments_seconds", 600),
    Aim("", "console, first contentful paint of the slowest page, ms", "console_paint_slowest_ms", 1_000),
    Aim("", "console, slowest action, ms", "console_action_slowest_ms", 300),
    _at_least("", "import, rows a second", "import_rows_per_second", 20_000),
    Aim("", "impact of a million, 100 rules, s", "impact_100_rules_seconds", 30),
)


def table(figures: Figures) -> str:
    """A line for each aim that was measured."""
    return "\n".join(_line(aim, figures) for aim in AIMS if aim.reached(figures) is not None)


def _line(aim: Aim, figures: Figures) -> str:
    enough = "reached" if (aim.reached(figures) or 0) >= 1 else "NOT reached"
    return f"{aim.number:3} {aim.what:62} {figures[aim.figure]!s:>9}  {aim.sign} {aim.bound:g}  {enough}"


_ROW, _LABEL, _WIDE, _DECADES = 22, 430, 320, 2


def chart(figures: Figures) -> str:
    """SVG: how many times each aim, from a hundredth to a hundred times; the line in the middle is the aim."""
    measured = [(aim, times) for aim in AIMS if (times := aim.reached(figures)) is not None]
    middle, height = _LABEL + _WIDE // 2, _ROW * (len(measured) + 1)
    rows = [
        part
        for number, (aim, times) in enumerate(measured)
        for part in _bar(aim, times, figures[aim.figure], middle, _ROW * number)
    ]
    line = f'<line x1="{middle}" x2="{middle}" y1="0" y2="{height - _ROW}" stroke="#444"/>'
    foot = f'<text x="{middle}" y="{height - 6}" text-anchor="middle">the aim; tenfold at each line</text>'
    ticks = [
        f'<line x1="{x}" x2="{x}" y1="0" y2="{height - _ROW}" stroke="#ccc"/>'
        for decade in range(-_DECADES, _DECADES + 1)
        if decade
        for x in [middle + decade * _WIDE // (2 * _DECADES)]
    ]
    size = f'width="{_LABEL + _WIDE + 90}" height="{height}"'
    style = 'font-family="sans-serif" font-size="12"'
    return "\n".join(
        [f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>', *ticks, *rows, line, foot, "</svg>", ""]
    )


def _bar(aim: Aim, times: float, found: object, middle: int, top: int) -> list[str]:
    length = max(-_DECADES, min(_DECADES, log10(times))) * _WIDE / (2 * _DECADES)
    left, colour = min(middle, middle + length), "#2a7" if times >= 1 else "#c44"
    told = escape(f"{aim.number} {aim.what}".strip())
    return [
        f'<text x="4" y="{top + 15}">{told}</text>',
        f'<rect x="{left:.1f}" y="{top + 4}" width="{abs(length):.1f}" height="14" fill="{colour}"/>',
        f'<text x="{_LABEL + _WIDE + 8}" y="{top + 15}">{escape(f"{found} ({aim.sign} {aim.bound:g})")}</text>',
    ]
