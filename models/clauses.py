"""Clauses: what a member's own published rule, charter or contract lets it do, versioned by the change sequence."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Session, col, or_, select

from huixin.core.gate import OwnClause
from huixin.core.vocabulary import ClauseKind, MemberKind
from huixin.core.windows import Window
from huixin.types.clause import ClauseRequest
from models.base import MainTable, new_id
from models.errors import Fault, Invalid, NotFound
from models.members import Member
from models.personal import personal_faults
from models.sequence import take_sequence
from models.versions import in_force
from rules.catalogue import Catalogue
from rules.clauses import standard_clauses


class Clause(MainTable, table=True):
    __tablename__ = "clause"
    __table_args__ = (
        CheckConstraint("kind IN ('platform_rule', 'charter', 'contract')", name="kind"),
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="window"),
        CheckConstraint("seq_to IS NULL OR seq_to > seq_from", name="version_window"),
        Index(
            "ix_clause_current",
            "id",
            unique=True,
            sqlite_where=text("seq_to IS NULL"),
            postgresql_where=text("seq_to IS NULL"),
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    seq_from: int = Field(primary_key=True)
    seq_to: int | None = None
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    kind: str = Field(max_length=16)
    measure: str = Field(max_length=64)
    reference: str = Field(max_length=300)
    reference_en: str | None = Field(default=None, max_length=300)
    url: str | None = Field(default=None, max_length=300)
    consulted_from: date | None = None
    consulted_to: date | None = None
    published_on: date
    effective_from: date
    effective_to: date | None = None
    """First day on which it no longer holds."""
    major: bool = False
    transition: str | None = None
    standard: bool = False


def clauses_of(
    session: Session, member_id: str, day: date | None = None, at_sequence: int | None = None
) -> tuple[OwnClause, ...]:
    """A member's clauses as the core knows them, in order of measure; with `day` only those that hold on it."""
    statement = select(Clause).where(Clause.member_id == member_id, in_force(Clause, at_sequence))
    if day is not None:
        ends_later = or_(col(Clause.effective_to).is_(None), col(Clause.effective_to) > day)
        statement = statement.where(col(Clause.effective_from) <= day, ends_later)
    rows = session.exec(statement.order_by(col(Clause.measure), col(Clause.id))).all()
    return tuple(_own_clause(row) for row in rows)


def days_of(row: Clause) -> Window:
    """On which it binds. Nothing binds before it is published, whatever its own text says of its beginning."""
    start = max(row.published_on, row.effective_from)
    return Window(start, None if row.effective_to is None else max(start, row.effective_to))


def _own_clause(row: Clause) -> OwnClause:
    return OwnClause(
        measure=row.measure,
        kind=ClauseKind(row.kind),
        reference_zh=row.reference,
        reference_en=row.reference_en or row.reference,
        window=days_of(row),
    )


def list_clauses(session: Session, member_id: str) -> Sequence[Clause]:
    """The current versions of a member's clauses, past and future ones too."""
    return session.exec(
        select(Clause)
        .where(Clause.member_id == member_id, in_force(Clause, None))
        .order_by(col(Clause.measure), col(Clause.effective_from), col(Clause.id))
    ).all()


def enter_clause(session: Session, catalogue: Catalogue, member_id: str, request: ClauseRequest) -> Clause:
    """A clause of the member's own.

    Invalid where no such clause can carry the measure, its days are no window, its address is none of the web, or a
    resident ID stands in it.
    """
    measure = catalogue.measures.get(request.measure)
    if measure is None:
        raise _refused("/measure", "unknown_measure", f"There is no measure {request.measure}.")
    if measure.clause_kind is not request.kind:
        raise _refused("/kind", "clause_kind_does_not_fit", f"{request.measure} is not carried by a {request.kind}.")
    if request.effective_to is not None and request.effective_to < request.effective_from:
        raise _refused("/effective_to", "ends_before_it_starts", "The last day lies before the first.")
    if request.url is not None and not request.url.casefold().startswith(("https://", "http://")):
        raise _refused("/url", "not_a_web_address", "The text is published at an address of http or https.")
    major = request.major or measure.major
    _refuse_hurry(catalogue, request, major)
    texts = {"/reference": request.reference, "/url": request.url, "/transition": request.transition}
    if faults := personal_faults(texts, "leave it out"):
        raise Invalid("The clause holds a personal identifier.", *faults)
    row = Clause(
        id=new_id("cls"),
        seq_from=take_sequence(session).start,
        member_id=member_id,
        kind=request.kind,
        measure=request.measure,
        reference=request.reference,
        url=request.url,
        consulted_from=request.consulted_from,
        consulted_to=request.consulted_to,
        major=major,
        transition=request.transition,
        published_on=request.published_on,
        effective_from=request.effective_from,
        effective_to=Window.inclusive(None, request.effective_to).end,
    )
    session.add(row)
    session.flush()
    return row


def _notice(catalogue: Catalogue, major: bool, day: date) -> int:
    return catalogue.number("clause_major_notice_days" if major else "clause_notice_days", day, default=0)


def _refuse_hurry(catalogue: Catalogue, request: ClauseRequest, major: bool) -> None:
    """A rule is published for a time before it counts (E-commerce Law 34), and its users are heard before that."""
    if (request.consulted_from is None) != (request.consulted_to is None):
        raise _refused("/consulted_to", "incomplete_consultation", "A consultation has its first and its last day.")
    if request.consulted_from is not None and request.consulted_to is not None:
        if request.consulted_to < request.consulted_from:
            raise _refused("/consulted_to", "ends_before_it_starts", "The last day lies before the first.")
        if request.published_on < request.consulted_to:
            raise _refused("/published_on", "published_before_heard", "Users are heard before the text is published.")
    notice = _notice(catalogue, major, request.published_on)
    if (request.effective_from - request.published_on).days < notice:
        message = f"A rule is published {notice} days before it counts; this one on {request.published_on}."
        raise _refused("/effective_from", "notice_period", message)


def clause_versions(session: Session, member_id: str, clause_id: str) -> Sequence[Clause]:
    """All that a clause ever said. Raises NotFound."""
    rows = session.exec(
        select(Clause).where(Clause.id == clause_id, Clause.member_id == member_id).order_by(col(Clause.seq_from))
    ).all()
    if not rows:
        raise NotFound(f"You have no clause {clause_id}.")
    return rows


def end_clause(session: Session, member_id: str, clause_id: str, on: date) -> Clause:
    """From the day `on` the clause no longer holds; one that had not begun never does. Raises NotFound."""
    row = session.exec(
        select(Clause).where(Clause.id == clause_id, Clause.member_id == member_id, in_force(Clause, None))
    ).first()
    if row is None:
        raise NotFound(f"You have no clause {clause_id}.")
    end = max(on, row.effective_from)
    if row.effective_to is not None and row.effective_to <= end:
        return row
    row.seq_to = take_sequence(session).start
    session.flush()
    ended = Clause(
        **row.model_dump(exclude={"seq_from", "seq_to", "effective_to"}), seq_from=row.seq_to, effective_to=end
    )
    session.add(ended)
    session.flush()
    return ended


def binding_clauses(
    session: Session, member_id: str, kind: MemberKind, at_sequence: int | None = None
) -> tuple[OwnClause, ...]:
    """Those by which the member's answers bind. An agency only ever advises, whatever it has."""
    return () if kind is MemberKind.AGENCY else clauses_of(session, member_id, at_sequence=at_sequence)


def enter_standard_clauses(session: Session, catalogue: Catalogue, member_id: str) -> None:
    """The clauses with which a member of its kind starts. Raises NotFound."""
    member = session.get(Member, member_id)
    if member is None:
        raise NotFound(f"There is no member {member_id}.")
    standard = standard_clauses(catalogue, MemberKind(member.kind))
    if not standard:
        return
    for sequence, own in zip(take_sequence(session, len(standard)), standard, strict=True):
        session.add(_standard_row(member_id, own, own.window.start or date.min, sequence))
    session.flush()


def _standard_row(member_id: str, own: OwnClause, start: date, sequence: int) -> Clause:
    return Clause(
        id=new_id("cls"),
        seq_from=sequence,
        member_id=member_id,
        kind=own.kind,
        measure=own.measure,
        reference=own.reference_zh,
        reference_en=own.reference_en,
        published_on=start,
        effective_from=start,
        effective_to=own.window.end,
        standard=True,
    )


def _refused(pointer: str, code: str, message: str) -> Invalid:
    return Invalid(message, Fault(pointer, code, message))
