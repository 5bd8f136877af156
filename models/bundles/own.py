"""What a bundle does not know of a member itself: its own clauses, and about whom one of its people has judged."""

import hashlib
from datetime import datetime

from sqlmodel import Session, col, select

from huixin.local.own import OWN_FILE, OWN_KIND, OwnFile
from models.caller import Caller
from models.clauses import binding_clauses
from models.judgements import PersonJudgement
from models.keys import SigningKey
from models.sequence import current_sequence
from models.signing import jws
from models.versions import in_force


def own_file(session: Session, caller: Caller, now: datetime) -> OwnFile:
    clauses = binding_clauses(session, caller.member_id, caller.kind)
    judged = session.exec(
        select(PersonJudgement.subject_id)
        .where(PersonJudgement.member_id == caller.member_id, in_force(PersonJudgement, None))
        .distinct()
        .order_by(col(PersonJudgement.subject_id))
    )
    return OwnFile(caller.member_id, caller.kind, current_sequence(session), clauses, tuple(judged), now)


def tag_of(own: OwnFile) -> str:
    """The same as long as it says the same, whenever it was made."""
    said = OWN_FILE.dump_json(own, exclude={"made_at", "sequence"})
    return hashlib.sha256(said).hexdigest()[:32]


def signed_own(own: OwnFile, key: SigningKey) -> str:
    return jws(OWN_FILE.dump_json(own), OWN_KIND, key)
