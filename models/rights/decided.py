"""The decisions about a merchant against which it may appeal, told without naming who asked.

A check is a question, and no law has the one who asks named to whom it is about: a member that applies a measure tells
the merchant itself, with its reasons, and an appeal finds its way to it through the service.
"""

from sqlmodel import Session, col, select

from huixin.core.vocabulary import OFFICIAL, Outcome
from huixin.types.appeal import MerchantDecision
from huixin.types.base import Label
from models.decisions import Decision
from models.keys import KeyRing
from models.members import Member
from models.rights.tables import Appeal
from rules.catalogue import Catalogue

_ADVERSE = (Outcome.REFUSE, Outcome.RESTRICT, Outcome.REVIEW)
_LOOKED_AT = 1000
"""Newest decisions among which the newest of each member for each scene are found."""
MOST = 50


def decisions_about(
    session: Session, log: Session, keys: KeyRing, catalogue: Catalogue, subject_ids: list[str], uscc: str
) -> list[MerchantDecision]:
    """Of each member that is no authority the newest for each scene, where it put the merchant at a disadvantage."""
    statement = (
        select(Decision)
        .where(
            Decision.subject_key == keys.digest(f"uscc:{uscc}"),
            col(Decision.subject_id).in_(subject_ids),
            col(Decision.outcome).in_(_ADVERSE),
        )
        .order_by(col(Decision.at).desc(), col(Decision.id))
        .limit(_LOOKED_AT)
    )
    newest: dict[tuple[str, str], Decision] = {}
    for decision in log.exec(statement):
        newest.setdefault((decision.member_id, decision.scene), decision)
    deciding = _deciding(session, {member_id for member_id, _ in newest})
    listed = [decision for decision in newest.values() if decision.member_id in deciding][:MOST]
    appeals = _appeals(session, [decision.id for decision in listed])
    return [
        MerchantDecision(
            decision_id=decision.id,
            at=decision.at,
            on=decision.on,
            asked_by=deciding[decision.member_id],
            scene=decision.scene,
            scene_title=_scene(catalogue, decision.scene),
            outcome=decision.outcome,
            appeal=appeals.get(decision.id),
        )
        for decision in listed
    ]


def _scene(catalogue: Catalogue, code: str) -> Label:
    known = catalogue.scenes.get(code)
    return Label(zh=code, en=code) if known is None else known.title


def _deciding(session: Session, member_ids: set[str]) -> dict[str, str]:
    """Kind by id of those that decide by their own rules: what an authority asks is not a decision on the merchant."""
    found = session.exec(select(Member).where(col(Member.id).in_(member_ids)))
    return {member.id: member.kind for member in found if member.kind not in OFFICIAL}


def _appeals(session: Session, decision_ids: list[str]) -> dict[str, str]:
    """State of the newest appeal against each."""
    found = session.exec(
        select(Appeal).where(col(Appeal.decision_id).in_(decision_ids)).order_by(col(Appeal.created_at))
    )
    return {appeal.decision_id: appeal.state for appeal in found}
