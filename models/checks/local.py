"""Decisions that a member's program made from a bundle: into the log, as it says and as what is stored comes to.

The member says what was asked and answered; what the records and rules of that sequence come to is found here again.
Where the two differ, or what it names is not what it may know, the decision says so. None is refused: it was made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from huixin.core.names import normalise
from huixin.core.records import Record
from huixin.core.resident_ids import mask_resident_ids
from huixin.core.visibility import heard_by_members
from huixin.core.vocabulary import MemberKind, Outcome
from huixin.core.windows import day_of
from huixin.types.answer import Answer, Identity, Review
from huixin.types.base import Label
from huixin.types.local_decision import LocalDecision
from huixin.types.record import AsOf
from models.caller import Caller
from models.checks.check import CODE_VERSION
from models.checks.rederive import derived
from models.decisions import Decision
from models.errors import NotFound
from models.keys import KeyRing
from models.listings import Listing, records_by_id
from models.rulesets.in_force import RuleBook
from models.sequence import current_sequence
from models.subjects import subject_of
from rules.ruleset import RuleSet

TOLD = Label(
    zh="由成员本机离线作出；所依据的内容无法在此复核。",
    en="Made on the member's own machine; what it rests on cannot be found again here.",
)
FAST = timedelta(minutes=5)
"""So far may a member's clock be ahead."""


@dataclass(frozen=True, slots=True)
class Keeping:
    session: Session
    caller: Caller
    keys: KeyRing
    book: RuleBook
    now: datetime


def not_yet_kept(log: Session, items: Iterable[LocalDecision]) -> list[LocalDecision]:
    """Those that are not in the log, each once."""
    by_id = {item.id: item for item in items}
    there = set(log.exec(select(Decision.id).where(col(Decision.id).in_(by_id))))
    return [item for key, item in by_id.items() if key not in there]


def local_decision(keeping: Keeping, item: LocalDecision) -> Decision:
    """The row for the log, which is told by the member and stands at the instant at which it came."""
    records = _known(keeping, item)
    decision = _row(keeping, item, records)
    stored = _stored(item, keeping, records)
    found = _found(keeping, decision, stored) if records is not None else None
    decision.request["local"]["agrees"] = found is not None and _same(item, found)
    told = stored if found is None else found.model_copy(update={"outcome": item.outcome})
    decision.answer = told.model_dump(mode="json", by_alias=True)
    return decision


def _known(keeping: Keeping, item: LocalDecision) -> list[Record] | None:
    """The records that it names; None where the member could not know of one of them then, or of what it names."""
    late = item.at > keeping.now + FAST or item.sequence > current_sequence(keeping.session)
    rules = None if late else _rules(keeping.book, item.ruleset)
    if rules is None:
        return None
    caller, day = keeping.caller, day_of(item.at)
    records = records_by_id(keeping.session, item.listing_ids, item.sequence)
    heard = all(heard_by_members(one, rules.terms, caller.kind, caller.member_id, day) for one in records.values())
    owners = keeping.session.exec(select(Listing.subject_id).where(col(Listing.id).in_(item.listing_ids))).all()
    whose = item.subject_id in owners if item.listing_ids else item.subject_id is None
    return [*records.values()] if heard and whose and len(records) == len(set(item.listing_ids)) else None


def _rules(book: RuleBook, digest: str) -> RuleSet | None:
    try:
        return book.named(digest)
    except NotFound:
        return None


def _found(keeping: Keeping, decision: Decision, stored: Answer) -> Answer | None:
    try:
        return derived(keeping.session, decision, stored, keeping.book)
    except (LookupError, ValueError):
        return None


def _same(item: LocalDecision, found: Answer) -> bool:
    return item.outcome == (Outcome.REVIEW if item.stale else found.outcome)


def _row(keeping: Keeping, item: LocalDecision, records: Sequence[Record] | None) -> Decision:
    caller, keys = keeping.caller, keeping.keys
    code = f"uscc:{item.uscc}"
    question = code if item.name is None else f"{code}|{normalise(item.name)}"
    local = {"at": item.at.isoformat(), "manifest": item.manifest, "clauses_at": item.clauses_at, "stale": item.stale}
    request: dict[str, Any] = {
        "role": item.role,
        "campaign": item.campaign,
        "window": [str(item.first_day), str(item.last_day)],
        "by": "uscc",
        "person_confirmed": False,
        "question": keys.digest(question),
        "known_on": None,
        "local": local,
    }
    return Decision(
        id=item.id,
        at=keeping.now,
        member_id=caller.member_id,
        subject_key=keys.digest(code),
        subject_id=item.subject_id if records else None,
        sequence=item.sequence,
        ruleset=item.ruleset,
        on=item.on,
        scene=item.scene,
        asked_as=caller.kind,
        purpose=item.purpose or item.scene,
        operator=None if item.operator is None else mask_resident_ids(item.operator),
        request=request,
        listing_ids=[record.id for record in records or ()],
        candidate_ids=[],
        outcome=item.outcome,
        answer={},
        body_hash=keys.digest(item.model_dump_json()),
        code_version=CODE_VERSION,
        rules_read=keeping.book.timeline().last,
    )


def _stored(item: LocalDecision, keeping: Keeping, records: Sequence[Record] | None) -> Answer:
    """What stands where nothing can be found again; who was meant, in any case."""
    subject = subject_of(keeping.session, item.subject_id, item.sequence) if records and item.subject_id else None
    return Answer(
        decision_id=item.id,
        outcome=item.outcome,
        scene=item.scene,
        asked_as=MemberKind(keeping.caller.kind),
        identity=Identity(
            matched_by="uscc" if subject else "none",
            subject_id=subject.id if subject else None,
            uscc=item.uscc,
            name=subject.name if subject else None,
            kind=subject.kind if subject else None,
            name_agrees=None,
            candidates=[],
        ),
        records=[],
        measures=[],
        reasons=[],
        explanation=TOLD,
        review=Review(needed=False, why=[], ask=None),
        as_of=AsOf(date=item.on, sequence=item.sequence, ruleset=item.ruleset),
        reference=None if item.reference is None else mask_resident_ids(item.reference),
    )
