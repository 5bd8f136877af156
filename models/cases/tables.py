"""Tables of cases. What may stand in them is for the database to say; how a case moves, for `moves`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from huixin.types.case import CaseState
from models.base import Instant, MainTable, one_of


class Case(MainTable, table=True):
    """What became of one lead. `version` counts its events."""

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint(one_of("state", CaseState), name="state"),
        CheckConstraint(one_of("result", CaseState), name="result"),
        CheckConstraint(one_of("routed_by", ("jurisdiction", "address", "division", "person")), name="routed_by"),
        CheckConstraint(
            "unit IS NOT NULL OR state IN ('unassigned', 'transferred', 'closed')", name="unit_where_handled"
        ),
        CheckConstraint("problem_types <> '' OR result IS NULL OR result <> 'confirmed'", name="confirmed_with_types"),
        CheckConstraint(one_of("suspended_by", ("court", "review")), name="suspended_by"),
        CheckConstraint("(suspended_on IS NULL) = (suspended_by IS NULL)", name="suspension_complete"),
        CheckConstraint("version >= 1", name="version"),
        Index("ix_case_unit_state", "unit", "state"),
    )
    id: str = Field(primary_key=True, max_length=40)
    listing_id: str = Field(foreign_key="listing.id", max_length=40, unique=True)
    subject_id: str = Field(foreign_key="subject.id", max_length=40, index=True)
    state: str = Field(max_length=32)
    result: str | None = Field(default=None, max_length=32)
    """Which of the nine results verification came to, once it has."""
    unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    """Null: unclear, in the centre's queue."""
    routed_by: str | None = Field(default=None, max_length=16)
    address: str | None = Field(default=None, max_length=300)
    """Registered address as it was pushed."""
    problem_types: str = Field(default="", max_length=300)
    """Codes in alphabetical order, separated by blanks."""
    duplicate_of: str | None = Field(default=None, foreign_key="case.id", max_length=40)
    not_copied: str = Field(default="", max_length=300)
    """Member bodies of the working group whose successor nobody knows, separated by blanks; in the centre's queue."""
    entered_state_on: date
    """Day of the last move that changed the state."""
    suspended_on: date | None = None
    suspended_by: str | None = Field(default=None, max_length=16)
    disputed_on: date | None = None
    relief_on: date | None = None
    opened_at: datetime = Field(sa_type=Instant)
    version: int = 1


class CaseEvent(MainTable, table=True):
    """History: rows are only ever added. `number` counts from 1 within the case."""

    __tablename__ = "case_event"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(one_of("to_state", CaseState), name="to_state"),
        CheckConstraint("(number = 1) = (from_state IS NULL)", name="begins_with_opening"),
    )
    case_id: str = Field(primary_key=True, foreign_key="case.id", max_length=40)
    number: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    member_id: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    """Null for what no member asked for: an import, the command line."""
    by: str = Field(max_length=300)
    action: str = Field(max_length=40)
    from_state: str | None = Field(default=None, max_length=32)
    to_state: str = Field(max_length=32)
    basis: str | None = None
    document_number: str | None = Field(default=None, max_length=300)
    data: dict[str, Any] = Field(sa_type=JSON)


class CaseAddressee(MainTable, table=True):
    """Who has the case before him or got a copy. A unit stands for itself, a department with the unit it belongs to."""

    __tablename__ = "case_addressee"
    __table_args__ = (
        CheckConstraint(one_of("role", ("handling", "copy")), name="role"),
        CheckConstraint("(received_at IS NULL) = (received_by IS NULL)", name="receipt_complete"),
        CheckConstraint("(feedback_at IS NULL) = (feedback IS NULL)", name="feedback_complete"),
        CheckConstraint("received_on IS NULL OR received_at IS NOT NULL", name="received_on_with_receipt"),
        CheckConstraint("feedback_on IS NULL OR feedback_at IS NOT NULL", name="feedback_on_with_feedback"),
        Index("ix_case_addressee_unit_department", "unit", "department"),
    )
    case_id: str = Field(primary_key=True, foreign_key="case.id", max_length=40)
    body: str = Field(primary_key=True, max_length=130)
    """`unit` or `unit/department`."""
    unit: str = Field(foreign_key="unit.code", max_length=64)
    department: str | None = Field(default=None, foreign_key="department.code", max_length=64)
    role: str = Field(max_length=16)
    sent_at: datetime = Field(sa_type=Instant)
    received_on: date | None = None
    received_at: datetime | None = Field(default=None, sa_type=Instant)
    """When it was entered, as `feedback_at`."""
    received_by: str | None = Field(default=None, max_length=64)
    feedback: str | None = None
    feedback_on: date | None = None
    feedback_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)


class CaseTask(MainTable, table=True):
    """整改任务: what one local department has to see rectified; one body, one task, many types."""

    __tablename__ = "case_task"
    __table_args__ = (
        Index("ix_case_task_place", "unit", "department"),
        Index(
            "ix_case_task_standing",
            "case_id",
            "department",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    case_id: str = Field(foreign_key="case.id", max_length=40, index=True)
    unit: str = Field(foreign_key="unit.code", max_length=64)
    department: str | None = Field(default=None, foreign_key="department.code", max_length=64)
    """Null: nobody knows who follows the one named; in the centre's queue."""
    named: str = Field(default="", max_length=300)
    """Codes as the document names them, separated by blanks."""
    created_at: datetime = Field(sa_type=Instant)
    urged_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)


class CaseTaskType(MainTable, table=True):
    """One problem type of a task; `accepted` null until a department has inspected it."""

    __tablename__ = "case_task_type"
    __table_args__ = (CheckConstraint("(accepted IS NULL) = (inspected_on IS NULL)", name="inspected"),)
    task_id: str = Field(primary_key=True, foreign_key="case_task.id", max_length=40)
    problem_type: str = Field(primary_key=True, max_length=64)
    accepted: bool | None = None
    inspected_on: date | None = None


class RectificationOrder(MainTable, table=True):
    """责令限期整改通知书. At most one of a case stands."""

    __tablename__ = "rectification_order"
    __table_args__ = (
        CheckConstraint(
            one_of("mode", ("direct", "left", "mail", "electronic", "entrusted", "public_notice")), name="mode"
        ),
        CheckConstraint(
            "(served_on IS NULL) = (mode IS NULL) AND (served_on IS NULL) = (proof IS NULL)"
            " AND (served_on IS NULL) = (starts_on IS NULL) AND (served_on IS NULL) = (due IS NULL)",
            name="service_complete",
        ),
        CheckConstraint("served_on IS NULL OR served_on >= issued_on", name="served_after_issue"),
        CheckConstraint("ordered_due IS NULL OR ordered_due > issued_on", name="ordered_due_after_issue"),
        CheckConstraint("starts_on IS NULL OR starts_on >= served_on", name="starts_after_service"),
        CheckConstraint("due IS NULL OR due >= starts_on", name="due_after_start"),
        CheckConstraint("reported_on IS NULL OR served_on IS NOT NULL", name="reported_after_service"),
        CheckConstraint("resumed_on IS NULL OR resumed_on >= reported_on", name="resumed_after_report"),
        Index(
            "ix_rectification_order_standing",
            "case_id",
            unique=True,
            sqlite_where=text("withdrawn_on IS NULL"),
            postgresql_where=text("withdrawn_on IS NULL"),
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    case_id: str = Field(foreign_key="case.id", max_length=40)
    number: str = Field(max_length=300, unique=True)
    requirements: str
    issued_on: date
    ordered_due: date | None = None
    """Where the order itself names the last day."""
    mode: str | None = Field(default=None, max_length=16)
    served_on: date | None = None
    proof: str | None = None
    starts_on: date | None = None
    """First day on which service counts; the period runs from the next."""
    due: date | None = None
    """Last day."""
    reported_on: date | None = None
    resumed_on: date | None = None
    """Since when the inspection of what was reported has been taken up again; null with each new report."""
    withdrawn_on: date | None = None


class CaseInspection(MainTable, table=True):
    """验收 of one task by at least two officers."""

    __tablename__ = "case_inspection"
    __table_args__ = (
        CheckConstraint("first_officer <> second_officer", name="two_officers"),
        CheckConstraint("first_officer <> '' AND second_officer <> ''", name="officers_named"),
    )
    id: str = Field(primary_key=True, max_length=40)
    case_id: str = Field(foreign_key="case.id", max_length=40, index=True)
    task_id: str = Field(foreign_key="case_task.id", max_length=40)
    on: date
    first_officer: str = Field(max_length=64)
    second_officer: str = Field(max_length=64)
    further_officers: list[str] = Field(sa_type=JSON)
    results: dict[str, bool] = Field(sa_type=JSON)
    opinion: str | None = None
    recorded_at: datetime = Field(sa_type=Instant)


class CasePenalty(MainTable, table=True):
    """行政处罚 with the fields of its publication; the dates by which to publish and to withdraw are derived once."""

    __tablename__ = "case_penalty"
    __table_args__ = (
        CheckConstraint("published_on IS NULL OR published_on >= decided_on", name="published_after_decision"),
        CheckConstraint("annulled_on IS NULL OR annulled_on >= decided_on", name="annulled_after_decision"),
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= annulled_on", name="withdrawn_after_annulment"),
        CheckConstraint("withdrawn_on IS NULL OR annulled_on IS NOT NULL", name="withdrawn_if_annulled"),
        CheckConstraint("fine_fen IS NULL OR fine_fen >= 0", name="fine"),
        CheckConstraint("confiscated_fen IS NULL OR confiscated_fen >= 0", name="confiscated"),
    )
    id: str = Field(primary_key=True, max_length=40)
    case_id: str = Field(foreign_key="case.id", max_length=40, index=True)
    number: str = Field(max_length=300, unique=True)
    kind: str = Field(max_length=300)
    facts: str
    violation: str = Field(max_length=300)
    legal_basis: str
    content: str
    fine_fen: int | None = Field(default=None, sa_type=BigInteger)
    """In hundredths of a yuan, as what was confiscated."""
    confiscated_fen: int | None = Field(default=None, sa_type=BigInteger)
    licence: str | None = Field(default=None, max_length=300)
    decided_on: date
    valid_to: date | None = None
    display_to: date | None = None
    authority: str = Field(max_length=300)
    authority_code: str | None = Field(default=None, max_length=64)
    source_unit: str | None = Field(default=None, max_length=300)
    source_unit_code: str | None = Field(default=None, max_length=64)
    remark: str | None = None
    published_on: date | None = None
    annulled_on: date | None = None
    withdrawn_on: date | None = None


class CaseReferral(MainTable, table=True):
    """移送公安. It stands apart from the history: only the handling unit, public security and the centre's named
    officer ever learn of it."""

    __tablename__ = "case_referral"
    __table_args__ = (
        CheckConstraint("accepted_on IS NULL OR accepted_on >= referred_on", name="accepted_after_referral"),
        CheckConstraint("returned_on IS NULL OR returned_on >= referred_on", name="returned_after_referral"),
        CheckConstraint("(decision IS NULL) = (decided_on IS NULL)", name="decision_complete"),
        UniqueConstraint("case_id", "number"),
    )
    id: str = Field(primary_key=True, max_length=40)
    case_id: str = Field(foreign_key="case.id", max_length=40)
    unit: str | None = Field(default=None, max_length=64)
    """Which had the case when it was entered: to the police of that one it went."""
    number: str = Field(max_length=300)
    referred_on: date
    referred_to: str = Field(max_length=300)
    facts: str | None = None
    evidence: list[dict[str, Any]] = Field(sa_type=JSON)
    accepted_on: date | None = None
    decision: str | None = None
    decided_on: date | None = None
    returned_on: date | None = None
    recorded_by: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    recorded_at: datetime = Field(sa_type=Instant)


class Liaison(MainTable, table=True):
    """联络员 of a body of the working group, as the notice's second annex keeps them; from and to are days."""

    __tablename__ = "liaison"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= since", name="window"),
        Index("ix_liaison_body", "body"),
    )
    id: str = Field(primary_key=True, max_length=40)
    body: str = Field(max_length=130)
    unit: str = Field(foreign_key="unit.code", max_length=64)
    department: str | None = Field(default=None, foreign_key="department.code", max_length=64)
    name: str = Field(max_length=64)
    phone: str | None = Field(default=None, max_length=64)
    position: str | None = Field(default=None, max_length=300)
    since: date
    ended_on: date | None = None
    """First day on which he no longer is."""
