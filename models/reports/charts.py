"""Bars of percentages, laid out once: as SVG for a page, as a drawing for PDF."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor

from huixin.types.report import ReportRow

WIDTH, LINE, NAMES, NUMBERS = 440, 20, 150, 90
"""Points: of the whole, of one bar's line, and of what stands before and behind the bars."""
FULL = WIDTH - NAMES - NUMBERS
SHADE, GROUND = "#36648b", "#e4e9ee"


@dataclass(frozen=True, slots=True)
class Bar:
    """`top`: from the upper edge. `length`: of FULL."""

    name: str
    said: str
    top: int
    length: float


def bars(rows: Iterable[ReportRow]) -> list[Bar]:
    """One for each row; what is a rate of nothing has no length."""
    return [
        Bar(row.title.zh, _said(row), index * LINE, 0.0 if row.percent is None else FULL * row.percent / 100)
        for index, row in enumerate(rows)
    ]


def _said(row: ReportRow) -> str:
    return "—" if row.percent is None else f"{row.percent}%（{row.counted}/{row.of}）"


def svg(rows: Iterable[ReportRow], label: str) -> Markup:
    """Text in it is text, whatever it holds."""
    shapes = bars(rows)
    head = Markup('<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}" viewBox="0 0 {} {}">').format(
        label, WIDTH, LINE * len(shapes)
    )
    return head + Markup("").join(_svg_bar(bar) for bar in shapes) + Markup("</svg>")


def _svg_bar(bar: Bar) -> Markup:
    base, top, height = bar.top + LINE - 6, bar.top + 3, LINE - 6
    return Markup(
        '<text x="{}" y="{}" font-size="10" text-anchor="end">{}</text>'
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/><rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>'
        '<text x="{}" y="{}" font-size="10">{}</text>'
    ).format(
        *(NAMES - 6, base, bar.name),
        *(NAMES, top, FULL, height, GROUND),
        *(NAMES, top, f"{bar.length:.1f}", height, SHADE),
        *(NAMES + FULL + 6, base, bar.said),
    )


def drawing(rows: Iterable[ReportRow], font: str) -> Drawing:
    shapes = bars(rows)
    made = Drawing(WIDTH, LINE * len(shapes))
    for bar in shapes:
        for shape in _shapes(bar, LINE * len(shapes), font):
            made.add(shape)
    return made


def _shapes(bar: Bar, whole: int, font: str) -> Iterator[Rect | String]:
    bottom, height = whole - bar.top - LINE + 3, LINE - 6
    yield String(NAMES - 6, bottom + 3, bar.name, fontName=font, fontSize=9, textAnchor="end")
    yield Rect(NAMES, bottom, FULL, height, fillColor=HexColor(GROUND), strokeColor=None)
    yield Rect(NAMES, bottom, bar.length, height, fillColor=HexColor(SHADE), strokeColor=None)
    yield String(NAMES + FULL + 6, bottom + 3, bar.said, fontName=font, fontSize=9)
