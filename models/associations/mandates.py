"""Mandates: which standards an association or agency applies, from when to when; and what one lacks without it."""

from sqlalchemy import ColumnElement, true
from sqlmodel import col, select

from huixin.core.vocabulary import EndKind, MemberKind
from huixin.core.windows import Window
from huixin.types.association import MandateRequest, Revocation
from models.associations.tables import Mandate, Nomination
from models.base import new_id
from models.cases.seen import SEES_ALL
from models.cases.work import Work, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.listings import end_listing
from models.members import Member
from models.personal import refuse_personal
from rules.documents import Standard

MANDATED = frozenset({MemberKind.ASSOCIATION, MemberKind.AGENCY})


class NoMandate(Forbidden):
    """The caller was never authorised for this standard."""

    code = "no_mandate"


class OutsideWindow(Forbidden):
    """It was, but not on this day: not yet, no longer, or revoked."""

    code = "outside_window"


class OutsideStandard(Forbidden):
    """The standard does not hold today, or a fact is none of its own."""

    code = "outside_standard"


class NotOfTheAssociation(Forbidden):
    """The merchant is no member of the association, inside which alone its list works."""

    code = "not_of_the_association"


def require_centre(work: Work) -> None:
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre authorises.", zh="授权由信用中心办理。")


def authorise(work: Work, body: MandateRequest) -> Mandate:
    """By the centre. Raises Forbidden, Invalid."""
    require_centre(work)
    refuse_personal(body)
    member = work.session.get(Member, body.member_id)
    if member is None or MemberKind(member.kind) not in MANDATED or member.disabled_at is not None:
        raise wrong("/member_id", "not_to_be_mandated", "An association or agency is authorised.")
    for index, code in enumerate(body.standards):
        if code not in work.catalogue.standards:
            raise wrong(f"/standards/{index}", "unknown_standard", f"There is no standard '{code}'.")
    if body.valid_to < body.valid_from:
        raise wrong("/valid_to", "ends_before_it_starts", "The last day lies before the first.")
    row = Mandate(
        id=new_id("mdt"),
        member_id=member.id,
        standards=sorted(set(body.standards)),
        valid_from=body.valid_from,
        valid_to=Window.inclusive(None, body.valid_to).end or body.valid_to,
        document_number=body.document_number,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def seen_by(work: Work) -> ColumnElement[bool]:
    """The centre's and auditors' all, a member's its own."""
    return true() if work.caller.kind in SEES_ALL else col(Mandate.member_id) == work.caller.member_id


def revoke(work: Work, key: str, body: Revocation) -> Mandate:
    """From today on; what rests on it inside the association ends with it. Raises NotFound, Forbidden, Conflict."""
    row = work.session.exec(select(Mandate).where(Mandate.id == key, seen_by(work)).with_for_update()).first()
    if row is None:
        raise NotFound(f"There is no mandate {key}.")
    require_centre(work)
    refuse_personal(body)
    if row.revoked_on is not None:
        raise Conflict(f"It was revoked on {row.revoked_on}.")
    row.revoked_on, row.reason = work.today, body.reason
    kept = select(Nomination).where(Nomination.mandate_id == key, Nomination.state == "inside")
    for nomination in work.session.exec(kept).all():
        end_inside(work, nomination, body.reason)
    work.session.flush()
    return row


def end_inside(work: Work, nomination: Nomination, reason: str) -> None:
    """What an association kept counts no more, from today on."""
    if nomination.listing_id is not None:
        end_listing(work.session, nomination.listing_id, work.today, EndKind.REMOVED, reason)
    nomination.state, nomination.reason = "ended", reason


def mandate_for(work: Work, standard: str) -> tuple[Mandate, Standard]:
    """Under which the caller applies the standard today. Raises NoMandate, OutsideWindow, OutsideStandard."""
    own = work.session.exec(select(Mandate).where(Mandate.member_id == work.caller.member_id)).all()
    named = [mandate for mandate in own if standard in mandate.standards]
    if not named:
        raise NoMandate(f"You are not authorised to apply '{standard}'.", zh=f"未获授权适用标准“{standard}”。")
    live = [one for one in named if one.revoked_on is None and one.valid_from <= work.today < one.valid_to]
    if not live:
        message = f"Your mandate for '{standard}' does not hold on {work.today}."
        raise OutsideWindow(message, zh="授权不在有效期内或已被撤销。")
    entry = work.catalogue.standards.get(standard)
    if entry is None or work.today not in Window.inclusive(entry.effective.from_, entry.effective.to):
        raise OutsideStandard(f"The standard '{standard}' does not hold today.", zh="该认定标准现不适用。")
    return max(live, key=lambda one: one.valid_to), entry
