"""What the bodies of the working group did about their tasks, and what the centre opened on who did nothing."""

from datetime import timedelta

from api.demo.cast import CENTRE, UNITS
from api.demo.office import Office
from huixin.core.windows import day_of
from huixin.types.duty import DutyReportRequest
from huixin.types.monitoring import SupervisionKind, SupervisionRequest
from huixin.types.report import ReportApproval, ReportPublication, ReportRequest
from models.cases.work import Work
from models.duties import enter_report
from models.monitoring.supervisions import open_supervision
from models.reports.reports import act_on_report, draw_up
from models.submissions.submitting import add_platform, submit
from models.warnings.complaints import import_complaints
from rules.duties import period_before, period_of

IDLE_UNIT = "longmen"
"""It has reported nothing of last month, and is overdue."""
DONE = {
    "share_lists": "推送名单两批，各县区均已签收",
    "alliance": "组织联盟成员座谈一次",
    "publicity": "在门户网站曝光三批",
    "training": "举办轮训一期",
    "monitoring": "发布季度监测报告",
}


def report_duties(office: Office) -> None:
    """Of the period before: the counties but one, and for the city's departments, which are no members, the centre."""
    for unit in UNITS:
        if unit != IDLE_UNIT:
            _report(office, unit, "verify_and_rectify", unit, "上月推送企业核查完毕，逐户建立台账")
    for code, note in DONE.items():
        lead = office.ruleset.catalogue.duties[code].lead[0]
        _report(office, CENTRE, code, f"huizhou/{lead}", note)
    said = SupervisionRequest(kind=SupervisionKind.CIRCULAR, body=IDLE_UNIT, reason="上月核查情况逾期未报")
    open_supervision(office.work(CENTRE), said)


def publish_report(office: Office) -> None:
    """On the month before: drawn up by the centre, approved by its other officer."""
    before = period_before("month", period_of("month", day_of(office.now)))
    assert before is not None  # noqa: S101 (today is not the first of all days)
    request = ReportRequest(every="month", on=before.last, as_of=day_of(office.now) - timedelta(days=1))
    key = draw_up(office.work(CENTRE), request).id
    act_on_report(office.work("officer"), key, ReportApproval())
    act_on_report(office.work(CENTRE), key, ReportPublication())


def count_complaints(office: Office) -> None:
    """Of a quarter to both hotlines; in the last full week many more came to 12315."""
    today = day_of(office.now)
    rows = ["day,source,count"]
    for back in range(1, 100):
        day = today - timedelta(days=back)
        many = 2 if back <= today.isoweekday() + 6 else 1
        rows += [f"{day},12315,{(9 + back % 4) * many}", f"{day},12345,{6 + back % 3}"]
    import_complaints(office.work(CENTRE), "\n".join(rows).encode())


def submit_upward(office: Office) -> None:
    """To a provincial platform that takes files and has not answered yet."""
    add_platform(office.session, office.keys, "guangdong", "广东省信用平台（演示）", None, None, office.now)
    submit(office.work(CENTRE), "guangdong")


def _report(office: Office, who: str, duty: str, body: str, note: str) -> None:
    """Reported on the third day after the period."""
    catalogue, today = office.ruleset.catalogue, day_of(office.now)
    every = catalogue.duties[duty].every
    before = period_before(every, period_of(every, today))
    assert before is not None  # noqa: S101 (today is not the first of all days)
    at = min(office.now, office.now - timedelta(days=(today - before.last).days - 3))
    work = Work(office.session, office.callers[who], catalogue, at)
    enter_report(work, DutyReportRequest(duty=duty, on=before.last, note=note, body=body))
