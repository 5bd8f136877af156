"""Who a merchant is: proved by a one-time code that reached it, or by its electronic business licence."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session, col, select, update

from huixin.core.identifiers import IdentifierError, parse_uscc
from huixin.core.vocabulary import MemberKind
from huixin.core.windows import day_of
from huixin.types.appeal import CodeRequest
from models.base import new_id
from models.cases.work import Work, wrong
from models.errors import Forbidden, NotFound
from models.exits.reach import knows, speaks_for
from models.keys import KeyRing
from models.listings import records_of
from models.members import Credential, Member, hash_secret
from models.personal import refuse_personal
from models.rights.tables import IdentityCode
from models.scopes import default_scopes
from models.subjects import find_by_key
from rules.catalogue import Catalogue

MOST_TRIES = 5
"""Wrong codes before those that are out hold no more."""
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without signs that are read as one another."""


class LicenceVerifier(Protocol):
    """What verifies a presented electronic business licence (电子营业执照). None is connected yet."""

    def uscc_of(self, presented: str) -> str | None:
        """The code of the merchant who presented it; None where it does not hold."""
        ...


class IdentityNotProved(Forbidden):
    """The code is unknown, used, over, or of somebody else: never said which."""

    code = "identity_not_proved"


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The merchant as a member, with a credential of its own for this session."""

    member_id: str
    client_id: str


def issue_code(work: Work, keys: KeyRing, body: CodeRequest) -> tuple[IdentityCode, str]:
    """A new code for a merchant; those before it hold no more. By the centre or a unit."""
    if work.caller.kind not in (MemberKind.CENTRE, MemberKind.UNIT):
        raise Forbidden("Codes are given out by the centre and the units.")
    refuse_personal(body)
    if body.channel == "post" and body.address is None:
        raise wrong("/address", "missing_field", "A letter needs the registered address.")
    if body.channel == "counter" and body.licence_number is None:
        raise wrong("/licence_number", "missing_field", "At the counter the licence is seen first.")
    if body.channel == "counter" and body.authorisation is None:
        message = "At the counter the letter of authorisation is seen, or that the legal representative came in person."
        raise wrong("/authorisation", "missing_field", message)
    subject_id = _subject(work, body.uscc)
    _end_codes(work.session, subject_id, work.now)
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    row = IdentityCode(
        id=new_id("idc"),
        subject_id=subject_id,
        digest=_digest(keys, subject_id, code),
        channel=body.channel,
        address=body.address,
        licence_number=body.licence_number,
        authorisation=body.authorisation,
        issued_by=work.caller.member_id,
        created_at=work.now,
        expires_at=work.now + timedelta(days=work.days("identity_code_days", work.today)),
    )
    work.session.add(row)
    work.session.flush()
    return row, code


def _subject(work: Work, code: str) -> str:
    """The merchant of this code, as far as the caller speaks for it. Forbidden where it only knows of it."""
    try:
        found = find_by_key(work.session, f"uscc:{parse_uscc(code)}")
    except IdentifierError as error:
        raise wrong("/uscc", f"bad_uscc_{error.problem}", error.message) from error
    if found is None or not _may_know(work, found.id):
        raise NotFound("Nothing is known here of a merchant with this code.")
    if not _may_bring_in(work, found.id):
        raise Forbidden("A unit gives codes to the merchants of its own place.")
    return found.id


def _may_know(work: Work, subject_id: str) -> bool:
    known = any(knows(work, subject_id, record) for record in records_of(work.session, subject_id))
    return known or work.caller.kind is MemberKind.CENTRE


def _may_bring_in(work: Work, subject_id: str) -> bool:
    """Whoever speaks for the merchant of one of its records."""
    spoken = any(speaks_for(work, subject_id, record) for record in records_of(work.session, subject_id))
    return spoken or work.caller.kind is MemberKind.CENTRE


def _digest(keys: KeyRing, subject_id: str, code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign in _ALPHABET)
    return keys.digest(f"identity:{subject_id}:{plain}")


def _end_codes(session: Session, subject_id: str, now: datetime) -> None:
    live = (col(IdentityCode.subject_id) == subject_id, col(IdentityCode.expires_at) > now)
    session.execute(update(IdentityCode).where(*live).values(expires_at=now))


def redeem_code(session: Session, keys: KeyRing, uscc: str, code: str, now: datetime) -> str | None:
    """The subject whose code this is; the code is used up. None where it does not hold, which is counted."""
    try:
        subject = find_by_key(session, f"uscc:{parse_uscc(uscc)}")
    except IdentifierError:
        return None
    live = None
    if subject is not None:
        live = session.exec(
            select(IdentityCode)
            .where(
                IdentityCode.subject_id == subject.id,
                col(IdentityCode.used_at).is_(None),
                col(IdentityCode.expires_at) > now,
                col(IdentityCode.tries) < MOST_TRIES,
            )
            .with_for_update()
        ).first()
    if subject is None or live is None:
        return None
    if not secrets.compare_digest(live.digest, _digest(keys, subject.id, code)):
        live.tries += 1
        session.flush()
        return None
    live.used_at = now
    session.flush()
    return subject.id


def log_in(session: Session, subject_id: str, now: datetime) -> LoggedIn:
    """A credential for one session of the merchant, whose earlier ones end. Raises IdentityNotProved if disabled."""
    member = session.exec(select(Member).where(Member.subject_id == subject_id)).first()
    if member is None:
        name = f"merchant {subject_id}"
        member = Member(id=new_id("mem"), name=name, kind=MemberKind.MERCHANT, subject_id=subject_id, created_at=now)
        session.add(member)
        session.flush()
    if member.disabled_at is not None:
        raise IdentityNotProved("This access has been closed; ask the centre.")
    ended = (col(Credential.member_id) == member.id, col(Credential.revoked_at).is_(None))
    session.execute(update(Credential).where(*ended).values(revoked_at=now))
    credential = Credential(
        client_id=new_id("cli"),
        member_id=member.id,
        secret_hash=hash_secret(secrets.token_urlsafe(32)),
        scopes=sorted(default_scopes(MemberKind.MERCHANT)),
        created_at=now,
    )
    session.add(credential)
    session.flush()
    return LoggedIn(member.id, credential.client_id)


def session_length(catalogue: Catalogue, now: datetime) -> timedelta:
    return timedelta(hours=catalogue.number("merchant_session_hours", day_of(now)))
