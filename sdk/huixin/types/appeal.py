"""申诉 on a decision, and the merchant's own page."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from huixin.types.base import Label, Line, Passage, Reply, Request, Short
from huixin.types.case_actions import File

AppealState: TypeAlias = Literal["open", "upheld", "rejected"]


class AppealRequest(Request):
    """By the merchant whom the decision is about, or entered for it by the member that decided. `files`: what it shows,
    uploaded before; the member reads them as attachments of the appeal."""

    decision_id: Short
    statement: Passage
    files: Annotated[tuple[File, ...], Field(max_length=20)] = ()


class AppealResult(Request):
    """`by`: the person who looked at it again. No machine decides an appeal."""

    outcome: Literal["upheld", "rejected"]
    by: Short
    reasons: Passage


class AppealView(Reply):
    """`member_id`, `member`: who decided, and its name; null for the merchant, who is told the kind of each alone."""

    id: str
    decision_id: str
    member_id: str | None
    member: str | None
    raised_by: Literal["merchant", "member"]
    statement: str
    due: date
    provisional: bool
    state: AppealState
    by: str | None
    reasons: str | None
    decided_at: datetime | None
    created_at: datetime


class AppealPage(Reply):
    items: list[AppealView]
    next: str | None


class CodeRequest(Request):
    """A one-time code for a merchant: posted to its registered address, or handed out at the counter.

    At the counter the licence and the 授权委托书 were seen; `authorisation` says which one, or that the legal
    representative came in person.
    """

    uscc: Short
    channel: Literal["post", "counter"]
    address: Line | None = None
    licence_number: Line | None = None
    authorisation: Line | None = None


class NewCode(Reply):
    """The only time that the code is seen: it goes into the letter, or to the person at the counter."""

    id: str
    code: str
    expires_at: datetime


class CodeView(Reply):
    """What became of a code that was given out. `wrong_tries` end nothing, and are counted up to 1,000."""

    id: str
    subject_id: str
    subject_name: str
    uscc: str | None
    channel: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    holds: bool
    wrong_tries: int
    last_wrong_at: datetime | None


class CodePage(Reply):
    items: list[CodeView]
    next: str | None


class MerchantLogin(Request):
    """A code as it was received; or what an electronic business licence (电子营业执照) presented."""

    uscc: Short
    code: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    licence: Annotated[str, StringConstraints(min_length=1, max_length=4000)] | None = None


class MerchantOrder(Reply):
    """责令限期整改通知书, as it was served: what it requires, by when, and to whom to report. `phone_of` says whose
    number it is; `may_report`: whether `POST /v1/merchant/reports` takes a report now."""

    number: str
    requirements: str
    issued_on: date
    served_on: date | None
    due: date | None
    overdue: bool
    suspended: bool
    reported_on: date | None
    state: str
    may_report: bool
    what_to_do: Label
    how_to_end: Label
    report_to: Label
    phone: str
    phone_of: Label


class RectificationReport(Request):
    """整改报告 of the merchant on the order of one of its records, with the files that show it."""

    listing_id: Short
    statement: Passage
    files: Annotated[tuple[File, ...], Field(max_length=20)] = ()


class MerchantDecision(Reply):
    """A decision about the merchant against which it may appeal: of each member the newest for each scene. Which member
    asked is not said, only of which kind it is; `scene_title`: of the rules of today, the code where they know it no
    more; `appeal`: what became of an appeal against it."""

    decision_id: str
    at: datetime
    on: date
    asked_by: str
    scene: str
    scene_title: Label
    outcome: str
    appeal: AppealState | None


class MerchantRecord(Reply):
    """What, why, until when, how to end it, whom to phone. `until` null: no end is known. `order`: where it has been
    ordered to rectify."""

    listing_id: str
    list_title: Label
    standing: str
    reason: str | None
    grounds: str | None
    recogniser: str | None
    document_number: str | None
    decided_on: date | None
    takes_effect_on: date | None
    until: date | None
    disputed: bool
    rectification: str
    due: date | None
    how_to_end: Label
    repair_link: str | None
    phone: str
    order: MerchantOrder | None


class MerchantPage(Reply):
    subject_id: str
    name: str
    uscc: str | None
    records: list[MerchantRecord]
    decisions: list[MerchantDecision]
    phone: str
