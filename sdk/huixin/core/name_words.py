"""The words that names are made of besides the trade name. They steer a search for candidates, never a decision.

Divisions: GB/T 2260 (provinces; the 21 cities of Guangdong; the counties of Huizhou with its two zones) and the larger
cities elsewhere, which names write without 市. Forms: company law and 企业名称登记管理规定 13, 14. Trades: everyday
words of the economic activities (GB/T 4754) that merchants on platforms and their carriers register under.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


class Places(NamedTuple):
    provinces: tuple[str, ...]
    cities: tuple[str, ...]
    counties: tuple[str, ...]


PLACES = Places(
    provinces=_words(
        "广东 浙江 江苏 福建 湖南 湖北 江西 广西 海南 四川 山东 河南 河北 安徽 云南 贵州 陕西 山西 辽宁 吉林 "
        "黑龙江 甘肃 青海 内蒙古 宁夏 新疆 西藏 台湾 香港 澳门"
    ),
    cities=_words(
        "广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 "
        "云浮 北京 上海 天津 重庆 杭州 宁波 温州 金华 义乌 南京 苏州 无锡 武汉 成都 厦门 福州 泉州 长沙 郑州 "
        "西安 青岛 济南 合肥 南昌 南宁 昆明 贵阳 海口 石家庄 太原 沈阳 大连 长春 哈尔滨 兰州 西宁 银川 "
        "乌鲁木齐 呼和浩特 拉萨"
    ),
    counties=_words("惠城 惠阳 博罗 惠东 龙门 大亚湾 仲恺"),
)

FORMS = _words(
    "股份有限公司 有限公司 股份公司 公司 个人独资企业 特殊普通合伙 普通合伙 有限合伙 合伙企业 农民专业合作社 "
    "专业合作社 合作社 联合社 协会 研究院 事务所"
)
BRANCHES = _words("分公司 分厂 分店 分部 营业部 营业厅 办事处 门店")
SHOPS = _words(
    "商店 商行 商城 商场 超市 便利店 专卖店 旗舰店 网店 批发部 经营部 服务部 门市部 加工厂 工作室 工厂 中心 "
    "小店 店 部 厂 行 坊 馆 铺 社 站 场 园 屋 阁 档"
)
INDUSTRIES = _words(
    "电子商务 电商 电子 信息 网络 互联网 软件 数据 智能 科技 技术 贸易 商贸 经贸 外贸 进出口 供应链 物流 货运 "
    "快递 速递 速运 运输 仓储 配送 货代 搬家 服装 服饰 制衣 针织 纺织 鞋业 鞋帽 皮具 箱包 家居 家具 家纺 家政 "
    "食品 水产 海产 鲜果 水果 蔬菜 生鲜 粮油 农产品 农业 种植 养殖 茶业 茶叶 酒业 烟酒 餐饮 饮食 小吃 电器 "
    "家电 五金 塑胶 塑料 模具 制品 实业 投资 控股 文化 传媒 传播 广告 百货 日用 用品 化妆品 美容 美发 医药 "
    "药业 医疗 器械 建材 建筑 装饰 装修 工程 机械 设备 仪器 汽车 汽配 摩托 珠宝 首饰 玩具 母婴 数码 通讯 通信 "
    "手机 新能源 能源 锂能 电池 环保 化工 生物 教育 培训 咨询 管理 服务 旅游 酒店 国际 工贸 商业 零售 批发 "
    "印刷 包装 纸品 光电 照明 灯饰 精密 制造 发展 房地产 置业 物业 保险 银行 金融 证券 租赁 体育 图书 文具 "
    "办公 眼镜 钟表 工艺 礼品 花卉 宠物 维修 加工 经营"
)


def alternatives(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, longest first so that none hides a longer one."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
