"""A campaign as the centre conducts it: days and stages, the appeal to merchants, guidance, pledges of platforms."""

from datetime import timedelta

from sqlmodel import Session, col, func, select

from huixin.core.vocabulary import OFFICIAL, MemberKind
from huixin.core.windows import LONGEST_CAMPAIGN
from huixin.types.campaign import CampaignAct, CampaignRequest, GuidePlatforms
from models.base import new_id
from models.caller import Caller
from models.campaigns.tables import Campaign, CampaignEvent
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.members import Member
from models.personal import refuse_personal
from models.sequence import current_sequence

ENROL = frozenset({MemberKind.PLATFORM, MemberKind.INTERNET})


def announce(work: Work, body: CampaignRequest) -> Campaign:
    """A campaign to come. Raises Forbidden, Invalid."""
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre announces campaigns.", zh="活动由信用中心设立。")
    refuse_personal(body)
    _check_days(work, body)
    row = Campaign(
        id=new_id("cpn"),
        kind=body.kind,
        title=body.title,
        first_day=body.first_day,
        last_day=body.last_day,
        stages=[stage.model_dump(mode="json") for stage in body.stages],
        appeal=body.appeal.model_dump(),
        by=work.caller.name,
        created_at=work.now,
        cursor=current_sequence(work.session),
        rescreened_on=work.today,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _check_days(work: Work, body: CampaignRequest) -> None:
    if body.kind not in work.catalogue.campaigns:
        known = ", ".join(sorted(work.catalogue.campaigns))
        raise wrong("/kind", "unknown_campaign", f"The packs know {known}.")
    if body.last_day < body.first_day:
        raise wrong("/last_day", "ends_before_it_starts", "The last day lies before the first.")
    if body.last_day < work.today or body.last_day - work.today > LONGEST_CAMPAIGN:
        raise wrong(
            "/last_day", "out_of_range", f"A campaign ends within {LONGEST_CAMPAIGN // timedelta(days=1)} days."
        )
    for index, stage in enumerate(body.stages):
        if not body.first_day <= stage.first_day <= stage.last_day <= body.last_day:
            raise wrong(f"/stages/{index}", "outside_the_campaign", "A stage lies within the days of the campaign.")


def find_campaign(session: Session, key: str, *, for_update: bool = False) -> Campaign:
    """Raises NotFound."""
    statement = select(Campaign).where(Campaign.id == key)
    row = session.exec(statement.with_for_update() if for_update else statement).first()
    if row is None:
        raise NotFound(f"There is no campaign {key}.")
    return row


def act_on_campaign(work: Work, key: str, act: CampaignAct) -> Campaign:
    """Raises NotFound, Forbidden, Conflict, Invalid."""
    row = find_campaign(work.session, key, for_update=True)
    refuse_personal(act)
    member_id = _guided(work, row, act) if isinstance(act, GuidePlatforms) else _pledging(work, row)
    refuse_future(work, "/on", act.on)
    number = select(func.count()).where(CampaignEvent.campaign_id == key)
    work.session.add(
        CampaignEvent(
            id=new_id("cpe"),
            campaign_id=key,
            number=work.session.exec(number).one() + 1,
            action=act.action,
            member_id=member_id,
            by=work.caller.name,
            at=work.now,
            said=act.model_dump(mode="json", exclude={"action", "member_id"}, exclude_none=True),
        )
    )
    work.session.flush()
    return row


def _guided(work: Work, row: Campaign, act: GuidePlatforms) -> str | None:
    """行政指导 comes before the opening: afterwards it is no guidance any more."""
    if work.caller.kind not in OFFICIAL or work.caller.kind is MemberKind.AUDITOR:
        raise Forbidden("An authority guides platforms.", zh="行政指导由主管部门作出。")
    if act.on >= row.first_day:
        raise wrong("/on", "after_the_opening", f"Guidance is given before {row.first_day}.")
    if act.member_id is None:
        return None
    member = work.session.get(Member, act.member_id)
    if member is None or MemberKind(member.kind) not in ENROL:
        raise wrong("/member_id", "no_platform", "There is no such platform.")
    return member.id


def _pledging(work: Work, row: Campaign) -> str:
    if work.caller.kind not in ENROL:
        raise Forbidden("Platforms pledge.", zh="承诺由平台作出。")
    if work.today > row.last_day:
        raise Conflict(f"The campaign ended on {row.last_day}.", zh=f"活动已于{row.last_day}结束。")
    return work.caller.member_id


def events_of(session: Session, caller: Caller, key: str) -> list[CampaignEvent]:
    """Authorities see all; a platform its own pledges, and the guidance that was for it or for all."""
    statement = select(CampaignEvent).where(CampaignEvent.campaign_id == key)
    if caller.kind not in OFFICIAL:
        own = col(CampaignEvent.member_id) == caller.member_id
        statement = statement.where(own | col(CampaignEvent.member_id).is_(None))
    return list(session.exec(statement.order_by(col(CampaignEvent.number))))
