"""Who is meant: a code finds the merchant; a name only finds candidates, for a person to judge."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from huixin.core.answer import record_view
from huixin.core.identifiers import Identifier
from huixin.core.names import normalise
from huixin.core.records import Record, Subject
from huixin.core.vocabulary import MemberKind, SubjectKind
from huixin.types import Candidate, Identity
from models.caller import Caller
from models.cases import seen as cases
from models.cases.seen import SEES_ALL
from models.cases.tables import Case
from models.checks.carriers import Carriers, carriers
from models.checks.question import Question
from models.checks.sites import split
from models.judgements import PersonJudgement, judgements_on
from models.keys import KeyRing
from models.listings import records_of, records_of_many
from models.name_search import search_names
from models.recognitions import bodies as recognitions
from models.recognitions.tables import Recognition
from models.subjects import Subject as SubjectRow
from models.subjects import SubjectName, SubjectVersion, newest_change, person_key, subject_of
from models.versions import in_force
from rules.catalogue import Catalogue
from rules.visibility import INSIDE, has_ended, has_standing, visible

MOST_CANDIDATES = 10
SEES_ENDED = frozenset({MemberKind.CENTRE, MemberKind.AUDITOR})


@dataclass(frozen=True, slots=True)
class Eyes:
    """Through whose eyes records are looked at, and as of which day: see `as_of`."""

    caller: Caller
    actor: MemberKind
    catalogue: Catalogue
    today: date
    session: Session

    @classmethod
    def as_of(
        cls, caller: Caller, actor: MemberKind, catalogue: Catalogue, on: date, today: date, session: Session
    ) -> "Eyes":
        """Eyes for a question about the day `on`. Those who keep the lists see the past as others saw it then."""
        looked_back = caller.kind in SEES_ENDED and actor is not caller.kind
        return cls(caller, actor, catalogue, min(on, today) if looked_back else today, session)

    def see(self, record: Record) -> bool:
        """Whether the caller may see it: as the kind it asks as, never an ended one unless it keeps the lists, and
        what is not yet a listing only where the caller handles its case or decides on it."""
        if self.caller.kind not in SEES_ENDED and has_ended(record, self.today):
            return False
        inside = self.caller.member_id if self.actor is self.caller.kind else None
        if not visible(record, self.catalogue, self.actor, inside, self.today):
            return False
        return has_standing(record, self.today) or self.handles(record.id)

    def knows_of(self, subject_id: str) -> bool:
        """Whether it may see any record of the subject."""
        return any(self.see(record) for record in records_of(self.session, subject_id))

    def hears_unlisted_names(self, subject_id: str) -> bool:
        """Whether it hears the names that a subject has from a lead or a proposal alone: only who handles one."""
        if self.actor not in INSIDE:
            return False
        if self.caller.kind in SEES_ALL:
            return True
        records = records_of(self.session, subject_id)
        return any(not has_standing(record, self.today) and self.see(record) for record in records)

    def handles(self, listing_id: str) -> bool:
        """Whether the caller has a case or a recognition about the record; the centre and auditors have all."""
        if self.caller.kind in SEES_ALL:
            return True
        own_case = select(Case.id).where(Case.listing_id == listing_id, cases.seen_by(self.caller))
        own_decision = select(Recognition.id).where(
            Recognition.listing_id == listing_id, recognitions.seen_by(self.caller)
        )
        asked = self.session.exec
        return asked(own_case).first() is not None or asked(own_decision).first() is not None


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found. `subject` is None where no code led to anybody whom the caller may know of."""

    identity: Identity
    subject: Subject | None = None
    records: tuple[Record, ...] = ()
    unverified: tuple[Record, ...] = ()
    """Records of the same name without a code: they lead to `review` only."""
    person_confirmed: bool = False
    candidate_ids: tuple[str, ...] = field(default=())


def query_key(question: Question, keys: KeyRing) -> str:
    """Keyed digest of what was asked for, so that the same question of the same member finds its judgements again."""
    if question.code is not None:
        return keys.digest(f"{question.code.scheme}:{question.code.value}")
    return keys.digest(f"name:{normalise(question.name or '')}")


def identify(session: Session, question: Question, eyes: Eyes, keys: KeyRing) -> Found:
    judged = judgements_on(session, eyes.caller.member_id, query_key(question, keys))
    if question.code is None:
        return _by_name(session, question.name or "", eyes, judged)
    return _by_code(session, question, _carriers(session, question.code, eyes, keys), eyes, judged)


def _carriers(session: Session, code: Identifier, eyes: Eyes, keys: KeyRing) -> Carriers:
    if code.scheme == "resident_id":
        return Carriers(
            tuple(session.exec(select(SubjectRow.id).where(SubjectRow.key == person_key(keys, code.value))))
        )
    return carriers(session, code, eyes.knows_of)


def _seen(session: Session, subject_ids: Sequence[str], eyes: Eyes) -> dict[str, list[Record]]:
    records = records_of_many(session, subject_ids)
    return {key: [r for r in rows if eyes.see(r)] for key, rows in records.items()}


def _by_code(
    session: Session, question: Question, carried: Carriers, eyes: Eyes, judged: Sequence[PersonJudgement]
) -> Found:
    assert question.code is not None  # noqa: S101
    same = {j.subject_id for j in judged if j.judgement == "same"}
    settled = same.intersection(carried.doubtful)
    subjects = [*carried.sure, *(key for key in carried.doubtful if key in settled)]
    seen = _seen(session, subjects, eyes)
    sites, others = split(session, question, _seen(session, carried.sites, eyes), any(seen.values()), same)
    seen |= sites
    subjects += sites
    known = [subject_id for subject_id in subjects if seen.get(subject_id)]
    subject = subject_of(session, known[0]) if known else None
    names = _names(session, known, eyes)
    asked = None if question.name is None else normalise(question.name)
    open_ones = _unverified(session, ({asked} if asked else set()) | set(names), eyes, judged)
    doubtful = [*(() if settled else carried.doubtful), *others]
    open_ones += _doubtful(session, doubtful, eyes, judged)
    records = tuple(record for subject_id in known for record in seen[subject_id])
    return Found(
        identity=Identity(
            matched_by=question.code.scheme if known else "none",
            subject_id=known[0] if known else None,
            uscc=question.code.value if question.code.scheme == "uscc" else _uscc(session, known),
            name=subject.name if subject else question.name,
            kind=subject.kind if subject else None,
            name_agrees=None if asked is None or not names else asked in names,
            candidates=[candidate for candidate, _ in open_ones],
        ),
        subject=subject,
        records=records,
        unverified=tuple(record for _, rows in open_ones for record in rows),
        person_confirmed=not same.isdisjoint(known),
        candidate_ids=tuple(candidate.subject_id for candidate, _ in open_ones),
    )


def _by_name(session: Session, name: str, eyes: Eyes, judged: Sequence[PersonJudgement]) -> Found:
    same = next((j for j in judged if j.judgement == "same"), None)
    if same is not None:
        confirmed = _confirmed(session, same.subject_id, eyes)
        if confirmed is not None:
            return confirmed
    rejected = _rejected(session, judged, eyes)
    hears = eyes.hears_unlisted_names if eyes.actor in INSIDE else None
    found = search_names(session, name, limit=5 * MOST_CANDIDATES, hears=hears)
    hits = [hit for hit in found if hit.subject_id not in rejected]
    seen = _seen(session, [hit.subject_id for hit in hits], eyes)
    hits = [hit for hit in hits if seen.get(hit.subject_id)][:MOST_CANDIDATES]
    candidates = [_candidate(session, hit.subject_id, hit.score, hit.matched) for hit in hits]
    return Found(
        identity=Identity(
            matched_by="name" if candidates else "none",
            subject_id=None,
            uscc=None,
            name=name,
            kind=None,
            name_agrees=None,
            candidates=candidates,
        ),
        candidate_ids=tuple(candidate.subject_id for candidate in candidates),
    )


def _confirmed(session: Session, subject_id: str, eyes: Eyes) -> Found | None:
    """The candidate that a person judged the same decides by its code, if it has one and anything stands against it."""
    subject = subject_of(session, subject_id)
    records = tuple(_seen(session, [subject_id], eyes).get(subject_id, ()))
    if not records or subject.key.startswith("name:"):
        return None
    return Found(
        identity=Identity(
            matched_by="person",
            subject_id=subject.id,
            uscc=_uscc(session, [subject_id]),
            name=subject.name,
            kind=subject.kind,
            name_agrees=True,
            candidates=[],
        ),
        subject=subject,
        records=records,
        person_confirmed=True,
    )


def _names(session: Session, subject_ids: Sequence[str], eyes: Eyes, sequence: int | None = None) -> set[str]:
    rows = select(SubjectName.subject_id, SubjectName.full_key, SubjectName.unlisted).where(
        col(SubjectName.subject_id).in_(subject_ids), in_force(SubjectName, sequence)
    )
    return {key for owner, key, unlisted in session.exec(rows) if not unlisted or eyes.hears_unlisted_names(owner)}


def _uscc(session: Session, subject_ids: Sequence[str], sequence: int | None = None) -> str | None:
    rows = select(SubjectVersion.uscc).where(
        col(SubjectVersion.subject_id).in_(subject_ids),
        col(SubjectVersion.uscc).is_not(None),
        in_force(SubjectVersion, sequence),
    )
    return session.exec(rows).first()


def _unverified(
    session: Session, names: set[str], eyes: Eyes, judged: Sequence[PersonJudgement]
) -> list[tuple[Candidate, list[Record]]]:
    """Listings without a code under exactly one of these names."""
    keys = sorted(f"name:{name}" for name in names if name)
    ids = session.exec(select(SubjectRow.id).where(SubjectRow.key.in_(keys))) if keys else ()  # type: ignore[attr-defined]
    rejected = _rejected(session, judged, eyes)
    seen = _seen(session, [subject_id for subject_id in ids if subject_id not in rejected], eyes)
    return [
        (_candidate(session, subject_id, 1.0, "unverified"), records) for subject_id, records in seen.items() if records
    ]


def _doubtful(
    session: Session, subject_ids: Sequence[str], eyes: Eyes, judged: Sequence[PersonJudgement]
) -> list[tuple[Candidate, list[Record]]]:
    """Those to whom the code leads no more than to another."""
    rejected = _rejected(session, judged, eyes)
    seen = _seen(session, [subject_id for subject_id in subject_ids if subject_id not in rejected], eyes)
    return [(_candidate(session, key, 1.0, "code"), records) for key, records in seen.items() if records]


def _candidate(session: Session, subject_id: str, score: float, matched: str) -> Candidate:
    subject = subject_of(session, subject_id)
    unverified = subject.key.startswith("name:")
    return Candidate(
        subject_id=subject_id,
        name=subject.name,
        uscc=_uscc(session, [subject_id]),
        kind=subject.kind,
        score=round(score, 3),
        matched="unverified" if unverified else matched,
    )


def _rejected(session: Session, judged: Sequence[PersonJudgement], eyes: Eyes) -> set[str]:
    """Candidates that stay away: judged not the same, and nothing that the caller sees of them has changed since.

    What it may not see must not bring one back: that would tell that there is a lead. `same` holds whatever changes.
    """
    return {
        j.subject_id
        for j in judged
        if j.judgement == "not_the_same"
        and (
            newest_change(session, j.subject_id) <= j.subject_sequence
            or _face(session, j.subject_id, eyes, j.subject_sequence) == _face(session, j.subject_id, eyes, None)
        )
    }


def _face(session: Session, subject_id: str, eyes: Eyes, sequence: int | None) -> tuple[object, ...]:
    """All that the caller sees of a subject, as it stands or as it stood, with the eyes of today: time alone changes
    nothing about who somebody is."""
    subject = subject_of(session, subject_id, sequence)
    records = records_of(session, subject_id, sequence)
    views = [record_view(eyes.catalogue.labels, record, eyes.today) for record in records if eyes.see(record)]
    names = _names(session, [subject_id], eyes, sequence)
    return subject.name, subject.kind, _uscc(session, [subject_id], sequence), names, views


def nobody() -> Subject:
    """Stands for a merchant of whom nothing is known: no records, so its kind never matters."""
    return Subject(id="", key="", kind=SubjectKind.COMPANY, name="")
