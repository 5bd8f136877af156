"""Cases: what became of a pushed name, from its verification to the end of its rectification."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from huixin.core.vocabulary import Severity
from huixin.types.base import Line, Passage, Reply, Request, Short
from huixin.types.liaison import LiaisonView


class CaseState(StrEnum):
    UNASSIGNED = "unassigned"
    VERIFYING = "verifying"
    CONFIRMED = "confirmed"
    NOT_ESTABLISHED = "not_established"
    UNTRACEABLE = "untraceable"
    DEREGISTERED = "deregistered"
    OUTSIDE_JURISDICTION = "outside_jurisdiction"
    WRONG_IDENTITY = "wrong_identity"
    DUPLICATE = "duplicate"
    NOT_ECOMMERCE = "not_ecommerce"
    ALREADY_CORRECTED = "already_corrected"
    AWAITING_TRACE = "awaiting_trace"
    TRANSFERRED = "transferred"
    ORDERED = "ordered"
    RECTIFYING = "rectifying"
    REPORTED = "reported"
    INCOMPLETE = "incomplete"
    RECTIFIED = "rectified"
    REMOVAL_PROPOSED = "removal_proposed"
    CLOSED = "closed"


class CaseAction(StrEnum):
    """What is done to a case. All but the last five groups of `models.cases.moves` change its state."""

    OPEN = "open"
    ROUTE = "route"
    HAND_TO_PROVINCE = "hand_to_province"
    RETURN_FROM_PROVINCE = "return_from_province"
    CONFIRM = "confirm"
    RATE = "rate"
    FIND_NOT_ESTABLISHED = "find_not_established"
    FIND_UNTRACEABLE = "find_untraceable"
    FIND_DEREGISTERED = "find_deregistered"
    FIND_OUTSIDE_JURISDICTION = "find_outside_jurisdiction"
    FIND_WRONG_IDENTITY = "find_wrong_identity"
    FIND_DUPLICATE = "find_duplicate"
    FIND_NOT_ECOMMERCE = "find_not_ecommerce"
    FIND_ALREADY_CORRECTED = "find_already_corrected"
    RETURN_TO_UNIT = "return_to_unit"
    REPORT_UPWARD = "report_upward"
    NOTIFY_REGISTRAR = "notify_registrar"
    RESUME_VERIFICATION = "resume_verification"
    REPORT_DEREGISTRATION = "report_deregistration"
    REPORT_CORRECTION_OF_IDENTITY = "report_correction_of_identity"
    MERGE = "merge"
    RETURN_TO_SENDER = "return_to_sender"
    PROPOSE_REMOVAL = "propose_removal"
    ISSUE_ORDER = "issue_order"
    SERVE_ORDER = "serve_order"
    EXTEND_ORDER = "extend_order"
    WITHDRAW_ORDER = "withdraw_order"
    REPORT_RECTIFICATION = "report_rectification"
    INSPECT = "inspect"
    ACCEPT = "accept"
    REJECT = "reject"
    RESUME_INSPECTION = "resume_inspection"
    CLOSE = "close"
    END_UPSTREAM = "end_upstream"
    REOPEN = "reopen"
    RECEIVE = "receive"
    GIVE_FEEDBACK = "give_feedback"
    SEND_COPY = "send_copy"
    ASSIGN_TASK = "assign_task"
    URGE = "urge"
    RECORD_PENALTY = "record_penalty"
    PUBLISH_PENALTY = "publish_penalty"
    ANNUL_PENALTY = "annul_penalty"
    WITHDRAW_PENALTY = "withdraw_penalty"
    DISPUTE = "dispute"
    SETTLE_DISPUTE = "settle_dispute"
    SUSPEND = "suspend"
    RESUME = "resume"
    GRANT_RELIEF = "grant_relief"
    END_RELIEF = "end_relief"
    RECOGNISED = "recognised"


class DeadlineView(Reply):
    """`days_left` is negative once it has passed; the day itself still counts as in time."""

    what: Literal["verification", "rectification", "inspection"]
    due: date
    days_left: int


class CaseView(Reply):
    """One line of the list of cases. `unit` null: the centre's queue."""

    id: str
    listing_id: str
    subject_id: str
    subject_name: str
    uscc: str | None
    list: str
    state: CaseState
    unit: str | None
    problem_types: tuple[str, ...]
    overdue: bool
    deadline: DeadlineView | None
    suspended: bool
    disputed: bool
    relief: bool
    opened_at: datetime
    version: int


class CasePage(Reply):
    items: list[CaseView]
    next: str | None
    """Cursor of the next page; null on the last."""


class CaseEventView(Reply):
    number: int
    at: datetime
    by: str
    action: CaseAction
    from_state: CaseState | None
    to_state: CaseState
    basis: str | None
    document_number: str | None
    data: dict[str, Any]


class AddresseeView(Reply):
    """Who got the case or a copy of it. `body`: `unit` or `unit/department`; its liaison persons are those of today."""

    body: str
    role: Literal["handling", "copy"]
    liaisons: list[LiaisonView]
    sent_at: datetime
    received_on: date | None
    received_by: str | None
    received_at: datetime | None
    """When the receipt was entered, as `feedback_at`."""
    feedback: str | None
    feedback_on: date | None
    feedback_at: datetime | None
    withdrawn_at: datetime | None


class TaskView(Reply):
    """What one local department has to see rectified. `department` null: nobody knows who is responsible today."""

    id: str
    unit: str
    department: str | None
    named: tuple[str, ...]
    """The departments as the document that made them responsible names them."""
    results: dict[str, bool | None]
    """By problem type: accepted, rejected, or not yet inspected."""
    urged_at: datetime | None


class OrderView(Reply):
    id: str
    number: str
    requirements: str
    issued_on: date
    ordered_due: date | None
    """Where the order itself names the last day."""
    mode: str | None
    served_on: date | None
    proof: str | None
    starts_on: date | None
    """First day on which service counts; the period runs from the next."""
    due: date | None
    """Last day; null until served."""
    reported_on: date | None
    resumed_on: date | None
    """Since when the inspection has been taken up again; only what is looked at from then on counts."""
    withdrawn_on: date | None


class InspectionView(Reply):
    task_id: str
    on: date
    officers: tuple[str, ...]
    results: dict[str, bool]
    opinion: str | None


class PenaltyView(Reply):
    """The fields of its publication (双公示), and how far that has come. Amounts are in yuan."""

    id: str
    number: str
    kind: str
    facts: str
    violation: str
    legal_basis: str
    content: str
    fine_yuan: str | None
    confiscated_yuan: str | None
    licence: str | None
    decided_on: date
    valid_to: date | None
    display_to: date | None
    authority: str
    authority_code: str | None
    source_unit: str | None
    source_unit_code: str | None
    remark: str | None
    publish_by: date
    provisional: bool
    """The days off of that year are not known yet; the date may move."""
    published_on: date | None
    annulled_on: date | None
    withdraw_by: date | None
    withdrawn_on: date | None


class CaseDetail(CaseView):
    allowed: tuple[CaseAction, ...]
    """What the caller may do with it now."""
    next_step: CaseAction | None
    """What the result of the verification leads to."""
    result: CaseState | None
    routed_by: str | None
    duplicate_of: str | None
    recognised_as: tuple[str, ...]
    """The listings as which the upstream has recognised the name since, the oldest first."""
    address: str | None
    """Registered address as it was pushed."""
    reason: str | None
    """Why the name was pushed."""
    severity: Severity
    """As it was pushed, or as the verification found it; while it is unknown no measure follows."""
    source: str
    """Who pushed it."""
    not_copied: tuple[str, ...]
    """Member bodies of the working group whose successor nobody knows, and whose copy waits for a person."""
    tasks: list[TaskView]
    orders: list[OrderView]
    inspections: list[InspectionView]
    penalties: list[PenaltyView]
    addressees: list[AddresseeView]
    history: list[CaseEventView]


class RoutingRequest(Request):
    """Cases to a county or zone of the city. A case that stands with one goes on, and its history stays."""

    cases: Annotated[tuple[Short, ...], Field(min_length=1, max_length=1000)]
    unit: Short
    basis: Passage
    document_number: Line | None = None
    copies: Annotated[tuple[Line, ...], Field(max_length=100)] = ()
    """Further addressees, `unit` or `unit/department`."""


class RoutingReply(Reply):
    routed: list[str]
