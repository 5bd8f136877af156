"""Who is in the demo: the members that act, and the fictional firms that they deal with.

The firms' codes have valid check characters and belong to nobody.
"""

from dataclasses import dataclass

from huixin.core.vocabulary import MemberKind
from models.recognitions.bodies import body_name
from models.scopes import CASES_REFERRALS, MEMBERS_READ, MEMBERS_WRITE, default_scopes
from rules.catalogue import Catalogue

PLATFORM, LOGISTICS, ASSOCIATION, AGENCY, CENTRE = "platform", "logistics", "association", "agency", "centre"
LIAISONS = {
    "huicheng": "刘敏",
    "huiyang": "谢建华",
    "boluo": "周文",
    "huidong": "黄伟",
    "longmen": "何静",
    "dayawan": "邓丽",
    "zhongkai": "罗勇",
}
"""The liaison person of each county and zone."""
UNITS = tuple(LIAISONS)
MARKET, POLICE, COMMERCE = "market_supervision", "public_security", "commerce"
DEPARTMENTS = (
    *((unit, MARKET) for unit in UNITS),
    *(("huicheng", COMMERCE), ("huicheng", POLICE), ("huizhou", MARKET), ("huizhou", POLICE)),
)


@dataclass(frozen=True, slots=True)
class Role:
    """A member of the demo. `key`: how stories call it; of an authority its unit, or unit/department."""

    key: str
    name: str
    kind: MemberKind
    unit: str | None = None
    department: str | None = None
    further: frozenset[str] = frozenset()
    """Scopes beside those of its kind."""

    @property
    def scopes(self) -> frozenset[str]:
        return default_scopes(self.kind) | self.further


def roles(catalogue: Catalogue) -> list[Role]:
    """Everybody who acts. Other departments stay without a member: the centre enters what they send on paper."""
    return [
        Role(PLATFORM, "演示平台", MemberKind.PLATFORM),
        Role(LOGISTICS, "演示快递", MemberKind.LOGISTICS),
        Role(ASSOCIATION, "演示电子商务协会", MemberKind.ASSOCIATION),
        Role(AGENCY, "演示信用服务机构", MemberKind.AGENCY),
        Role(CENTRE, "惠州市信用中心", MemberKind.CENTRE),
        Role("officer", "惠州市信用中心移送专员", MemberKind.CENTRE, further=frozenset({CASES_REFERRALS})),
        Role(
            "administrator",
            "惠州市信用中心管理员",
            MemberKind.CENTRE,
            further=frozenset({MEMBERS_READ, MEMBERS_WRITE}),
        ),
        Role("auditor", "演示审计", MemberKind.AUDITOR),
        *(Role(unit, catalogue.units[unit].title.zh, MemberKind.UNIT, unit) for unit in UNITS),
        *(
            Role(f"{unit}/{code}", body_name(catalogue, unit, code), MemberKind.DEPARTMENT, unit, code)
            for unit, code in DEPARTMENTS
        ),
    ]


@dataclass(frozen=True, slots=True)
class Firm:
    """`brand`: what sets it apart in the stories. `address`: as it was pushed."""

    brand: str
    name: str
    uscc: str
    address: str = ""


FIRMS = {
    row[0]: Firm(*row)
    for row in (
        ("待核查", "惠州市待核查商贸有限公司", "91441302MADEM00971", "惠州市惠城区水口街道（仓库：惠阳区秋长街道）"),
        ("拾光", "惠州市拾光里百货有限公司", "91441300MADEM2017A"),
        ("晨曦", "惠州市晨曦家纺有限公司", "91441302MADEM20252", "广东省惠州市惠城区江北街道文昌一路9号"),
        ("罗浮", "博罗县罗浮草本食品有限公司", "91441322MADEM2033U", "广东省惠州市博罗县长宁镇罗浮大道21号"),
        ("南昆", "龙门县南昆山货电子商务有限公司", "91441324MADEM2041K"),
        ("鹅岭", "惠州市鹅岭数码科技有限公司", "91441302MADEM205XF", "广东省惠州市惠城区桥西街道环城西路3号"),
        ("双月", "惠东县双月湾水产品有限公司", "91441323MADEM2068W", "广东省惠州市惠东县港口镇海滨路8号"),
        ("蓝田", "龙门县蓝田瑶乡手工艺品店", "91441324MADEM20766", "广东省惠州市龙门县蓝田瑶族乡街镇路5号"),
        ("霞涌", "惠州大亚湾霞涌潮品贸易有限公司", "91441303MADEM2084K", "广东省惠州市大亚湾区霞涌街道滨海路16号"),
        ("陈江", "惠州仲恺陈江智联科技有限公司", "91441302MADEM20920", "广东省惠州市仲恺区陈江街道甲子路88号"),
        ("淡水", "惠州市惠阳区淡水好物贸易有限公司", "91441303MADEM21054", "广东省惠州市惠阳区淡水街道开城大道2号"),
        ("鹅岭二店", "惠州市鹅岭数码科技有限公司桥东店", "91441302MADEM2113G", "广东省惠州市惠城区桥东街道滨江路17号"),
        ("石湾", "博罗县石湾包装材料厂", "91441322MADEM2121A", "广东省惠州市博罗县石湾镇科技大道6号"),
        ("巽寮", "惠东县巽寮民宿用品有限公司", "91441323MADEM213XG", "广东省惠州市惠东县巽寮滨海旅游度假区1号"),
        ("平陵", "龙门县平陵竹木制品有限公司", "91441324MADEM2148Y", "广东省惠州市龙门县平陵街道工业路11号"),
        ("鹏远", "惠州市鹏远跨境电子商务有限公司", "91441300MADEM21561", "广东省深圳市龙岗区坂田街道五和大道300号"),
        ("水口", "惠州市水口速达信息服务有限公司", "91441302MADEM2164Q", "广东省惠州市惠城区水口街道荔城大道45号"),
        ("江畔", "惠州市江畔数据服务有限公司", "91441302MADEM2172K", "广东省惠州市惠城区江南街道下角中路20号"),
        ("园洲", "博罗县园洲尚衣服饰有限公司", "91441322MADEM2180D", "广东省惠州市博罗县园洲镇禾山工业区7号"),
        ("潼湖", "惠州仲恺潼湖电器有限公司", "91441302MADEM2199B", "广东省惠州市仲恺区潼湖镇三和大道30号"),
        ("澳头", "惠州大亚湾澳头渔港海味有限公司", "91441303MADEM2201D", "广东省惠州市大亚湾区澳头街道中兴路19号"),
        ("麦地", "惠州市麦地母婴用品有限公司", "91441302MADEM221XN", "广东省惠州市惠城区龙丰街道麦地路66号"),
        ("平山", "惠东县平山鞋业电子商务有限公司", "91441323MADEM22284", "广东省惠州市惠东县平山街道华侨城路12号"),
        ("秋长", "惠州市惠阳区秋长灯饰有限公司", "91441303MADEM22360", "广东省惠州市惠阳区秋长街道白石路33号"),
        ("永汉", "龙门县永汉温泉用品有限公司", "91441324MADEM22448", "广东省惠州市龙门县永汉镇马星路9号"),
        ("西区", "惠州大亚湾西区潮流网络科技有限公司", "91441303MADEM2252M", "广东省惠州市大亚湾区西区街道龙海路28号"),
        ("惠环", "惠州仲恺惠环电子商务有限公司", "91441302MADEM22602", "广东省惠州市仲恺区惠环街道平南路15号"),
        ("杨村", "博罗县杨村柑桔专业网店有限公司", "91441322MADEM2279X", "广东省惠州市博罗县杨村镇柑桔场路1号"),
        ("稔山", "惠东县稔山滨海食品有限公司", "91441323MADEM22877", "广东省惠州市惠东县稔山镇范和路4号"),
        ("白花", "惠东县白花家居用品有限公司", "91441323MADEM2447E", "广东省惠州市惠东县白花镇莆田路9号"),
        ("小金口", "惠州市小金口玩具礼品有限公司", "91441302MADEM2295L", "广东省惠州市惠城区小金口街道金恺大道52号"),
        ("新圩", "惠州市惠阳区新圩塑胶日用品有限公司", "91441303MADEM2308Q", "广东省惠州市惠阳区新圩镇长布路10号"),
        ("龙华", "龙门县龙华供销网络有限公司", "91441324MADEM23161", "广东省惠州市龙门县龙华镇沙迳路3号"),
        ("沥林", "惠州仲恺沥林通讯设备有限公司", "91441302MADEM23240", "广东省惠州市仲恺区沥林镇迭石龙路8号"),
        ("三栋", "惠州市三栋农产品电子商务有限公司", "91441302MADEM2332T", "广东省惠州市惠城区三栋镇福长岭路2号"),
        ("河南岸", "惠州市河南岸美妆贸易有限公司", "91441302MADEM2340M"),
        ("良井", "惠州市惠阳区良井农资网络有限公司", "91441303MADEM23591"),
        ("泰美", "博罗县泰美茶业电子商务有限公司", "91441322MADEM2367C"),
        ("吉隆", "惠东县吉隆鞋材贸易有限公司", "91441323MADEM2375M"),
        ("马安", "惠州市马安家电维修网络有限公司", "91441302MADEM23833"),
        ("龙田", "龙门县龙田土特产商行", "91441324MADEM2391R"),
        ("汝湖", "惠州市汝湖户外用品有限公司", "91441302MADEM2404K"),
        ("横沥", "惠州市横沥五金电商有限公司", "91441302MADEM2412E"),
        ("潼侨", "惠州仲恺潼侨光电有限公司", "91441302MADEM24209"),
        ("平潭", "惠州市惠阳区平潭空港贸易有限公司", "91441303MADEM2439L"),
    )
}
"""By brand."""
