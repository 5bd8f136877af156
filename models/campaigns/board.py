"""The board of a campaign: how many were checked, excluded, restricted, held for a person; by platform and by rule."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, func, select

from huixin.core.vocabulary import OFFICIAL, Outcome
from huixin.types.campaign import CampaignBoard, CampaignEventView, CampaignView, PlatformBoard
from models.caller import Caller
from models.campaigns.conduct import events_of
from models.campaigns.tables import Campaign, Enrolment
from models.errors import Forbidden
from models.members import Member

_STATES = {Outcome.REFUSE: "excluded", Outcome.RESTRICT: "restricted", Outcome.REVIEW: "reviewed"}


def board_of(session: Session, caller: Caller, campaign: Campaign) -> CampaignBoard:
    """A platform's own; authorities see counts by platform, and no merchant."""
    states: dict[str, Counter[str]] = {}
    reasons: dict[str, Counter[str]] = {}
    for member_id, outcome, rules, count in counted(session, campaign):
        if caller.kind not in OFFICIAL and member_id != caller.member_id:
            continue
        states.setdefault(member_id, Counter())[_STATES.get(Outcome(outcome), "admitted")] += count
        told = reasons.setdefault(member_id, Counter())
        if Outcome(outcome) in _STATES:
            told.update(dict.fromkeys(rules.split(), count))
    names = {row.id: row.name for row in session.exec(select(Member).where(col(Member.id).in_(states)))}
    platforms = [
        _platform(key, names[key], states[key], reasons[key]) for key in sorted(states, key=lambda k: names[k])
    ]
    return CampaignBoard(
        campaign_id=campaign.id,
        total=_platform(None, None, sum(states.values(), Counter()), sum(reasons.values(), Counter())),
        platforms=platforms,
        screened_to=campaign.cursor,
    )


def counted(session: Session, campaign: Campaign) -> Iterable[Sequence[Any]]:
    """Member, outcome, rules, and how many; the same once the rosters are erased."""
    if campaign.counts is not None:
        return campaign.counts
    own = select(Enrolment.member_id, Enrolment.outcome, Enrolment.rules, func.count())
    return session.exec(
        own.where(Enrolment.campaign_id == campaign.id)
        .group_by(col(Enrolment.member_id), col(Enrolment.outcome), col(Enrolment.rules))
        .order_by(col(Enrolment.member_id), col(Enrolment.outcome), col(Enrolment.rules))
    )


def _platform(key: str | None, name: str | None, states: Counter[str], reasons: Counter[str]) -> PlatformBoard:
    return PlatformBoard(
        member_id=key,
        member=name,
        checked=sum(states.values()),
        excluded=states["excluded"],
        restricted=states["restricted"],
        reviewed=states["reviewed"],
        admitted=states["admitted"],
        reasons=dict(sorted(reasons.items())),
    )


def campaign_views(session: Session, caller: Caller, rows: Sequence[Campaign]) -> list[CampaignView]:
    """In the order of the rows, with what of it is for the caller."""
    return [
        CampaignView(
            **row.model_dump(exclude={"cursor", "rescreened_on", "rules", "counts"}),
            history=[
                CampaignEventView(**event.model_dump(include=set(CampaignEventView.model_fields)))
                for event in events_of(session, caller, row.id)
            ],
        )
        for row in rows
    ]


def require_authority(caller: Caller) -> None:
    """Forbidden for members."""
    if caller.kind not in OFFICIAL:
        raise Forbidden("The report is for authorities.", zh="活动报告供主管部门使用。")
