"""Examples of reports in the API description. All of it is fictional."""

from datetime import date

from api.example_case import AT, HEX
from api.monitoring_examples import FIGURES
from huixin.types.base import Label
from huixin.types.monitoring import Dimension
from huixin.types.report import (
    ReportApproval,
    ReportContents,
    ReportDiscarding,
    ReportPage,
    ReportPublication,
    ReportRequest,
    ReportRow,
    ReportState,
    ReportTable,
    ReportView,
)

REPORT = ReportRequest(every="quarter", on=date(2026, 9, 30), as_of=date(2026, 10, 15))
_ROWS = [ReportRow.model_validate(one.model_dump()) for one in FIGURES.items]
REPORT_VIEW = ReportView(
    id=f"rep_{HEX}",
    every="quarter",
    first=FIGURES.first,
    last=FIGURES.last,
    as_of=FIGURES.as_of,
    state=ReportState.DRAFT,
    created_at=AT,
    approved_at=None,
    published_at=None,
    contents=ReportContents(
        title=Label(zh="2026年第3季度电子商务领域严重失信问题专项治理监测报告", en="Monitoring report, Q3 2026"),
        remarks=None,
        definitions=FIGURES.definitions,
        tables=[ReportTable(by=Dimension.UNIT, title=Label(zh="按县区", en="By unit"), rows=_ROWS)],
        duties={"done": 11, "overdue": 2},
        supervisions={"open": 1},
        queries={
            "duties": "/v1/duties?on=2026-10-15&as_of=2026-10-15&role=lead",
            "supervisions": "/v1/supervisions?first=2026-07-01&as_of=2026-10-15",
        },
    ),
)
REPORTS = ReportPage(items=[REPORT_VIEW], next=None)
REPORT_ACTIONS = {
    "approve": ReportApproval(),
    "publish": ReportPublication(),
    "discard": ReportDiscarding(reason="数据截至日期有误"),
}
