"""The keys by which members sign for themselves: registered by the operator, who has seen whose they are."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from huixin.core.identifiers import IdentifierError, parse_uscc
from huixin.local.signatures import NotSigned, content_of, thumbprint
from models.base import new_id
from models.commitments.tables import CommitmentTemplate, MemberKey
from models.errors import Conflict, Fault, Invalid, NotFound
from models.members import Member

SIGNED = "huixin-commitment"
_PARTS = ("crv", "kty", "x", "y")


def register_key(session: Session, member: Member, jwk: Mapping[str, Any], uscc: str, name: str, now: datetime) -> str:
    """From now on the member signs by it, as the entity of that code. Its `kid` is its thumbprint (RFC 7638).

    Raises Invalid where it is no public P-256 key or the code does not hold, Conflict where it has one in force.
    """
    if not all(isinstance(jwk.get(part), str) for part in _PARTS) or (jwk["kty"], jwk["crv"]) != ("EC", "P-256"):
        raise Invalid("A key to sign by is an EC key on P-256, as JWK.")
    if "d" in jwk:
        raise Invalid("This is the private key; keep it, and register the public one.")
    try:
        code = parse_uscc(uscc)
    except IdentifierError as error:
        raise Invalid(str(error)) from error
    if key_of(session, member.id) is not None:
        raise Conflict(f"{member.name} has a key in force; revoke it first.")
    public = {part: jwk[part] for part in _PARTS}
    kid = thumbprint(public)
    public["kid"] = kid
    session.add(
        MemberKey(id=new_id("mky"), member_id=member.id, uscc=code, name=name.strip(), jwk=public, created_at=now)
    )
    session.flush()
    return kid


def revoke_key(session: Session, member: Member, now: datetime) -> None:
    """It signs nothing more; what it has signed stays. NotFound where there is none."""
    key = key_of(session, member.id)
    if key is None:
        raise NotFound(f"{member.name} has no key in force.")
    key.revoked_at = now
    session.flush()


def key_of(session: Session, member_id: str) -> MemberKey | None:
    """The one in force."""
    own = select(MemberKey).where(MemberKey.member_id == member_id, col(MemberKey.revoked_at).is_(None))
    return session.exec(own).first()


def statement_of(template: CommitmentTemplate, uscc: str, accepted_on: object) -> dict[str, object]:
    """What is signed."""
    said: dict[str, object] = {"template": template.code, "version": template.version, "digest": template.digest}
    return said | {"uscc": uscc, "accepted_on": str(accepted_on)}


def check_signature(key: MemberKey, signature: str, statement: Mapping[str, object]) -> None:
    """Invalid unless the key has signed just that."""
    try:
        content = json.loads(content_of(signature, SIGNED, [key.jwk]))
    except (NotSigned, ValueError) as error:
        raise _refused("It was not signed by the registered key.", "签名与登记的公钥不符。") from error
    if content != dict(statement):
        raise _refused("Something else was signed than this commitment.", "所签内容与本承诺不一致。")


def _refused(message: str, zh: str) -> Invalid:
    return Invalid(message, Fault("/signature", "signature_does_not_hold", message, zh), zh=zh)
