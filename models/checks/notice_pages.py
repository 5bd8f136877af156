"""A notice on paper: as one HTML page that needs nothing else, or as PDF in a font that readers have for Chinese."""

from collections.abc import Iterator
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from reportlab.lib.colors import grey
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from huixin.core.texts import day_in_words
from models.checks.notice import Notice

PAGE = Environment(
    loader=PackageLoader("models"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
).get_template("notice.html.j2")
FONT = "STSong-Light"
"""One of the fonts of Adobe-GB1 that readers bring along: no file of it is needed here, or in the document."""


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
        invariant=1,
    )
    document.build(list(_flow(notice, _styles())))
    return made.getvalue()


@cache
def _styles() -> dict[str, Any]:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    plain = ParagraphStyle("plain", fontName=FONT, fontSize=12, leading=19, wordWrap="CJK")
    return {
        "plain": plain,
        "title": ParagraphStyle("title", plain, fontSize=20, leading=28, alignment=TA_CENTER),
        "centred": ParagraphStyle("centred", plain, alignment=TA_CENTER),
        "heading": ParagraphStyle("heading", plain, fontSize=14, leading=22, spaceBefore=8, keepWithNext=1),
        "en": ParagraphStyle("en", plain, fontSize=9.5, leading=13, textColor=grey, wordWrap=None, spaceAfter=4),
    }


def _flow(notice: Notice, styles: dict[str, Any]) -> Iterator[Any]:
    def said(text: str, style: str = "plain") -> Any:
        # what people wrote is text and never markup
        return Paragraph(escape(text), styles[style])

    yield said(notice.title.zh, "title")
    yield said(notice.title.en, "centred")
    yield said(notice.number.zh, "centred")
    yield Spacer(0, 6 * mm)
    yield said(notice.addressee.zh)
    yield said(notice.addressee.en, "en")
    for section in notice.sections:
        yield said(f"{section.heading.zh}  {section.heading.en}", "heading")
        for line in section.lines:
            yield said(line.zh)
            yield said(line.en, "en")
    yield Spacer(0, 14 * mm)
    seal = [
        said(text, "centred")
        for text in (notice.issuer, f"{notice.seal.zh} {notice.seal.en}", day_in_words(notice.day).zh)
    ]
    box = TableStyle([("BOX", (0, 0), (-1, -1), 0.5, grey, None, (2, 2)), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    yield Table([[seal]], colWidths=[70 * mm], rowHeights=[45 * mm], hAlign="RIGHT", style=box)
