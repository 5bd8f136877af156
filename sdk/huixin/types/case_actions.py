"""What can be done to a case: one body for each kind of action, told apart by `action`."""

from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel, StrictBool, StringConstraints

from huixin.types.base import Day, Line, Passage, Request, Short

EvidenceKind: TypeAlias = Literal["on_site_record", "register_extract", "photo", "document", "statement", "other"]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Level: TypeAlias = Literal["county", "city", "province"]
ServiceMode: TypeAlias = Literal["direct", "left", "mail", "electronic", "entrusted", "public_notice"]


class Evidence(Request):
    """现场核查记录, register extract, photo …: what it is, what it says, and the file that holds it, if one does."""

    kind: EvidenceKind
    description: Passage
    sha256: Digest | None = None


class File(Request):
    name: Line
    sha256: Digest


class Act(Request):
    """`version`: of the case as the caller saw it; where the case has moved on since, nothing is done (409)."""

    basis: Passage | None = None
    document_number: Line | None = None
    version: Annotated[int | None, Field(ge=1, strict=True)] = None


class Confirm(Act):
    """查实: with the problem types that were established, and how serious they are; left out, the severity stays as it
    was pushed. `on`: the day of the record of the verification; today where it is left out."""

    action: Literal["confirm"] = "confirm"
    on: Day | None = None
    problem_types: Annotated[tuple[Short, ...], Field(min_length=1, max_length=16)]
    severity: Literal["minor", "general", "serious"] | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=50)]


class Rate(Act):
    """How serious a confirmed case is, where neither the push nor its confirmation has said so."""

    action: Literal["rate"] = "rate"
    severity: Literal["minor", "general", "serious"]
    basis: Passage


class Find(Act):
    """One of the eight other results of verification, each with its evidence; `on` as with `Confirm`."""

    action: Literal[
        "find_not_established",
        "find_untraceable",
        "find_deregistered",
        "find_outside_jurisdiction",
        "find_wrong_identity",
        "find_duplicate",
        "find_not_ecommerce",
        "find_already_corrected",
    ]
    on: Day | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=50)]
    duplicate_of: Short | None = None
    """Id of the other case; only and always for a duplicate."""
    level: Level | None = None
    """Whose boundary it lies beyond: of the county or zone, the city, or the province; only and always outside the
    jurisdiction."""
    belongs_to: Line | None = None
    """Where it belongs: within the city the code or name of a unit. Only and always outside the jurisdiction."""
    right_subject: Line | None = None
    """Who was meant; only and always for a wrong identity."""


class Step(Act):
    """The next step of a result, or the end of a case: needs words (`basis`), no further fields."""

    action: Literal[
        "return_to_unit",
        "report_upward",
        "notify_registrar",
        "resume_verification",
        "report_deregistration",
        "report_correction_of_identity",
        "merge",
        "return_to_sender",
        "propose_removal",
        "resume_inspection",
        "close",
        "return_from_province",
    ]
    basis: Passage


class HandToProvince(Act):
    """To another city or province, through our own province. `to`: where it belongs."""

    action: Literal["hand_to_province"] = "hand_to_province"
    to: Line
    basis: Passage


class IssueOrder(Act):
    """责令限期整改通知书."""

    action: Literal["issue_order"] = "issue_order"
    number: Line
    requirements: Passage
    issued_on: Day
    due: Day | None = None
    """The last day, where the order itself names one; else the period runs from the service."""


class ServeOrder(Act):
    """Service. `on`: the day of receipt; of publication for public notice. `due` null: the day that the order names, or
    the default period."""

    action: Literal["serve_order"] = "serve_order"
    mode: ServiceMode
    on: Day
    proof: Passage
    due: Day | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=50)] = ()


class ExtendOrder(Act):
    action: Literal["extend_order"] = "extend_order"
    due: Day
    basis: Passage


class WithdrawOrder(Act):
    """Once members are told of the case, overdue or incomplete, a unit names the document by which it is taken back."""

    action: Literal["withdraw_order"] = "withdraw_order"
    on: Day
    basis: Passage


class ReportRectification(Act):
    """What the merchant reports; in time if `on`, the day of its receipt, is not after the due day. Once that day has
    passed, a unit says so only by a document."""

    action: Literal["report_rectification"] = "report_rectification"
    on: Day
    statement: Passage
    files: Annotated[tuple[File, ...], Field(max_length=50)] = ()


class Inspect(Act):
    """验收 by one department: at least two officers, a result for each problem type that they looked at."""

    action: Literal["inspect"] = "inspect"
    task_id: Short
    on: Day
    officers: Annotated[tuple[Short, ...], Field(min_length=2, max_length=20)]
    results: Annotated[dict[Short, StrictBool], Field(min_length=1, max_length=16)]
    opinion: Passage | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=50)] = ()


class Receive(Act):
    """签收, by the addressee that the caller is; the centre says for whom."""

    action: Literal["receive"] = "receive"
    received_by: Short
    on: Day | None = None
    """Null: today."""
    body: Line | None = None


class GiveFeedback(Act):
    action: Literal["give_feedback"] = "give_feedback"
    feedback: Passage
    on: Day | None = None
    """Null: today."""
    body: Line | None = None


class SendCopy(Act):
    """抄送 to further bodies, `unit` or `unit/department`. `instead_of`: the member body of the working group whose
    successor nobody knew, and for whom these get it."""

    action: Literal["send_copy"] = "send_copy"
    bodies: Annotated[tuple[Line, ...], Field(min_length=1, max_length=100)]
    instead_of: Short | None = None


class AssignTask(Act):
    """Says which department a task is for, where the successor of the one named is not known."""

    action: Literal["assign_task"] = "assign_task"
    task_id: Short
    department: Short


class Urge(Act):
    """督办 by the city."""

    action: Literal["urge"] = "urge"
    task_id: Short
    basis: Passage


class RecordPenalty(Act):
    """行政处罚, with the fields of its publication (双公示). Amounts are in yuan."""

    action: Literal["record_penalty"] = "record_penalty"
    number: Line
    kind: Line
    facts: Passage
    violation: Line
    legal_basis: Passage
    content: Passage
    fine_yuan: Annotated[Decimal | None, Field(ge=0, max_digits=14, decimal_places=2)] = None
    confiscated_yuan: Annotated[Decimal | None, Field(ge=0, max_digits=14, decimal_places=2)] = None
    licence: Line | None = None
    decided_on: Day
    valid_to: Day | None = None
    display_to: Day | None = None
    authority: Line
    authority_code: Short | None = None
    source_unit: Line | None = None
    """数据来源单位, where it is not the authority."""
    source_unit_code: Short | None = None
    remark: Passage | None = None


class PenaltyStep(Act):
    """What became of a penalty, and on which day."""

    action: Literal["publish_penalty", "annul_penalty", "withdraw_penalty"]
    penalty_id: Short
    on: Day


class Mark(Act):
    """Side tracks: disputed or not, suspended by court or review, relief after a court-approved reorganisation: by the
    court's document (`document_number`). A suspension names who decided it in which document of which day."""

    action: Literal["dispute", "settle_dispute", "suspend", "resume", "grant_relief", "end_relief"]
    on: Day
    basis: Passage
    by: Literal["court", "review"] | None = None
    """Who suspends; only and always for `suspend`, as the two that follow."""
    decided_by: Line | None = None
    document_on: Day | None = None


CaseAct: TypeAlias = (
    Confirm
    | Rate
    | Find
    | Step
    | HandToProvince
    | IssueOrder
    | ServeOrder
    | ExtendOrder
    | WithdrawOrder
    | ReportRectification
    | Inspect
    | Receive
    | GiveFeedback
    | SendCopy
    | AssignTask
    | Urge
    | RecordPenalty
    | PenaltyStep
    | Mark
)


class CaseActionRequest(RootModel[Annotated[CaseAct, Field(discriminator="action")]]):
    """One action on a case; its `action` says which fields it has."""
