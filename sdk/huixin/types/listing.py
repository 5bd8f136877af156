"""Lists, the records on them, and the merchants they are about."""

from huixin.core.vocabulary import SubjectKind
from huixin.types.base import Label, Reply
from huixin.types.record import AsOf, GroundView, RecordView


class ListView(Reply):
    code: str
    title: Label
    nature: str
    public: bool
    grounds: list[GroundView]


class ListingView(Reply):
    subject_id: str
    subject_name: str
    uscc: str | None
    record: RecordView
    sequence: int


class ListingPage(Reply):
    items: list[ListingView]
    next: str | None
    """Cursor of the next page; null on the last."""


class SubjectView(Reply):
    id: str
    kind: SubjectKind
    uscc: str | None
    name: str
    former_names: list[str]
    records: list[RecordView]
    as_of: AsOf
