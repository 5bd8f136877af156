"""Promotions of the demo: guided and pledged for, each with a roster of which some are on lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.demo.cast import CENTRE, FIRMS, PLATFORM
from api.demo.office import Office
from api.demo.promises import MERCHANTS
from huixin.core.windows import day_of
from huixin.types.campaign import Appeal, CampaignRequest, CampaignStage, GuidePlatforms, PledgeForCampaign
from models.campaigns.conduct import act_on_campaign, announce
from models.campaigns.enrolling import Roster, enrol
from models.campaigns.screening import Screening
from models.campaigns.tables import Campaign
from models.checks import CheckContext


@dataclass(frozen=True, slots=True)
class Promotion:
    """Days are counted from the loading. `stages`: title, first and last day; `brands`: of the firms enrolled beside
    the merchants that promised."""

    kind: str
    title: str
    announced: int
    stages: tuple[tuple[str, int, int], ...]
    guidance: str
    """Number of its document."""
    asked: str
    pledged: str
    brands: tuple[str, ...]


PROMOTIONS = (
    Promotion(
        "double_11",
        "“双十一”网络促销",
        -45,
        (("预售", -30, -13), ("正式促销", -12, -10), ("返场", -9, 2)),
        "惠市监导〔2026〕4号",
        "预售前核验参加促销的商家，先涨后降、刷单炒信的不予参加。",
        "名单所限制的商家不接受报名，活动期间每日复核。",
        ("晨曦", "潼湖", "永汉", "西区", "河南岸", "平潭"),
    ),
    Promotion(
        "double_12",
        "“双十二”网络促销",
        -20,
        (("预热", 5, 7), ("正式促销", 8, 9)),
        "惠市监导〔2026〕5号",
        "核验参加促销的商家，提前公布规则。",
        "不接受名单所限制的商家报名。",
        tuple(FIRMS),
    ),
)
"""The one goes on as the demo's day comes late in November, the other is to come."""
_APPEAL = Appeal(zh="诚信促销，明码标价，不刷单，不虚假宣传。", en="Honest prices and no brushing.")


def campaigns(office: Office) -> None:
    for promotion in PROMOTIONS:
        row = _announced(office, promotion)
        merchants = [(uscc, name) for name, uscc in MERCHANTS.values()]
        merchants += [(FIRMS[brand].uscc, FIRMS[brand].name) for brand in promotion.brands]
        _enrol(office, row, merchants)


def _announced(office: Office, promotion: Promotion) -> Campaign:
    """With what an authority asked and the platform pledged on the same day."""
    centre, platform = (office.work(who, promotion.announced) for who in (CENTRE, PLATFORM))
    stages = tuple(
        CampaignStage(title=title, first_day=day_of(office.at(first)), last_day=day_of(office.at(last)))
        for title, first, last in promotion.stages
    )
    body = CampaignRequest(
        kind=promotion.kind,
        title=promotion.title,
        first_day=stages[0].first_day,
        last_day=stages[-1].last_day,
        stages=stages,
        appeal=_APPEAL,
    )
    row = announce(centre, body)
    guided = GuidePlatforms(on=centre.today, document_number=promotion.guidance, said=promotion.asked)
    act_on_campaign(centre, row.id, guided)
    act_on_campaign(platform, row.id, PledgeForCampaign(on=platform.today, said=promotion.pledged, by="a-17"))
    return row


def _enrol(office: Office, row: Campaign, merchants: Sequence[tuple[str, str]]) -> None:
    context = CheckContext(office.ruleset, office.keys, office.now, day_of(office.now))
    screening = Screening(office.session, office.callers[PLATFORM], row, context)
    enrol(row.id, screening, screening.everybody(), merchants, Roster())
