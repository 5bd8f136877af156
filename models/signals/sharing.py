"""Sharing a signal and retracting it, by a member of the alliance for itself."""

import re
import unicodedata
from datetime import timedelta

from sqlalchemy import ColumnElement, true
from sqlmodel import col, select

from huixin.core.identifiers import IdentifierError, parse_uscc
from huixin.types.signal import Retraction, SignalRequest
from models.alliances.joining import find_alliance, sharing_agreement
from models.alliances.tables import Agreement
from models.base import new_id
from models.cases.seen import SEES_ALL
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.keys import KeyRing
from models.personal import refuse_personal
from models.signals.tables import Signal, is_kept, live_on
from models.suspects.corroboration import corroborate
from rules.documents import SignalKind

DIGESTED = frozenset({"account", "recruiter"})
"""Targets behind which a person stands: of them a keyed digest is all that is kept."""
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")


def share(work: Work, keys: KeyRing, body: SignalRequest) -> Signal:
    """Raises AgreementNotSigned, NotFound, Forbidden for a kind that is off, Conflict for the same again, Invalid."""
    alliance = find_alliance(work, body.alliance_id)
    agreement = sharing_agreement(work, alliance.id)
    refuse_personal(body.model_copy(update={"identifier": None}))
    kind = _kind_of(work, body)
    _check_contents(work, body)
    digest = _identifier(keys, agreement, kind, body)
    target_key = keys.digest(_words("target", body.target.kind, body.target.platform or "", body.target.id))
    _refuse_again(work, body, target_key)
    shown = body.target.kind not in DIGESTED
    row = Signal(
        id=new_id("sgn"),
        agreement_id=agreement.id,
        member_id=work.caller.member_id,
        target_kind=body.target.kind,
        target_key=target_key,
        target=body.target.id if shown else None,
        platform=body.target.platform,
        uscc=_code(body.uscc),
        identifier_digest=digest,
        shared_on=work.today,
        created_at=work.now,
        **body.model_dump(include=_AS_SAID),
    )
    work.session.add(row)
    work.session.flush()
    corroborate(work, row)
    return row


_AS_SAID = {
    *("alliance_id", "kind", "name", "evidence_sha256", "period_from", "period_to", "confidence", "purpose", "ground"),
    *("assessment_id", "retention_until"),
}


def _words(*parts: str) -> str:
    """However it was typed, the same."""
    return "|".join("".join(unicodedata.normalize("NFKC", part).split()).casefold() for part in ("signal", *parts))


def _kind_of(work: Work, body: SignalRequest) -> SignalKind:
    kind = work.catalogue.signal_kinds.get(body.kind)
    if kind is None:
        raise wrong("/kind", "unknown_kind", f"There is no kind of signal '{body.kind}'.")
    if body.target.kind not in kind.targets:
        message = f"A signal of '{body.kind}' is about one of: {', '.join(kind.targets)}."
        raise wrong("/target/kind", "target_does_not_fit", message)
    return kind


def _check_contents(work: Work, body: SignalRequest) -> None:
    if body.purpose not in work.catalogue.purposes:
        raise wrong("/purpose", "unknown_purpose", f"There is no purpose '{body.purpose}'.")
    refuse_future(work, "/period_to", body.period_to)
    if body.period_to < body.period_from:
        raise wrong("/period_to", "ends_before_it_starts", "The last day lies before the first.")
    most = work.today + timedelta(days=work.catalogue.number("signal_retention_most_days", work.today))
    if not work.today <= body.retention_until <= most:
        message = f"It is kept until a day from today up to {most}."
        raise wrong("/retention_until", "retention_out_of_bounds", message)
    kept = {"/name": body.name, "/ground": body.ground, "/target/platform": body.target.platform}
    kept["/target/id"] = None if body.target.kind in DIGESTED else body.target.id
    for pointer, text in kept.items():
        if text and _MOBILE.search(text):
            message = "A telephone number stands here; leave it out, or send it as `identifier`."
            raise wrong(pointer, "personal_identifier_in_text", message)


def _code(uscc: str | None) -> str | None:
    if uscc is None:
        return None
    try:
        return parse_uscc(uscc)
    except IdentifierError as error:
        raise wrong("/uscc", f"bad_uscc_{error.problem}", error.message) from error


def _identifier(keys: KeyRing, agreement: Agreement, kind: SignalKind, body: SignalRequest) -> str | None:
    """The digest of what the kind is built on. The clear goes no further than here."""
    if kind.built_on is None:
        if body.identifier is not None:
            raise wrong("/identifier", "unknown_field", f"'{kind.signal_kind}' is built on no identifier.")
        return None
    if kind.signal_kind not in agreement.personal_kinds:
        message = f"'{kind.signal_kind}' is off: the agreement in force does not take it in."
        raise Forbidden(message, zh="该信号类型涉及个人标识，现行协议未开通。")
    for name in ("identifier", "assessment_id", "agreement_id"):
        if getattr(body, name) is None:
            message = f"A kind built on a {kind.built_on} needs `{name}`."
            raise wrong(f"/{name}", "missing_field", message)
    if body.agreement_id != agreement.id:
        raise wrong("/agreement_id", "not_in_force", f"Version {agreement.number} is in force: name that one.")
    return keys.digest(_words(kind.built_on, str(body.identifier)))


def _refuse_again(work: Work, body: SignalRequest, target_key: str) -> None:
    again = select(Signal.id).where(
        Signal.member_id == work.caller.member_id,
        Signal.alliance_id == body.alliance_id,
        Signal.target_key == target_key,
        Signal.kind == body.kind,
        Signal.evidence_sha256 == body.evidence_sha256,
        live_on(work.today),
    )
    if work.session.exec(again).first() is not None:
        raise Conflict("You have shared this already, on the same evidence.")


def seen_by(work: Work) -> ColumnElement[bool]:
    """A member its own; the centre and auditors all."""
    return true() if work.caller.kind in SEES_ALL else col(Signal.member_id) == work.caller.member_id


def find_signal(work: Work, key: str) -> Signal:
    """Raises NotFound for one that the caller may not see."""
    row = work.session.exec(select(Signal).where(Signal.id == key, seen_by(work))).first()
    if row is None:
        raise NotFound(f"There is no signal {key}.")
    return row


def retract(work: Work, key: str, body: Retraction) -> Signal:
    """It supports nothing any more; also by who has left. Raises NotFound, Forbidden, Conflict."""
    row = find_signal(work, key)
    if row.member_id != work.caller.member_id:
        raise Forbidden("Only the member that shared it retracts it.")
    refuse_personal(body)
    if not is_kept(row, work.today):
        raise Conflict(f"It was kept until {row.retention_until}.", zh=f"该信号保存期限已于{row.retention_until}届满。")
    if row.retracted_on is not None:
        raise Conflict(f"It was retracted on {row.retracted_on}.")
    row.retracted_on, row.retraction_reason = work.today, body.reason
    work.session.flush()
    corroborate(work, row)  # the target may be another's now
    return row
