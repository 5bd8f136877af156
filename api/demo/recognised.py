"""Which firm a department recognised, how far that has come, and what became of the record."""

from collections.abc import Mapping

from api.demo import recognitions, rights
from api.demo.office import Step
from huixin.types.objection import Correction

RECOGNISED: Mapping[str, Mapping[int, Step]] = {
    "良井": {-3: recognitions.notice("huiyang", "以普通肥料冒充有机肥料销售。", "counterfeit")},
    "泰美": {
        -25: recognitions.notice("boluo", "虚构茶叶产地。", "false_advertising"),
        -20: recognitions.statement("愿意更正，请求从轻。"),
        -6: recognitions.decide("promotion_limit"),
    },
    "吉隆": {
        -40: recognitions.notice("huidong", "以次充好销售鞋材。", "counterfeit"),
        -36: recognitions.statement("不作陈述。"),
        -30: recognitions.decide("promotion_limit", "listing_limit"),
        -8: recognitions.serve(by_public_notice=True),
    },
    "马安": {
        -40: recognitions.notice("huicheng", "虚假维修、虚列收费。", "service_breach", list_code="ecommerce_watch"),
        -36: recognitions.statement("收费有依据，但记录不全。"),
        -20: recognitions.decide("closer_inspection", severity="minor"),
        -4: recognitions.serve(),
    },
    "龙田": {
        -35: recognitions.notice("longmen", "涉嫌虚假宣传土特产功效。", "false_advertising"),
        -30: recognitions.statement("宣传语系平台模板，已撤下。"),
        -22: recognitions.drop("情节轻微并及时改正，不予认定。"),
    },
    "河南岸": {
        -60: recognitions.notice("huicheng", "组织虚假好评。", "brushing", list_code="brushing_black"),
        -55: recognitions.statement("系外包公司所为。"),
        -48: recognitions.decide("promotion_limit"),
        -40: recognitions.serve(),
        -38: recognitions.publish,
        -30: rights.object_by_unit("huicheng", "当事人称好评系真实消费者所为。"),
        -26: rights.reject("订单均无真实物流，认定无误。"),
        -6: rights.give_code("huicheng"),
        -1: rights.object_as_merchant("虚假好评系竞争对手所为，请求更正。"),
    },
    "平潭": {
        -170: recognitions.notice("huiyang", "虚构航空货运时效。", "service_breach"),
        -165: recognitions.statement("时效受天气影响。"),
        -155: recognitions.decide("promotion_limit"),
        -150: recognitions.serve(),
        -148: recognitions.publish,
        -100: rights.object_by_unit("huiyang", "严重程度认定过重。"),
        -96: rights.uphold("经复核，危害较轻。", Correction(severity="minor")),
        -60: rights.ask_for_removal("已改正时效宣传。"),
        -58: rights.send_on("huiyang"),
        -50: rights.send_back("仍有投诉未处理完毕。"),
        -4: rights.apply_for_repair("已赔付全部消费者。"),
    },
    # the four ends
    "潼侨": {
        -200: recognitions.notice("zhongkai", "虚标产品参数。", "false_advertising"),
        -195: recognitions.statement("已更正。"),
        -185: recognitions.decide("promotion_limit"),
        -180: recognitions.serve(),
        -178: recognitions.publish,
        -20: rights.checked_by_platform("promotion"),
        -19: rights.appeal("参数已更正，请求恢复报名。"),
        -16: rights.ask_for_removal("已更正全部参数并消除影响。"),
        -14: rights.send_on("zhongkai"),
        -10: rights.remove,
    },
    "汝湖": {
        -220: recognitions.notice("huicheng", "虚构销量。", "brushing", list_code="brushing_black"),
        -215: recognitions.statement("不作陈述。"),
        -205: recognitions.decide("promotion_limit"),
        -200: recognitions.serve(),
        -198: recognitions.publish,
        -30: rights.apply_for_repair("已清理虚假销量并作出信用承诺。"),
        -25: rights.check_repair("承诺事项均已履行。"),
        -20: rights.grant_repair("符合修复条件。"),
    },
    "横沥": {
        -60: recognitions.notice("huicheng", "销售不合格五金件。", "counterfeit"),
        -55: recognitions.statement("批次有误。"),
        -45: recognitions.decide("promotion_limit"),
        -40: recognitions.serve(),
        -38: recognitions.publish,
        -6: rights.withdraw_publication("认定对象有误，予以撤回。"),
        -5: rights.annul("认定对象有误，撤销认定决定。"),
    },
}
"""By brand; steps by day, in order."""
