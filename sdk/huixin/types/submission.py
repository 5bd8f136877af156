"""上报: what is submitted to the provincial and the national platform, what they acknowledged, how far both agree."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from pydantic import Field

from huixin.types.base import Line, Passage, Reply, Request, Short

RecordKind: TypeAlias = Literal["list", "penalty", "withdrawal"]
"""A record of a list, a penalty (双公示); `withdrawal`: the platform is to take out what had come from here."""


class SubmissionState(StrEnum):
    PENDING = "pending"
    """Not sent, or not answered whole; it is tried again."""
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    """The platform refused all of it, or some of its records: `items` say which."""


class SubmissionRequest(Request):
    """All that differs from what the platform last accepted, in one submission."""

    platform: Short


class SubmissionItemView(Reply):
    """`record`: in the platform's own column names."""

    id: str
    kind: RecordKind
    record: dict[str, Any]
    state: Literal["pending", "accepted", "refused"]
    message: str | None


class SubmissionView(Reply):
    id: str
    platform: str
    state: SubmissionState
    records: int
    tries: int
    error: str | None
    """Code of what the last try failed with."""
    created_at: datetime
    acknowledged_at: datetime | None


class SubmissionDetail(SubmissionView):
    items: list[SubmissionItemView]


class SubmissionPage(Reply):
    items: list[SubmissionView]
    next: str | None


class AcknowledgementEntry(Request):
    """What a platform answered on paper, or by a file: the records that it refused, by id; the others it accepted."""

    by: Line
    refused: dict[Short, Passage] = Field(default_factory=dict)


class RecordDifference(Reply):
    """`truth`: whose word counts. `ours`: what was recognised here, or sent from here; it is submitted again, or taken
    out. `theirs`: what came from them, or from others to them; their list is pulled again."""

    id: str
    kind: RecordKind
    what: Literal["missing_there", "missing_here", "different"]
    fields: tuple[str, ...]
    """Columns that differ."""
    truth: Literal["ours", "theirs"]


class ReconciliationState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    RESOLVED = "resolved"


class ReconciliationView(Reply):
    """`ours`, `theirs`: how many records each holds."""

    id: str
    platform: str
    state: ReconciliationState
    ours: int | None
    theirs: int | None
    differences: list[RecordDifference]
    error: str | None
    submission_id: str | None
    """What was submitted to resolve it."""
    created_at: datetime
    compared_at: datetime | None


class ReconciliationPage(Reply):
    items: list[ReconciliationView]
    next: str | None
