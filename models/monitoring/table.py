"""Figures as a caller reads them: rows with their titles and the way to the cases behind, and the same as CSV."""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO
from urllib.parse import urlencode

from huixin.types.base import Label
from huixin.types.monitoring import (
    Dimension,
    Figure,
    FigureCases,
    FigureDefinition,
    FigureTable,
    FigureView,
)
from models.cases.work import Work
from models.monitoring.figures import DEFINITIONS, NONE, Group, Span, for_all_eyes, groups, seen_by
from models.monitoring.seen import CaseSeen, cases_seen
from rules.catalogue import Catalogue
from rules.duties import period_of

CASES_PATH = "/v1/monitoring/cases"
_KINDS = {
    Dimension.UNIT: "units",
    Dimension.DEPARTMENT: "departments",
    Dimension.PROBLEM_TYPE: "problem_types",
    Dimension.LIST: "lists",
}
_WORDS = {NONE: Label(zh="未定", en="not known yet"), "all": Label(zh="全市", en="all")}


def span_of(first: date | None, last: date | None, as_of: date | None, today: date, *, published: bool = False) -> Span:
    """By default the quarter of the day, as of today."""
    day = as_of or today
    quarter = period_of("quarter", day)
    return Span(first or quarter.first, last or quarter.last, day, published)


def _cases(work: Work, span: Span) -> list[CaseSeen]:
    found = cases_seen(work.session, work.catalogue, span.as_of, work.today)
    return for_all_eyes(found, work.catalogue) if span.published else found


def figure_table(work: Work, by: Dimension, span: Span, figures: Iterable[Figure] = tuple(Figure)) -> FigureTable:
    """Raises Invalid for a day of which no end is known."""
    cases = _cases(work, span)
    sees, wanted = seen_by(work.caller, work.catalogue), tuple(figures)
    items = [
        _view(work.catalogue, group, by, span)
        for figure in wanted
        for group in groups(cases, figure, by, span, sees)
    ]  # fmt: skip
    return FigureTable(
        first=span.first,
        last=span.last,
        as_of=span.as_of,
        final=span.as_of < work.today,
        by=by,
        definitions=[
            FigureDefinition(figure=figure, title=DEFINITIONS[figure].title, says=DEFINITIONS[figure].says)
            for figure in wanted
        ],
        items=items,
    )


def cases_behind(work: Work, figure: Figure, by: Dimension, group: str, span: Span) -> FigureCases:
    """None where the caller's figure has no such group. Raises Invalid for a day of which no end is known."""
    cases = _cases(work, span)
    found = groups(cases, figure, by, span, seen_by(work.caller, work.catalogue))
    one = next((one for one in found if one.code == group), Group(figure, group, (), ()))
    return FigureCases(
        figure=figure,
        by=by,
        group=group,
        first=span.first,
        last=span.last,
        as_of=span.as_of,
        counted=list(one.counted),
        others=list(one.others),
    )


def _view(catalogue: Catalogue, group: Group, by: Dimension, span: Span) -> FigureView:
    return FigureView(
        figure=group.figure,
        group=group.code,
        title=_title(catalogue, by, group.code),
        counted=len(group.counted),
        of=group.of,
        percent=group.percent,
        cases=path_to(group, by, span),
    )


def path_to(group: Group, by: Dimension, span: Span) -> str:
    """Where the cases behind a number are told."""
    asked = {"figure": group.figure, "by": by, "group": group.code}
    asked |= {"first": str(span.first), "last": str(span.last), "as_of": str(span.as_of)}
    if span.published:
        asked["published"] = "true"
    return f"{CASES_PATH}?{urlencode(asked)}"


def _title(catalogue: Catalogue, by: Dimension, code: str) -> Label:
    entry = getattr(catalogue, _KINDS[by]).get(code) if by in _KINDS else None
    return entry.title if entry is not None else _WORDS.get(code, Label(zh=code, en=code))


COLUMNS = ("figure", "group", "title_zh", "counted", "of", "percent", "first", "last", "as_of", "cases")


def as_csv(table: FigureTable) -> str:
    """For spreadsheets, which know UTF-8 by its mark. No cell begins like a formula: codes and numbers do not."""
    text = StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    days = (table.first, table.last, table.as_of)
    for one in table.items:
        percent = "" if one.percent is None else one.percent
        writer.writerow((one.figure, one.group, one.title.zh, one.counted, one.of, percent, *days, one.cases))
    return text.getvalue()
