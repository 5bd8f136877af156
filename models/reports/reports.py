"""A report from its drawing up to its publication. What it says is kept as it was drawn up, and never changes."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement
from sqlmodel import Field, col, select, true
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.vocabulary import MemberKind
from huixin.types.base import Label
from huixin.types.monitoring import Dimension, FigureTable
from huixin.types.report import (
    ReportAct,
    ReportApproval,
    ReportContents,
    ReportDiscarding,
    ReportPublication,
    ReportRequest,
    ReportRow,
    ReportState,
    ReportTable,
    ReportView,
)
from models.base import Instant, MainTable, new_id, one_of
from models.caller import Caller
from models.cases.seen import SEES_ALL
from models.cases.work import Work, wrong
from models.duties import duties
from models.errors import Conflict, Forbidden, NotFound
from models.members import is_same_person
from models.monitoring.figures import Span
from models.monitoring.supervisions import state_of, supervisions
from models.monitoring.table import figure_table
from models.personal import refuse_personal
from models.public_names import refuse_names
from models.rulesets.deciding import SecondPersonNeeded
from rules.duties import Period, period_of

DIVISIONS = {
    Dimension.ALL: Label(zh="全市", en="The whole city"),
    Dimension.UNIT: Label(zh="按县区", en="By unit"),
    Dimension.DEPARTMENT: Label(zh="按部门", en="By department"),
    Dimension.PROBLEM_TYPE: Label(zh="按问题类型", en="By problem type"),
    Dimension.LIST: Label(zh="按名单", en="By list"),
    Dimension.MONTH: Label(zh="按月", en="By month"),
}


class Report(MainTable, table=True):
    """`hands`: the credentials that drew it up, none of which approves it."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("every = 'month' OR every = 'quarter'", name="every"),
        CheckConstraint(one_of("state", ReportState), name="state"),
        CheckConstraint("state = 'draft' OR state = 'discarded' OR approved_by IS NOT NULL", name="approved"),
        CheckConstraint("approved_by IS NULL OR approved_by <> drawn_up_by", name="second_person"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published"),
        CheckConstraint('"last" >= "first"', name="days"),
    )
    id: str = Field(primary_key=True, max_length=40)
    every: str = Field(max_length=16)
    first: date
    last: date
    as_of: date
    state: str = Field(max_length=16)
    contents: dict[str, Any] = Field(sa_type=JSON)
    drawn_up_by: str = Field(max_length=40)
    approved_by: str | None = Field(default=None, max_length=40)
    reason: str | None = None
    """Why it was discarded."""
    created_at: datetime = Field(sa_type=Instant)
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    published_at: datetime | None = Field(default=None, sa_type=Instant)


def draw_up(work: Work, said: ReportRequest) -> Report:
    """Raises Forbidden for others than the centre, Invalid for a day that is not over."""
    _centre_only(work.caller)
    refuse_personal(said)
    refuse_names(work.session, work.catalogue, said)
    period = period_of(said.every, said.on)
    as_of = said.as_of or min(period.last, work.today - timedelta(days=1))
    if not period.first <= as_of < work.today:
        pointer = "/on" if said.as_of is None else "/as_of"
        raise wrong(pointer, "not_over", f"A report counts as of a day of or after {period.first} that is over.")
    row = Report(
        id=new_id("rep"),
        every=said.every,
        first=period.first,
        last=period.last,
        as_of=as_of,
        state=ReportState.DRAFT,
        contents=_contents(work, said, period, as_of).model_dump(mode="json"),
        drawn_up_by=work.caller.client_id,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _contents(work: Work, said: ReportRequest, period: Period, as_of: date) -> ReportContents:
    span = Span(period.first, period.last, as_of, published=True)
    tables = [figure_table(work, by, span) for by in DIVISIONS]
    stand = Counter(str(one.state) for one in duties(work, as_of, as_of) if one.role == "lead")
    stood = work.session.exec(supervisions(work, first=period.first, as_of=as_of))
    supervised = Counter(str(state_of(row, as_of)) for row in stood)
    return ReportContents(
        title=_title(said.every, period),
        remarks=said.remarks,
        definitions=tables[0].definitions,
        tables=[_table(table) for table in tables],
        duties=dict(sorted(stand.items())),
        supervisions=dict(sorted(supervised.items())),
        queries={
            "duties": f"/v1/duties?on={as_of}&as_of={as_of}&role=lead",
            "supervisions": f"/v1/supervisions?first={period.first}&as_of={as_of}",
        },
    )


def _title(every: str, period: Period) -> Label:
    year, quarter = period.first.year, (period.first.month + 2) // 3
    zh = f"{year}年{period.first.month}月" if every == "month" else f"{year}年第{quarter}季度"
    en = f"{period.first:%Y-%m}" if every == "month" else f"Q{quarter} {year}"
    return Label(zh=f"{zh}电子商务领域严重失信问题专项治理监测报告", en=f"Monitoring report, {en}")


def _table(table: FigureTable) -> ReportTable:
    rows = [ReportRow.model_validate(one.model_dump()) for one in table.items]
    return ReportTable(by=table.by, title=DIVISIONS[table.by], rows=rows)


def act_on_report(work: Work, key: str, act: ReportAct) -> Report:
    """Raises NotFound, Forbidden, SecondPersonNeeded, Conflict, Invalid."""
    row = find_report(work, key, for_update=True)
    _centre_only(work.caller)
    refuse_personal(act)
    match act:
        case ReportApproval():
            _refuse_unless(row, ReportState.DRAFT)
            _refuse_same_person(work, row)
            row.approved_by, row.approved_at, row.state = work.caller.client_id, work.now, ReportState.APPROVED
        case ReportPublication():
            _refuse_unless(row, ReportState.APPROVED)
            row.published_at, row.state = work.now, ReportState.PUBLISHED
        case ReportDiscarding():
            _refuse_unless(row, ReportState.DRAFT, ReportState.APPROVED)
            row.reason, row.state = act.reason, ReportState.DISCARDED
    work.session.flush()
    return row


def _refuse_same_person(work: Work, row: Report) -> None:
    if is_same_person(work.session, work.caller, [row.drawn_up_by]):
        raise SecondPersonNeeded(
            "You drew this report up; another person approves it.", zh="拟稿人不得批准本人拟的报告，须由另一人批准。"
        )


def _refuse_unless(row: Report, *states: ReportState) -> None:
    if row.state not in states:
        raise Conflict(f"The report is {row.state}; it has to be {' or '.join(states)}.")


def _centre_only(caller: Caller) -> None:
    if caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre draws reports up.", zh="监测报告由信用中心编制。")


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The centre and auditors see all; everybody else what is published."""
    return true() if caller.kind in SEES_ALL else col(Report.state) == ReportState.PUBLISHED


def reports(caller: Caller) -> SelectOfScalar[Report]:
    return select(Report).where(seen_by(caller))


def find_report(work: Work, key: str, *, for_update: bool = False) -> Report:
    """Raises NotFound for one that the caller may not see, too."""
    statement = reports(work.caller).where(Report.id == key)
    found = work.session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no report {key}.")
    return found


def report_view(row: Report) -> ReportView:
    return ReportView.model_validate(row.model_dump())
