"""Who is meant: a code finds the merchant; a name only finds candidates, for a person to judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session, col, select

from huixin.core.answer import record_view
from huixin.core.identifiers import Identifier, mask_person_name
from huixin.core.names import normalise
from huixin.core.records import Record, Subject
from huixin.core.visibility import INSIDE
from huixin.core.vocabulary import SubjectKind
from huixin.types.answer import Candidate, Identity
from models.associations.wording import kept_as, words_inside
from models.checks.carriers import Carriers, carriers
from models.checks.eyes import Eyes
from models.checks.question import Question
from models.checks.sites import split
from models.imports.keys import name_key
from models.judgements import PersonJudgement, judgements_on
from models.keys import KeyRing
from models.listings import records_of, records_of_many
from models.name_search import NameHit, search_names
from models.subjects import Subject as SubjectRow
from models.subjects import SubjectName, SubjectVersion, newest_change, person_key, subject_of
from models.versions import in_force

MOST_CANDIDATES = 10


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


def question_key(question: Question, keys: KeyRing) -> str:
    """Keyed digest of the whole question, code and name, so that its judgements are found again when it is repeated."""
    if question.code is None or question.name is None:
        return query_key(question, keys)
    return keys.digest(f"{question.code.scheme}:{question.code.value}|{normalise(question.name)}")


def query_key(question: Question, keys: KeyRing) -> str:
    """Keyed digest of who was asked for: by the code, else by the name."""
    if question.code is not None:
        return keys.digest(f"{question.code.scheme}:{question.code.value}")
    return keys.digest(f"name:{normalise(question.name or '')}")


def identify(session: Session, question: Question, eyes: Eyes, keys: KeyRing) -> Found:
    judged = judgements_on(session, eyes.caller.member_id, question_key(question, keys), eyes.at_sequence)
    if question.code is None:
        return _by_name(session, question.name or "", eyes, judged)
    return _by_code(session, question, _carriers(session, question.code, eyes, keys), eyes, judged)


def _carriers(session: Session, code: Identifier, eyes: Eyes, keys: KeyRing) -> Carriers:
    if code.scheme == "resident_id":
        return Carriers(
            tuple(session.exec(select(SubjectRow.id).where(SubjectRow.key == person_key(keys, code.value))))
        )
    return carriers(session, code, eyes.knows_of, eyes.at_sequence)


def _seen(session: Session, subject_ids: Sequence[str], eyes: Eyes) -> dict[str, list[Record]]:
    records = records_of_many(session, subject_ids, eyes.at_sequence)
    return {key: [r for r in rows if eyes.see(r)] for key, rows in records.items()}


def _by_code(
    session: Session, question: Question, carried: Carriers, eyes: Eyes, judged: Sequence[PersonJudgement]
) -> Found:
    assert question.code is not None  # noqa: S101 - asked by code
    same = {j.subject_id for j in judged if j.judgement == "same"}
    settled = same.intersection(carried.doubtful)
    subjects = [*carried.sure, *(key for key in carried.doubtful if key in settled)]
    seen = _seen(session, subjects, eyes)
    sites, others = split(
        session, question, eyes.at_sequence, _seen(session, carried.sites, eyes), any(seen.values()), same
    )
    seen |= sites
    subjects += sites
    known = [subject_id for subject_id in subjects if seen.get(subject_id)]
    words = words_inside(session, {key: seen[key] for key in known}, eyes.at_sequence)
    subject = _as_called(subject_of(session, known[0], eyes.at_sequence), words) if known else None
    names = _names(session, known, eyes, eyes.at_sequence, words)
    asked = None if question.name is None else normalise(question.name)
    open_ones = _unverified(session, ({asked} if asked else set()) | set(names), eyes, judged)
    doubtful = [*(() if settled else carried.doubtful), *others]
    open_ones += _doubtful(session, doubtful, eyes, judged)
    records = tuple(record for subject_id in known for record in seen[subject_id])
    agrees = None if asked is None or not names else asked in names or _settles(session, judged, known, eyes)
    return Found(
        identity=Identity(
            matched_by=question.code.scheme if known else "none",
            subject_id=known[0] if known else None,
            uscc=question.code.value if question.code.scheme == "uscc" else _uscc(session, known, eyes.at_sequence),
            name=subject.name if subject else _name_told(question),
            kind=subject.kind if subject else None,
            name_agrees=agrees,
            candidates=[candidate for candidate, _ in open_ones],
        ),
        subject=subject,
        records=records,
        unverified=tuple(record for _, rows in open_ones for record in rows),
        person_confirmed=not same.isdisjoint(known),
        candidate_ids=tuple(candidate.subject_id for candidate, _ in open_ones),
    )


def _name_told(question: Question) -> str | None:
    """The name that was asked for; a natural person's masked, for the answer is kept."""
    person = question.kind is SubjectKind.NATURAL_PERSON or (question.code and question.code.scheme == "resident_id")
    return mask_person_name(question.name) if person and question.name else question.name


def _by_name(session: Session, name: str, eyes: Eyes, judged: Sequence[PersonJudgement]) -> Found:
    same = [j.subject_id for j in judged if j.judgement == "same"]
    confirmed = _confirmed(session, same, eyes) if same else None
    if confirmed is not None:
        return confirmed
    rejected = _rejected(session, judged, eyes)
    hears = eyes.hears_unlisted_names if eyes.actor in INSIDE else None
    found = search_names(session, name, limit=5 * MOST_CANDIDATES, hears=hears, at_sequence=eyes.at_sequence)
    kept = [NameHit(key, name, 1.0, "current") for key in kept_as(session, eyes.caller.member_id, name)]
    others = {hit.subject_id for hit in kept}
    hits = [*kept, *(hit for hit in found if hit.subject_id not in others)]
    hits = [hit for hit in hits if hit.subject_id not in rejected]
    seen = _seen(session, [hit.subject_id for hit in hits], eyes)
    words = words_inside(session, seen, eyes.at_sequence)
    hits = [hit for hit in hits if seen.get(hit.subject_id) and _is_told(hit.subject_id, hit.name, words)]
    hits = hits[:MOST_CANDIDATES]
    candidates = [_candidate(session, eyes, hit.subject_id, hit.score, hit.matched, words) for hit in hits]
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


def _confirmed(session: Session, subject_ids: Sequence[str], eyes: Eyes) -> Found | None:
    """The candidates that a person judged the same, the last one first, decide by their codes as one merchant: those
    that have one, and something that stands against them."""
    seen = _seen(session, subject_ids, eyes)
    words = words_inside(session, seen, eyes.at_sequence)
    found = [_as_called(subject_of(session, key, eyes.at_sequence), words) for key in subject_ids if seen.get(key)]
    coded = [subject for subject in found if not subject.key.startswith("name:")]
    if not coded:
        return None
    subject, records = coded[0], tuple(record for one in coded for record in seen[one.id])
    return Found(
        identity=Identity(
            matched_by="person",
            subject_id=subject.id,
            uscc=_uscc(session, [subject.id], eyes.at_sequence),
            name=subject.name,
            kind=subject.kind,
            name_agrees=True,
            candidates=[],
        ),
        subject=subject,
        records=records,
        person_confirmed=True,
    )


def _as_called(subject: Subject, words: Mapping[str, str]) -> Subject:
    return replace(subject, name=words.get(subject.id, subject.name))


def _is_told(subject_id: str, name: str, words: Mapping[str, str]) -> bool:
    """Whether a name that was found is one by which who asks may find it."""
    return normalise(words.get(subject_id, name)) == normalise(name)


def _names(
    session: Session, subject_ids: Sequence[str], eyes: Eyes, sequence: int | None, words: Mapping[str, str]
) -> set[str]:
    rows = select(SubjectName.subject_id, SubjectName.full_key, SubjectName.unlisted).where(
        col(SubjectName.subject_id).in_(subject_ids), in_force(SubjectName, sequence)
    )
    told = {
        key
        for owner, key, unlisted in session.exec(rows)
        if owner not in words and (not unlisted or eyes.hears_unlisted_names(owner))
    }
    return told | {normalise(words[key]) for key in subject_ids if key in words}


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
    keys = sorted(name_key(name) for name in names if name)
    ids = session.exec(select(SubjectRow.id).where(SubjectRow.key.in_(keys))) if keys else ()  # type: ignore[attr-defined]
    rejected = _rejected(session, judged, eyes)
    seen = _seen(session, [subject_id for subject_id in ids if subject_id not in rejected], eyes)
    return [
        (_candidate(session, eyes, subject_id, 1.0, "unverified"), records)
        for subject_id, records in seen.items()
        if records
    ]


def _doubtful(
    session: Session, subject_ids: Sequence[str], eyes: Eyes, judged: Sequence[PersonJudgement]
) -> list[tuple[Candidate, list[Record]]]:
    """Those to whom the code leads no more than to another."""
    rejected = _rejected(session, judged, eyes)
    seen = _seen(session, [subject_id for subject_id in subject_ids if subject_id not in rejected], eyes)
    words = words_inside(session, seen, eyes.at_sequence)
    return [(_candidate(session, eyes, key, 1.0, "code", words), records) for key, records in seen.items() if records]


def _candidate(
    session: Session, eyes: Eyes, subject_id: str, score: float, matched: str, words: Mapping[str, str] | None = None
) -> Candidate:
    subject = _as_called(subject_of(session, subject_id, eyes.at_sequence), words or {})
    unverified = subject.key.startswith("name:")
    return Candidate(
        subject_id=subject_id,
        name=subject.name,
        uscc=_uscc(session, [subject_id], eyes.at_sequence),
        kind=subject.kind,
        score=round(score, 3),
        matched="unverified" if unverified else matched,
    )


def _rejected(session: Session, judged: Sequence[PersonJudgement], eyes: Eyes) -> set[str]:
    """Candidates that stay away: judged not the same, and unchanged since."""
    return {j.subject_id for j in judged if j.judgement == "not_the_same" and _unchanged(session, j, eyes)}


def _settles(session: Session, judged: Sequence[PersonJudgement], known: Sequence[str], eyes: Eyes) -> bool:
    """Whether a person has said that the merchant of the code is the one of the other name, and it is as it was."""
    same = (j for j in judged if j.judgement == "same" and j.subject_id in known)
    return any(_unchanged(session, j, eyes) for j in same)


def _unchanged(session: Session, judged: PersonJudgement, eyes: Eyes) -> bool:
    """Whether nothing that the caller sees of the subject has changed since the judgement.

    What it may not see must not bring one back: that would tell that there is a lead.
    """
    subject_id, then = judged.subject_id, judged.subject_sequence
    if newest_change(session, subject_id) <= then:
        return True
    return _face(session, subject_id, eyes, then) == _face(session, subject_id, eyes, eyes.at_sequence)


def _face(session: Session, subject_id: str, eyes: Eyes, sequence: int | None) -> tuple[object, ...]:
    """All that the caller sees of a subject, as it stands or as it stood, with the eyes of today: time alone changes
    nothing about who somebody is."""
    subject = subject_of(session, subject_id, sequence)
    records = [record for record in records_of(session, subject_id, sequence) if eyes.see(record)]
    words = words_inside(session, {subject_id: records}, sequence)
    views = [record_view(eyes.catalogue.labels, record, eyes.today) for record in records]
    names = _names(session, [subject_id], eyes, sequence, words)
    return _as_called(subject, words).name, subject.kind, _uscc(session, [subject_id], sequence), names, views
