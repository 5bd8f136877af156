"""Who a merchant is: proved by a one-time code that reached it, or by its electronic business licence."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.identifiers import IdentifierError, parse_uscc
from huixin.core.records import Record
from huixin.core.vocabulary import MemberKind, SubjectKind
from huixin.core.windows import day_of
from huixin.types.appeal import CodeRequest, CodeView
from models.base import new_id
from models.caller import Caller
from models.cases.work import Work, wrong
from models.errors import Forbidden, NotFound
from models.exits.reach import knows, speaks_for
from models.keys import KeyRing
from models.listings import records_of_many
from models.members import Credential, Member, hash_secret
from models.merchants import subjects_of_code
from models.outbox import put
from models.personal import refuse_personal
from models.rights.tables import IdentityCode
from models.scopes import default_scopes
from models.subjects import SubjectVersion, current_version, enter_subject, enterprise, find_by_key
from models.versions import in_force
from rules.catalogue import Catalogue

TRIES_TOLD = 5
"""Wrong tries after which whoever gave the code out is told."""
MOST_COUNTED = 1000
"""Wrong tries that are written down; more are refused alike, and cost the database nothing."""
TRIED = "merchant.code_tried"
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
        uscc = parse_uscc(code)
    except IdentifierError as error:
        raise wrong("/uscc", f"bad_uscc_{error.problem}", error.message) from error
    subject_ids = subjects_of_code(work.session, uscc)
    if not subject_ids or not _of_any(work, subject_ids, knows):
        raise NotFound("Nothing is known here of a merchant with this code.")
    if not _of_any(work, subject_ids, speaks_for):
        raise Forbidden("A unit gives codes to the merchants of its own place.")
    return known_by_its_code(work.session, uscc, subject_ids)


def _of_any(work: Work, subject_ids: list[str], may: Callable[[Work, str, Record], bool]) -> bool:
    """The centre brings in everybody, another whoever it may for one of the merchant's records."""
    found = records_of_many(work.session, subject_ids)
    some = any(may(work, subject_id, record) for subject_id, records in found.items() for record in records)
    return some or work.caller.kind is MemberKind.CENTRE


def merchant_of(session: Session, uscc: str) -> str | None:
    """Who has shown to be the one with this code; None where nothing is known of it."""
    subject_ids = subjects_of_code(session, uscc)
    return known_by_its_code(session, uscc, subject_ids) if subject_ids else None


def known_by_its_code(session: Session, uscc: str, subject_ids: list[str]) -> str:
    """Id of the merchant's subject with this code; one that is known by an older code alone is entered by it, so that
    it comes in as itself."""
    found = find_by_key(session, f"uscc:{uscc}")
    if found is not None:
        return found.id
    known = current_version(session, subject_ids[0])
    if known is None:
        raise NotFound(f"There is no subject {subject_ids[0]}.")
    return enter_subject(session, enterprise(uscc, known.name, kind=SubjectKind(known.kind), unit=known.unit)).id


def _digest(keys: KeyRing, subject_id: str, code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign in _ALPHABET)
    return keys.digest(f"identity:{subject_id}:{plain}")


def _end_codes(session: Session, subject_id: str, now: datetime) -> None:
    live = (col(IdentityCode.subject_id) == subject_id, col(IdentityCode.expires_at) > now)
    session.execute(update(IdentityCode).where(*live).values(expires_at=now))


def worth_writing(session: Session, keys: KeyRing, uscc: str, code: str, now: datetime) -> bool:
    """Whether a try changes anything: it is right, or it is to be counted. Whoever only makes noise writes nothing."""
    live = _live(session, uscc, now)
    return live is not None and (live.tries < MOST_COUNTED or _is(live, keys, code))


def redeem_code(session: Session, keys: KeyRing, uscc: str, code: str, now: datetime) -> str | None:
    """The subject whose code this is; the code is used up. None where it does not hold, which is counted.

    Wrong tries end nothing: with 80 random bits there is nothing to guess, and anybody who knows the public code of a
    merchant could else lock it out.
    """
    live = _live(session, uscc, now, for_update=True)
    if live is None:
        return None
    if not _is(live, keys, code):
        _count(session, live, now)
        return None
    live.used_at = now
    session.flush()
    return live.subject_id


def _live(session: Session, uscc: str, now: datetime, *, for_update: bool = False) -> IdentityCode | None:
    """The code that is out for the merchant; those before it have ended."""
    try:
        subject = find_by_key(session, f"uscc:{parse_uscc(uscc)}")
    except IdentifierError:
        return None
    if subject is None:
        return None
    statement = select(IdentityCode).where(
        IdentityCode.subject_id == subject.id,
        col(IdentityCode.used_at).is_(None),
        col(IdentityCode.expires_at) > now,
    )
    return session.exec(statement.with_for_update() if for_update else statement).first()


def _is(live: IdentityCode, keys: KeyRing, code: str) -> bool:
    return secrets.compare_digest(live.digest, _digest(keys, live.subject_id, code))


def _count(session: Session, live: IdentityCode, now: datetime) -> None:
    """Whoever gave the code out sees it, and is told once."""
    if live.tries >= MOST_COUNTED:
        return
    live.tries += 1
    live.last_tried_at = now
    session.flush()
    if live.tries == TRIES_TOLD:
        [view] = code_views(session, [live], now)
        told = view.model_dump(mode="json", exclude={"subject_name", "uscc"})  # what is pushed names nobody
        put(session, live.issued_by, TRIED, told, now, subject=live.id)


def given_out(caller: Caller) -> SelectOfScalar[IdentityCode]:
    """The codes that a caller gave out; the centre and auditors see all."""
    found = select(IdentityCode)
    return (
        found
        if caller.kind in (MemberKind.CENTRE, MemberKind.AUDITOR)
        else found.where(IdentityCode.issued_by == caller.member_id)
    )


def code_views(session: Session, rows: Sequence[IdentityCode], now: datetime) -> list[CodeView]:
    """With the names of the merchants, read at once."""
    ids = {row.subject_id for row in rows}
    current = select(SubjectVersion).where(col(SubjectVersion.subject_id).in_(ids), in_force(SubjectVersion, None))
    subjects = {version.subject_id: version for version in session.exec(current)}
    return [_view(row, subjects[row.subject_id], now) for row in rows]


def _view(row: IdentityCode, subject: SubjectVersion, now: datetime) -> CodeView:
    return CodeView(
        id=row.id,
        subject_id=row.subject_id,
        subject_name=subject.name,
        uscc=subject.uscc,
        channel=row.channel,
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        holds=row.used_at is None and row.expires_at > now,
        wrong_tries=row.tries,
        last_wrong_at=row.last_tried_at,
    )


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
