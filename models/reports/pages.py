"""A report on paper: one HTML page that needs nothing else, PDF that carries its font, and its numbers as CSV."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO, StringIO
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, SimpleDocTemplate, Spacer

from huixin.core.texts import day_in_words
from huixin.types.base import Label
from huixin.types.monitoring import Dimension, Figure
from huixin.types.report import ReportContents, ReportRow, ReportState, ReportView
from models.checks.notice_lines import ChineseParagraph
from models.checks.notice_pages import FONT, styles
from models.reports.charts import drawing, svg

PAGE = Environment(
    loader=PackageLoader("models"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
).get_template("report.html.j2")
STATES = {
    ReportState.DRAFT: "（草稿，未经批准）",
    ReportState.APPROVED: "（已批准，未发布）",
    ReportState.PUBLISHED: "",
    ReportState.DISCARDED: "（已作废）",
}
_WORDS = {"done": "按期完成", "late": "逾期完成", "open": "未到期", "overdue": "逾期未报"}
_SUPERVISED = {"open": "待反馈", "overdue": "逾期未反馈", "answered": "已反馈", "closed": "已办结"}


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure in one division."""

    heading: str
    rows: list[ReportRow]

    @property
    def svg(self) -> Markup:
        return svg(self.rows, self.heading)


def charts(report: ReportView) -> list[Chart]:
    """The whole city in one, then each figure in each division that has any."""
    found = []
    titles = {one.figure: one.title for one in report.contents.definitions}
    for table in report.contents.tables:
        if table.by is Dimension.ALL:
            rows = [row.model_copy(update={"title": titles[row.figure]}) for row in table.rows]
            found.append(Chart(table.title.zh, rows))
            continue
        for figure in Figure:
            rows = [row for row in table.rows if row.figure is figure]
            if rows:
                found.append(Chart(f"{titles[figure].zh}　{table.title.zh}", rows))
    return [chart for chart in found if chart.rows]


def _sentences(report: ReportView) -> Iterator[str]:
    contents = report.contents
    first, last, as_of = (day_in_words(day).zh for day in (report.first, report.last, report.as_of))
    yield f"统计期间：{first}至{last}；数据截至{as_of}。仅统计各成员均可见的名单。"
    yield "任务完成情况：" + (_told(contents.duties, _WORDS) or "无") + "。"
    yield "督导情况：" + (_told(contents.supervisions, _SUPERVISED) or "无") + "。"
    if contents.remarks:
        yield contents.remarks


def _told(counts: dict[str, int], words: dict[str, str]) -> str:
    return "，".join(f"{words[code]}{number}项" for code, number in counts.items())


def _definitions(report: ReportView) -> list[tuple[Label, Label]]:
    return [(one.title, one.says) for one in report.contents.definitions]


def as_html(report: ReportView) -> str:
    return PAGE.render(
        title=report.contents.title,
        mark=STATES[report.state],
        sentences=list(_sentences(report)),
        definitions=_definitions(report),
        charts=charts(report),
    )


def as_pdf(report: ReportView) -> bytes:
    """The same bytes for the same report."""
    made = BytesIO()
    title = report.contents.title.zh
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=26 * mm,
        rightMargin=26 * mm,
        topMargin=30 * mm,
        bottomMargin=30 * mm,
        title=title,
        lang="zh-CN",
        initialFontName=FONT,
        invariant=1,
    )

    def numbered(canvas: Any, _: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, 18 * mm, f"—{canvas.getPageNumber()}—")

    document.build(list(_flow(report)), onFirstPage=numbered, onLaterPages=numbered)
    return made.getvalue()


def _flow(report: ReportView) -> Iterator[Any]:
    def said(text: str, style: str) -> Any:
        # what people wrote is text and never markup
        return ChineseParagraph(escape(text), styles()[style])

    yield said(report.contents.title.zh + STATES[report.state], "title")
    yield Spacer(0, 6 * mm)
    for sentence in _sentences(report):
        yield said(sentence, "with_en")
    for title, says in _definitions(report):
        yield said(f"{title.zh}：{says.zh}。", "with_en")
    for chart in charts(report):
        yield KeepTogether([said(chart.heading, "heading"), drawing(chart.rows, FONT)])


COLUMNS = ("by", "figure", "group", "title_zh", "counted", "of", "percent", "first", "last", "as_of", "cases")


def as_csv(report: ReportView) -> str:
    """For spreadsheets, which know UTF-8 by its mark."""
    text = StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    days = (report.first, report.last, report.as_of)
    for table in report.contents.tables:
        for row in table.rows:
            numbers = (row.counted, row.of, "" if row.percent is None else row.percent)
            writer.writerow((table.by, row.figure, row.group, row.title.zh, *numbers, *days, row.cases))
    for what, counts, words in _counts(report.contents):
        of, query = sum(counts.values()), report.contents.queries.get(what)
        for state, counted in counts.items():
            asked = None if query is None else f"{query}&state={state}"
            numbers = (counted, of, round(100 * counted / of, 1))
            writer.writerow(("state", what, state, words[state], *numbers, *days, asked))
    return text.getvalue()


def _counts(contents: ReportContents) -> Iterator[tuple[str, dict[str, int], dict[str, str]]]:
    yield "duties", contents.duties, _WORDS
    yield "supervisions", contents.supervisions, _SUPERVISED
