"""Examples of duties in the API description. All of it is fictional."""

from datetime import date

from api.example_case import AT, HEX
from huixin.types.base import Label
from huixin.types.duty import DutyList, DutyReportPage, DutyReportRequest, DutyReportView, DutyState, DutyView

REPORT = DutyReportRequest(
    duty="publicity", on=date(2026, 10, 20), note="在门户网站曝光三批共十二户", document_number="惠市网信〔2026〕18号"
)
REPORT_VIEW = DutyReportView(
    id=f"dur_{HEX}",
    body="huizhou/cyberspace",
    period_from=date(2026, 10, 1),
    by="惠州市互联网信息办公室",
    created_at=AT,
    withdrawn_at=None,
    **REPORT.model_dump(exclude={"body"}),
)
REPORT_PAGE = DutyReportPage(items=[REPORT_VIEW], next=None)
DUTIES = DutyList(
    items=[
        DutyView(
            duty="publicity",
            title=Label(zh="曝光专项治理对象，宣传工作进展", en="Expose who is listed, publish the progress"),
            ground="huizhou-notice-2018/三(二)5",
            role="lead",
            body="huizhou/cyberspace",
            body_known=True,
            every="quarter",
            period_from=date(2026, 10, 1),
            period_to=date(2026, 12, 31),
            due=date(2027, 1, 10),
            state=DutyState.DONE,
            reports=[REPORT_VIEW],
        )
    ]
)
