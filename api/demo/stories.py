"""Which pushed firm goes which way: by brand when it was pushed and why, and what happened on which day.

Days are counted from the loading. Together the cases come to every state that there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.demo import punishments, rights, sides, steps
from api.demo.cast import ASSOCIATION, LOGISTICS, PLATFORM
from api.demo.office import Step, together
from huixin.types.case import CaseAction

LONG_AGO, IN_AUTUMN, LATELY = -170, -75, -12
"""Days of the three pushes."""
UPDATED = -9
"""When upstream recognised one name and ended another."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """One pushed name. `steps` by day, in order."""

    day: int
    reason: str
    steps: Mapping[int, Step] = field(default_factory=dict)


_answered = together(
    punishments.done("interview", "已约谈。"),
    punishments.done("closer_inspection", "已列入重点监管对象。"),
    punishments.not_applicable("notify_authority", "无行业主管部门。"),
    punishments.apply(PLATFORM, "promotion_limit", "整改逾期，依平台规则暂停促销报名。"),
    punishments.apply(LOGISTICS, "contract_limit", "整改逾期，依合同条款暂缓签约。"),
    punishments.do_not_apply(ASSOCIATION, "member_downgrade", "当事人并非本会会员。"),
)
_lifted = together(
    punishments.lift_task("closer_inspection"),
    punishments.lift(LOGISTICS, "contract_limit"),
)

PUSHED = {
    # nobody knows where they belong
    "待核查": Pushed(LATELY, "国家推送，待核查"),
    "拾光": Pushed(LATELY, "差评投诉集中"),
    # being verified
    "晨曦": Pushed(LATELY, "涉嫌虚假交易", {-10: sides.receive}),
    "罗浮": Pushed(IN_AUTUMN, "涉嫌夸大功效宣传", {-70: sides.receive}),
    "南昆": Pushed(
        IN_AUTUMN,
        "消费者投诉货不对板",
        {
            -18: steps.route("longmen", "经电话核实，登记地在龙门县。"),
            -16: sides.receive,
            -4: sides.feedback("已约见负责人，正在调取交易流水。"),
        },
    ),
    "三栋": Pushed(
        IN_AUTUMN,
        "涉嫌以次充好",
        {
            -60: steps.confirm("counterfeit"),
            -50: steps.order("召回不合格批次"),
            -45: steps.serve(),
            -38: steps.withdraw_order("证据不足，撤回后补充核查。"),
            -20: steps.then(CaseAction.RETURN_TO_UNIT, "抽检报告与涉案批次不符，请重新核查。"),
        },
    ),
    # the nine results
    "鹅岭": Pushed(
        IN_AUTUMN,
        "涉嫌销售侵权商品、虚假宣传",
        {
            -70: sides.receive,
            -52: steps.confirm("counterfeit", "false_advertising"),
            -45: sides.mark(CaseAction.DISPUTE, "当事人对抽检结论有异议。"),
            -30: sides.penalise("侵犯注册商标专用权", 20_000),
            -26: sides.penalty_step(CaseAction.PUBLISH_PENALTY),
            -3: sides.penalty_step(CaseAction.ANNUL_PENALTY),
        },
    ),
    "双月": Pushed(
        IN_AUTUMN, "涉嫌短斤少两", {-50: steps.find(CaseAction.FIND_NOT_ESTABLISHED, "抽查二十单，计量均合格。")}
    ),
    "蓝田": Pushed(
        IN_AUTUMN, "长期不发货", {-48: steps.find(CaseAction.FIND_UNTRACEABLE, "登记住所无人经营，电话停机。")}
    ),
    "霞涌": Pushed(IN_AUTUMN, "涉嫌虚假宣传", {-47: steps.find(CaseAction.FIND_DEREGISTERED, "去年已办理注销登记。")}),
    "陈江": Pushed(
        IN_AUTUMN,
        "涉嫌刷单",
        {
            -46: steps.find(
                CaseAction.FIND_OUTSIDE_JURISDICTION, "住所已迁往深圳。", level="city", belongs_to="深圳市龙岗区"
            )
        },
    ),
    "淡水": Pushed(
        IN_AUTUMN,
        "涉嫌销售假冒商品",
        {-44: steps.find(CaseAction.FIND_WRONG_IDENTITY, "同名店铺属另一经营者。", right_subject="惠州市淡水名品商行")},
    ),
    "鹅岭二店": Pushed(IN_AUTUMN, "涉嫌销售侵权商品", {-43: steps.duplicate_of("鹅岭")}),
    "石湾": Pushed(
        IN_AUTUMN, "涉嫌虚假发货", {-42: steps.find(CaseAction.FIND_NOT_ECOMMERCE, "只在线下经营，未开设网店。")}
    ),
    "巽寮": Pushed(
        IN_AUTUMN, "未按约定退款", {-41: steps.find(CaseAction.FIND_ALREADY_CORRECTED, "已退款并取得谅解。")}
    ),
    # what results lead to
    "平陵": Pushed(
        IN_AUTUMN,
        "收款后失联",
        {
            -60: steps.find(CaseAction.FIND_UNTRACEABLE, "登记住所查无此企业。"),
            -52: steps.then(CaseAction.NOTIFY_REGISTRAR, "通报登记机关列入经营异常名录。", by_unit=True),
        },
    ),
    "鹏远": Pushed(IN_AUTUMN, "涉嫌虚假跨境发货", {-70: steps.hand_to_province("深圳市", "登记地址在深圳市龙岗区。")}),
    "稔山": Pushed(
        IN_AUTUMN,
        "标签不合格",
        {
            -55: steps.find(CaseAction.FIND_ALREADY_CORRECTED, "已更换标签并召回。"),
            -50: steps.then(CaseAction.PROPOSE_REMOVAL, "提请国家平台移出。"),
            -45: rights.give_opinion("情况属实，同意移出。"),
            -40: rights.send_on("huidong"),
        },
    ),
    "白花": Pushed(
        IN_AUTUMN,
        "标签不合格",
        {
            -55: steps.find(CaseAction.FIND_ALREADY_CORRECTED, "已更换标签并召回。"),
            -50: steps.then(CaseAction.PROPOSE_REMOVAL, "提请国家平台移出。"),
            -45: rights.give_opinion("情况属实，同意移出。"),
            -38: steps.ended_upstream,
            -14: steps.named_again,
        },
    ),
    "小金口": Pushed(
        IN_AUTUMN,
        "涉嫌销售三无玩具",
        {
            -60: steps.find(CaseAction.FIND_NOT_ESTABLISHED, "产品均有强制认证。"),
            -40: steps.then(CaseAction.REPORT_UPWARD, "上报核查结果。"),
        },
    ),
    "新圩": Pushed(
        IN_AUTUMN,
        "涉嫌以次充好",
        {
            -58: steps.find(CaseAction.FIND_DEREGISTERED, "已被吊销营业执照。"),
            -45: steps.then(CaseAction.REPORT_DEREGISTRATION, "上报主体已吊销。"),
        },
    ),
    "沥林": Pushed(IN_AUTUMN, "涉嫌虚假宣传"),
    # ordered, in time
    "水口": Pushed(
        IN_AUTUMN, "涉嫌组织刷单", {-40: steps.confirm("brushing"), -5: steps.order("停止刷单，清理虚假评价")}
    ),
    "江畔": Pushed(
        LONG_AGO,
        "涉嫌倒卖用户信息",
        {
            -150: steps.confirm("personal_data", severity="serious"),
            -140: sides.refer("涉嫌向他人出售用户订单信息。"),
            -133: sides.accept_referral("已受理并立案侦查。"),
            -70: steps.order("删除非法留存的个人信息"),
            -62: steps.serve(),
        },
    ),
    "园洲": Pushed(
        IN_AUTUMN,
        "拒不履行七日退货",
        {
            -60: steps.confirm("service_breach", severity="minor"),
            -50: steps.order("履行七日无理由退货义务", last_day=5),
            -48: steps.serve(),
        },
    ),
    "平山": Pushed(
        LONG_AGO,
        "涉嫌虚假原价宣传",
        {
            -120: steps.confirm("false_advertising"),
            -112: steps.order("撤下虚假原价"),
            -108: steps.serve(),
            -20: steps.extend(24, "更换全部商品页需要时间。"),
            -15: sides.urge("请加快办理，按期验收。"),
        },
    ),
    "秋长": Pushed(
        LONG_AGO,
        "涉嫌虚标能效",
        {
            -130: steps.confirm("false_advertising"),
            -100: steps.order("更正能效标识"),
            -95: steps.serve(),
            -8: steps.report("已更正全部标识，附照片。"),
        },
    ),
    "澳头": Pushed(
        LONG_AGO,
        "虚构交易",
        {
            -150: steps.confirm("service_breach"),
            -146: steps.order("停止虚构交易"),
            -142: steps.serve(),
            -60: sides.mark(
                CaseAction.SUSPEND, "法院裁定停止执行。", "（2026）粤13行初7号", court="惠州市中级人民法院"
            ),
        },
    ),
    # overdue or incomplete: the second limb of joint punishment
    "潼湖": Pushed(
        LONG_AGO,
        "涉嫌销售假冒电器",
        {
            -150: steps.confirm("counterfeit", severity="serious"),
            -145: steps.order("召回假冒电器并赔付"),
            -140: steps.serve(),
            -9: punishments.done("interview", "已约谈法定代表人。"),
            -8: punishments.urge_task("closer_inspection", "请尽快列入重点监管。"),
            -7: punishments.apply(PLATFORM, "promotion_limit", "贵店整改逾期，依平台规则暂停促销报名。"),
            -6: punishments.do_not_apply(LOGISTICS, "contract_limit", "当事人并非本公司协议客户。"),
            -5: punishments.appealed(PLATFORM, "promotion_limit"),
            -4: sides.penalise("销售假冒注册商标商品", 50_000),
            -1: rights.give_code("zhongkai"),
        },
    ),
    "麦地": Pushed(
        LONG_AGO,
        "涉嫌虚假宣传",
        {
            -155: steps.confirm("false_advertising"),
            -150: steps.order("撤下虚假广告"),
            -145: steps.serve(),
            -30: sides.mark(CaseAction.GRANT_RELIEF, "法院批准重整计划。", document="（2026）粤13破7号"),
        },
    ),
    "永汉": Pushed(
        LONG_AGO,
        "涉嫌虚假宣传",
        {
            -150: steps.confirm("false_advertising"),
            -140: steps.order("撤下虚假广告"),
            -130: steps.serve(),
            -8: punishments.not_applicable("interview", "负责人住院，无法约谈。"),
            -6: steps.report("已撤下广告，逾期系资金周转所致。"),
        },
    ),
    "西区": Pushed(
        LONG_AGO,
        "涉嫌组织刷单",
        {
            -150: steps.confirm("brushing", severity="serious"),
            -140: steps.order("停止刷单，清理虚假评价"),
            -130: steps.serve(),
            -50: steps.report("已解散刷单群。"),
            -30: steps.inspect(rejected_by=["commerce"]),
            -7: punishments.apply(ASSOCIATION, "member_downgrade", "整改不到位，依章程降低会员级别。"),
        },
    ),
    # rectified
    "惠环": Pushed(
        LONG_AGO,
        "虚假交易",
        {
            -150: steps.confirm("service_breach"),
            -140: steps.order("停止虚假交易并赔付"),
            -125: steps.serve(),
            -9: _answered,
            -5: steps.report("已全部赔付。"),
            -3: steps.inspect(),
            -2: _lifted,
        },
    ),
    "杨村": Pushed(
        LONG_AGO,
        "涉嫌以次充好",
        {
            -160: steps.confirm("counterfeit"),
            -150: steps.order("召回不合格批次"),
            -140: steps.serve(),
            -70: steps.report("已召回并销毁。"),
            -60: steps.inspect(),
            -55: rights.give_opinion("整改到位，同意移出。"),
            -50: rights.send_on("boluo"),
            -35: rights.removed_upward,
        },
    ),
    # recognised upstream since: the first limb
    "龙华": Pushed(LATELY, "涉嫌销售假冒商品", {-5: steps.confirm("counterfeit", severity="serious")}),
}
"""By brand."""
