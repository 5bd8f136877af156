"""A notice on paper: as one HTML page that needs nothing else, or as PDF, which carries its font."""

from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from reportlab.lib.colors import HexColor, grey
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from huixin.core.texts import day_in_words
from models.checks.notice import Notice, Section
from models.checks.notice_lines import ChineseParagraph

PAGE = Environment(
    loader=PackageLoader("models"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
).get_template("notice.html.j2")
DARK = HexColor(0x333333)
Said: TypeAlias = Callable[[str, str], Any]
FONT = "NotoSerifSC"
FONT_FILE = Path(__file__).parents[1] / "fonts" / "NotoSerifSC-Regular.ttf"
"""Under the SIL Open Font License; a notice carries the characters that it shows, and no more."""


def as_html(notice: Notice) -> str:
    return PAGE.render(notice=notice, day=day_in_words(notice.day).zh)


def as_pdf(notice: Notice) -> bytes:
    """The same bytes for the same notice."""
    made = BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=26 * mm,
        rightMargin=26 * mm,
        topMargin=30 * mm,
        bottomMargin=30 * mm,
        title=notice.title.zh,
        author=notice.issuer,
        lang="zh-CN",
        initialFontName=FONT,
        invariant=1,
    )

    def numbered(canvas: Any, _: Any) -> None:
        """Pages of two notices are not to be taken for each other."""
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, 18 * mm, f"{notice.number.zh}　—{canvas.getPageNumber()}—")

    document.build(list(_flow(notice, styles())), onFirstPage=numbered, onLaterPages=numbered)
    return made.getvalue()


@cache
def styles() -> dict[str, Any]:
    pdfmetrics.registerFont(TTFont(FONT, str(FONT_FILE)))
    plain = ParagraphStyle("plain", fontName=FONT, fontSize=12, leading=19, wordWrap="CJK")
    return {
        "with_en": ParagraphStyle("with_en", plain, keepWithNext=1),
        "title": ParagraphStyle("title", plain, fontSize=20, leading=28, alignment=TA_CENTER),
        "centred": ParagraphStyle("centred", plain, alignment=TA_CENTER),
        "heading": ParagraphStyle("heading", plain, fontSize=14, leading=22, spaceBefore=8, keepWithNext=1),
        "en": ParagraphStyle("en", plain, fontSize=9.5, leading=13, textColor=DARK, wordWrap=None, spaceAfter=4),
    }


def _flow(notice: Notice, known: dict[str, Any]) -> Iterator[Any]:
    def said(text: str, style: str) -> Any:
        # what people wrote is text and never markup
        made = Paragraph if style == "en" else ChineseParagraph
        return made(escape(text), known[style])

    yield said(notice.title.zh, "title")
    yield said(notice.title.en, "centred")
    yield said(notice.number.zh, "centred")
    yield Spacer(0, 6 * mm)
    yield said(notice.addressee.zh, "with_en")
    yield said(notice.addressee.en, "en")
    *sections, last = (_section(section, said) for section in notice.sections)
    for section in sections:
        yield from section
    # a seal on a page of its own would seal nothing
    yield KeepTogether([*last, Spacer(0, 14 * mm), _seal(notice, said)])


def _section(section: Section, said: Said) -> list[Any]:
    lines = [one for line in section.lines for one in (said(line.zh, "with_en"), said(line.en, "en"))]
    return [said(f"{section.heading.zh}  {section.heading.en}", "heading"), *lines]


def _seal(notice: Notice, said: Said) -> Any:
    seal = [
        said(text, "centred")
        for text in (notice.issuer, f"{notice.seal.zh} {notice.seal.en}", day_in_words(notice.day).zh)
    ]
    whole = ((0, 0), (-1, -1))
    box = TableStyle([("FONTNAME", *whole, FONT), ("BOX", *whole, 0.5, grey, None, (2, 2)), ("VALIGN", *whole, "TOP")])
    return Table([[seal]], colWidths=[84 * mm], rowHeights=[45 * mm], hAlign="RIGHT", style=box)
