"""Rule sets: their documents while somebody works on them, their entries for ever, and which was in force when."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, Text
from sqlmodel import Field

from models.base import Instant, MainTable, one_of

STATES = ("draft", "submitted", "approved", "published", "withdrawn")


class RulesetEntries(MainTable, table=True):
    """What a digest stands for: the entries of all packs in canonical form, suspensions included. Never changed."""

    __tablename__ = "ruleset_entries"
    digest: str = Field(primary_key=True, max_length=80)
    entries: str = Field(sa_type=Text)
    entered_at: datetime = Field(sa_type=Instant)


class Ruleset(MainTable, table=True):
    """One version, from the draft on. `digest` is known once it is submitted, and is its name from then on."""

    __tablename__ = "ruleset"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint("state = 'draft' OR state = 'withdrawn' OR digest IS NOT NULL", name="named_once_submitted"),
        CheckConstraint("state <> 'published' OR effective_from IS NOT NULL", name="published_from"),
        CheckConstraint(
            "shipped OR (state <> 'approved' AND state <> 'published')"
            " OR (approved_by IS NOT NULL AND approved_by <> author)",
            name="second_person",
        ),
        CheckConstraint(
            "consulted_from IS NULL OR (consulted_to IS NOT NULL AND consulted_to >= consulted_from)",
            name="consultation",
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    title: str = Field(max_length=300)
    reason: str
    state: str = Field(max_length=16)
    shipped: bool = False
    """Came with the service, and not from a person's hands."""
    based_on: str | None = Field(default=None, foreign_key="ruleset_entries.digest", max_length=80)
    digest: str | None = Field(default=None, foreign_key="ruleset_entries.digest", max_length=80, index=True)
    revision: int = 1
    """Counts the edits of a draft: its ETag."""
    author: str = Field(max_length=40)
    """The credential that worked on the draft last; `shipped` for the packs that ship."""
    approved_by: str | None = Field(default=None, max_length=40)
    created_at: datetime = Field(sa_type=Instant)
    effective_from: datetime | None = Field(default=None, sa_type=Instant)
    implements: str | None = Field(default=None, max_length=64)
    """An instrument in force that the version only encodes, so that it needs no notice of its own."""
    new_standard: bool = False
    """Holds a new standard of recognition, which the public is consulted about."""
    consulted_from: date | None = None
    consulted_to: date | None = None


class RulesetDocument(MainTable, table=True):
    """One file of a version, e.g. `national/rules/red.yaml`."""

    __tablename__ = "ruleset_document"
    ruleset_id: str = Field(primary_key=True, foreign_key="ruleset.id", max_length=40)
    path: str = Field(primary_key=True, max_length=200)
    content: str = Field(sa_type=Text)


class RulesetEvent(MainTable, table=True):
    """Who did what with a version, and when."""

    __tablename__ = "ruleset_event"
    id: int | None = Field(default=None, primary_key=True)
    ruleset_id: str = Field(foreign_key="ruleset.id", max_length=40, index=True)
    at: datetime = Field(sa_type=Instant)
    action: str = Field(max_length=16)
    client_id: str = Field(max_length=40)
    person: str = Field(max_length=300)
    note: str | None = None


class MeasureSuspension(MainTable, table=True):
    """A measure that nobody applies, from the moment that this row stands; `ended_on` is the first day it is back."""

    __tablename__ = "measure_suspension"
    __table_args__ = (CheckConstraint("ended_on IS NULL OR ended_on >= begins_on", name="window"),)
    id: str = Field(primary_key=True, max_length=40)
    measure: str = Field(max_length=64)
    begins_on: date
    ended_on: date | None = None
    reason: str
    reason_en: str
    entered_at: datetime = Field(sa_type=Instant)
    client_id: str = Field(max_length=40)
    ended_by: str | None = Field(default=None, max_length=40)


class RulesInForce(MainTable, table=True):
    """From the instant `at` on these entries are in force, unless a later row says otherwise of the same or a later
    instant; a `withdrawn` row takes all rows of its version away. Rows are added, never changed, so what was in force
    as known at any instant can be said."""

    __tablename__ = "rules_in_force"
    __table_args__ = (Index("ix_rules_in_force_at", "at", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    digest: str = Field(foreign_key="ruleset_entries.digest", max_length=80)
    ruleset_id: str = Field(foreign_key="ruleset.id", max_length=40)
    entered_at: datetime = Field(sa_type=Instant)
    withdrawn: bool = False


class ShadowRun(MainTable, table=True):
    """A version beside the live one: of the decisions from `began_at` up to, not including, its end, what the version
    would have said otherwise. What is on record of them is read by its position in the log, up to `read_to`; what was
    on record at the last look, up to `counted_to`, is counted. After `read_until` nobody looks for late ones."""

    __tablename__ = "shadow_run"
    __table_args__ = (
        CheckConstraint("ends_at > began_at", name="span"),
        CheckConstraint("stopped_at IS NULL OR (stopped_at >= began_at AND stopped_at < ends_at)", name="stopped"),
        CheckConstraint("counted_to >= began_at", name="counted"),
    )
    id: str = Field(primary_key=True, max_length=40)
    ruleset_id: str = Field(foreign_key="ruleset.id", max_length=40, index=True)
    digest: str = Field(foreign_key="ruleset_entries.digest", max_length=80)
    """What the version said when the run began; what is edited later does not count."""
    began_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    stopped_at: datetime | None = Field(default=None, sa_type=Instant)
    client_id: str = Field(max_length=40)
    person: str = Field(max_length=300)
    counted_to: datetime = Field(sa_type=Instant)
    read_until: datetime = Field(sa_type=Instant)
    read_to: int = Field(default=0, sa_type=BigInteger)
    checks: int = 0
    differing: int = 0
    lost: int = 0
    """Decisions of which nothing can be said: what they were made from is no longer stored."""

    @property
    def end(self) -> datetime:
        return self.ends_at if self.stopped_at is None else self.stopped_at


class ShadowCount(MainTable, table=True):
    """Checks of a run in which the outcome, or what one rule says by itself, goes from one to another."""

    __tablename__ = "shadow_count"
    run_id: str = Field(primary_key=True, foreign_key="shadow_run.id", max_length=40)
    scene: str = Field(primary_key=True, max_length=64)
    rule: str = Field(primary_key=True, max_length=64)
    """Empty: of the whole answer."""
    before: str = Field(primary_key=True, max_length=16)
    after: str = Field(primary_key=True, max_length=16)
    checks: int


class EndingTold(MainTable, table=True):
    """A member was told, at this mark (days before), that an entry of the rules comes to an end on that day."""

    __tablename__ = "ending_told"
    member_id: str = Field(primary_key=True, foreign_key="member.id", max_length=40)
    kind: str = Field(primary_key=True, max_length=16)
    code: str = Field(primary_key=True, max_length=64)
    last_day: date = Field(primary_key=True)
    mark: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    told_at: datetime = Field(sa_type=Instant)
