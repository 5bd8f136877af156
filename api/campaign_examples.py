"""Examples of campaigns in the API description. All of it is fictional."""

from datetime import date

from api.example_case import AT, DAY, HEX, MEMBER
from api.examples import NAME, USCC
from huixin.types.base import Label
from huixin.types.campaign import (
    Appeal,
    CampaignBoard,
    CampaignEventView,
    CampaignPage,
    CampaignRequest,
    CampaignStage,
    CampaignView,
    EnrolmentPage,
    EnrolmentView,
    GuidePlatforms,
    PlatformBoard,
    PledgeForCampaign,
    RosterFault,
    RosterResult,
    TakenOff,
)

_FIRST, _LAST = date(2026, 11, 9), date(2026, 11, 12)
CAMPAIGN = CampaignRequest(
    kind="double_11",
    title="2026年“双十一”网络促销",
    first_day=_FIRST,
    last_day=_LAST,
    stages=(CampaignStage(title="正式促销", first_day=date(2026, 11, 11), last_day=date(2026, 11, 11)),),
    appeal=Appeal(zh="诚信促销，明码标价，不刷单，不虚假宣传。", en="Honest prices, no brushing, no false adverts."),
)
_GUIDANCE = GuidePlatforms(on=DAY, document_number="惠市监导〔2026〕5号", said="核验参加促销的商家，公布规则。")
_PLEDGE = PledgeForCampaign(on=DAY, said="不接受名单所限制的商家报名。", by="a-17")
CAMPAIGN_VIEW = CampaignView(
    id=f"cpn_{HEX}",
    **CAMPAIGN.model_dump(exclude={"appeal"}),
    appeal=Label(**CAMPAIGN.appeal.model_dump()),
    by="惠州市信用中心",
    created_at=AT,
    history=[
        CampaignEventView(
            number=1,
            at=AT,
            by="惠州市信用中心",
            action="guide",
            member_id=None,
            said=_GUIDANCE.model_dump(mode="json", exclude={"action"}, exclude_none=True),
        )
    ],
)
CAMPAIGN_PAGE = CampaignPage(items=[CAMPAIGN_VIEW], next=None)
ACTIONS = {"guidance": _GUIDANCE, "a_pledge": _PLEDGE}
ROSTER = RosterResult(
    enrolled=99_998,
    again=1,
    refused=1,
    faults=[RosterFault(line=17, code="checksum", message="The check character does not fit.")],
)
ENROLMENT_PAGE = EnrolmentPage(
    items=[
        EnrolmentView(
            uscc=USCC, name=NAME, outcome="refuse", rules=["black-promotion"], enrolled_on=DAY, screened_on=DAY
        )
    ],
    next=None,
)
TAKEN_OFF = TakenOff(uscc=USCC)
_COUNTS = {"checked": 100_000, "excluded": 120, "restricted": 40, "reviewed": 31, "admitted": 99_809}
BOARD = CampaignBoard(
    campaign_id=CAMPAIGN_VIEW.id,
    total=PlatformBoard(member_id=None, member=None, **_COUNTS, reasons={"black-promotion": 120}),
    platforms=[PlatformBoard(member_id=MEMBER, member="示例平台", **_COUNTS, reasons={"black-promotion": 120})],
    screened_to=4711,
)
