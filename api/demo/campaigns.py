"""A promotion of the demo: guided, pledged, and with a roster of which some are on lists."""

from datetime import timedelta

from api.demo.cast import CENTRE, FIRMS, PLATFORM
from api.demo.office import Office
from api.demo.promises import MERCHANTS
from huixin.core.windows import day_of
from huixin.types.campaign import Appeal, CampaignRequest, CampaignStage, GuidePlatforms, PledgeForCampaign
from models.campaigns.conduct import act_on_campaign, announce
from models.campaigns.enrolling import Roster, enrol
from models.campaigns.screening import Screening
from models.cases.work import Work
from models.checks import CheckContext

_ANNOUNCED, _OPENS, _ENDS = -20, 5, 9
"""Days, counted from the loading."""


def campaign(office: Office) -> None:
    """Double 12, as the demo's day comes late in November."""
    centre, platform = (_work(office, who, _ANNOUNCED) for who in (CENTRE, PLATFORM))
    first, last = (day_of(office.at(offset)) for offset in (_OPENS, _ENDS))
    body = CampaignRequest(
        kind="double_12",
        title="“双十二”网络促销",
        first_day=first,
        last_day=last,
        stages=(CampaignStage(title="正式促销", first_day=last - timedelta(days=1), last_day=last),),
        appeal=Appeal(zh="诚信促销，明码标价，不刷单，不虚假宣传。", en="Honest prices and no brushing."),
    )
    row = announce(centre, body)
    said = "核验参加促销的商家，提前公布规则。"
    act_on_campaign(centre, row.id, GuidePlatforms(on=centre.today, document_number="惠市监导〔2026〕5号", said=said))
    pledge = PledgeForCampaign(on=platform.today, said="不接受名单所限制的商家报名。", by="a-17")
    act_on_campaign(platform, row.id, pledge)
    context = CheckContext(office.ruleset, office.keys, office.now, day_of(office.now))
    screening = Screening(office.session, platform.caller, row, context)
    merchants = [(uscc, name) for name, uscc in MERCHANTS.values()]
    merchants += [(firm.uscc, firm.name) for firm in FIRMS.values()]
    enrol(office.session, screening, screening.everybody(), merchants, Roster())


def _work(office: Office, who: str, offset: int) -> Work:
    return Work(office.session, office.callers[who], office.ruleset.catalogue, office.at(offset))
