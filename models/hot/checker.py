"""Checks by the hot path: from the bytes of a body to the row that records an answer, its text in it, or to nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from huixin.core.identifiers import IdentifierError, organisation_code_of, parse_uscc
from huixin.core.resident_ids import looks_like_resident_id
from huixin.core.vocabulary import OFFICIAL, MemberKind, SubjectKind
from huixin.types.question import CheckRequest
from models.base import new_id
from models.checks.check import CheckContext, rules_for
from models.checks.question import understand
from models.decision_rows import Row
from models.errors import DomainError
from models.hot.asking import Kept, Marks, Understood, timely
from models.hot.bodies import Body
from models.hot.entries import ASK
from models.hot.following import Following
from models.hot.members import Known
from models.hot.templates import Template
from models.keys import KeyRing

_KINDS = frozenset(MemberKind) - OFFICIAL - {MemberKind.MERCHANT}
_KEPT = 256
"""Kinds of bodies of one member that are kept; one more, and all are understood anew."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A kind of body, as of a moment, and the templates of what the log keeps of it."""

    understood: Understood
    moment: tuple[Any, ...]
    request: Template
    body: Template


class HotChecker:
    """Belongs to the thread that answers. `read`: a body's request, as the ordinary way reads it, or ValueError."""

    def __init__(self, following: Following, keys: KeyRing, read: Callable[[bytes], CheckRequest]) -> None:
        self._following, self._keys, self._read = following, keys, read
        self._kept: Kept = {}

    def check(self, known: Known, content: bytes, context: CheckContext) -> Row | None:
        """The row of the decision, with the text of the answer in it; None for whatever the ordinary way is to
        answer, or to refuse."""
        body = Body.of(content)
        if body is None or (body.reference is not None and looks_like_resident_id(body.reference)):
            return None
        ready = self._ready(known, body, content, context)
        try:
            if ready is None or parse_uscc(body.uscc) != body.uscc:
                return None
        except IdentifierError:
            return None
        return self._row(ready, known, body, context)

    def _row(self, ready: _Ready, known: Known, body: Body, context: CheckContext) -> Row | None:
        understood, entries, uscc = ready.understood, self._following.entries, body.uscc
        subject_key = question = self._keys.digest(f"uscc:{uscc}")
        if understood.name is not None:
            question = self._keys.digest(f"uscc:{uscc}|{understood.name}")
        sequence = entries.sequence
        by_name = None if understood.name is None else f"name:{understood.name}"
        found = entries.find(f"uscc:{uscc}", f"via:{organisation_code_of(uscc)}", by_name)
        if sequence is None or entries.sequence != sequence or found == ASK or question in known.standing.judged:
            return None
        shape = None if found is None else understood.shape(found)
        worded = understood.about(shape)
        if worded is None:
            return None
        own = {"decision_id": new_id("dec"), "uscc": uscc, "reference": body.reference or "", "sequence": str(sequence)}
        own |= {} if shape is None else shape.own
        digest = self._keys.digest(ready.body.filled(own))
        return Row(
            id=own["decision_id"],
            at=context.now,
            body_hash=sha256(digest.encode()).hexdigest(),
            request=ready.request.filled({"question": question}),
            subject_key=subject_key,
            answer=worded.answer.filled(own),
            shared=understood.shared(shape, worded, sequence),
        )

    def _ready(self, known: Known, body: Body, content: bytes, context: CheckContext) -> _Ready | None:
        moment = timely(context)
        ready: _Ready | None = known.understood.get(body.skeleton)
        if ready is None or ready.moment != moment:
            try:
                understood = self._understood(known, body, content, context)
            except (ValueError, DomainError):
                return None
            if understood is None:
                return None
            ready = _Ready(understood, moment, understood.request_template(), understood.body_template())
            if len(known.understood) >= _KEPT:
                known.understood.clear()
            known.understood[body.skeleton] = ready
        return ready

    def _understood(self, known: Known, body: Body, content: bytes, context: CheckContext) -> Understood | None:
        """Raises what the ordinary way would raise."""
        request, caller = self._read(content), known.standing.caller
        subject = request.subject
        others = (subject.registration_number, subject.organisation_code, subject.resident_id, request.as_known_on)
        same = subject.uscc == body.uscc and request.reference == body.reference
        plain = request.authorisation is None and request.as_ is None and not any(others)
        if not same or not plain or subject.kind is SubjectKind.NATURAL_PERSON or caller.kind not in _KINDS:
            return None
        in_force, whole = rules_for(request, context)
        ruleset, today = context.rules(in_force), context.today
        furthest = timedelta(days=context.ruleset.catalogue.number("check_horizon_days", today))
        question = understand(request, caller, ruleset.catalogue, today, furthest, whole=whole)
        if question.on < today:
            return None
        marks = Marks.fresh()
        told = request.model_copy(
            update={
                "subject": subject.model_copy(update={"uscc": marks.uscc}),
                "reference": None if request.reference is None else marks.reference,
            }
        )
        ahead, read = context.ahead(question), context.published.last
        return Understood(known.standing, question, told, ruleset, ahead, today, read, marks, self._kept)
