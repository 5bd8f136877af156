"""申诉 on a decision, and the merchant's own page."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import StringConstraints

from huixin.types.base import Label, Line, Passage, Reply, Request, Short

AppealState: TypeAlias = Literal["open", "upheld", "rejected"]


class AppealRequest(Request):
    """By the merchant whom the decision is about, or entered for it by the member that decided."""

    decision_id: Short
    statement: Passage


class AppealResult(Request):
    """`by`: the person who looked at it again. No machine decides an appeal."""

    outcome: Literal["upheld", "rejected"]
    by: Short
    reasons: Passage


class AppealView(Reply):
    id: str
    decision_id: str
    member_id: str
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


class MerchantRecord(Reply):
    """What, why, until when, how to end it, whom to phone. `until` null: no end is known."""

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


class MerchantPage(Reply):
    subject_id: str
    name: str
    uscc: str | None
    records: list[MerchantRecord]
    phone: str
