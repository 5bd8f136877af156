"""What the parts of a document are called where people read them: kinds, keys and closed words, in Chinese and English.

Lists, measures and whatever else is data of a pack bring their own titles.
"""

from collections.abc import Mapping
from enum import StrEnum

from huixin.core.vocabulary import (
    BrushingForm,
    MemberKind,
    Nature,
    Outcome,
    Provenance,
    Rectification,
    Role,
    Severity,
    Standing,
    SubjectKind,
)
from huixin.types.base import Label


def _labels(**words: tuple[str, str]) -> dict[str, Label]:
    return {code: Label(zh=zh, en=en) for code, (zh, en) in words.items()}


KINDS = _labels(
    pack=("规则包", "pack"),
    list=("名单", "list"),
    problem_type=("问题类型", "problem type"),
    scene=("环节", "scene"),
    campaign=("促销活动", "campaign"),
    purpose=("查询目的", "purpose"),
    signal_kind=("信号类型", "kind of signal"),
    standard=("认定标准", "standard"),
    duty=("任务", "duty"),
    department=("部门", "department"),
    unit=("责任单位", "unit"),
    recogniser=("认定单位", "recogniser"),
    instrument=("文件", "instrument"),
    parameter=("参数", "parameter"),
    holidays=("节假日安排", "holidays"),
    measure=("措施", "measure"),
    suspension=("措施暂停", "suspension"),
    clause=("标准条款", "clause"),
    rule=("规则", "rule"),
    limit=("限定", "limit"),
    text=("文字", "text"),
    form=("文书式样", "form"),
)

KEYS = _labels(
    title=("名称", "title"),
    note=("备注", "note"),
    grounds=("依据", "grounds"),
    public_ground=("公示依据", "ground for display"),
    whole_campaign=("按整个活动期间判断", "looks at the whole campaign"),
    effective=("生效期间", "days in effect"),
    in_force=("施行期间", "days in force"),
    valid=("存续期间", "days of existence"),
    scenes=("环节", "scenes"),
    actors=("适用主体", "actors"),
    when=("条件", "condition"),
    then=("处理", "consequence"),
    says=("说明", "says"),
    record=("名单信息", "record"),
    subject=("主体", "subject"),
    request=("查询", "request"),
    any=("任一情形", "any of"),
    list=("名单", "list"),
    nature=("名单性质", "nature of the list"),
    standing=("信息状态", "standing"),
    rectification=("整改状态", "rectification"),
    severity=("失信程度", "severity"),
    problem=("问题类型", "problem type"),
    brushing_form=("炒信形式", "form of brushing"),
    provenance=("信息来源", "provenance"),
    public=("依法公示", "public"),
    disputed=("异议处理中", "disputed"),
    relief=("中止或重整", "relief"),
    stale=("上游逾期未确认", "stale"),
    names_owner=("指明所有者", "names the owner"),
    display_ended=("公示已终止", "display ended"),
    measures_lifted=("措施已解除", "measures lifted"),
    starts_inside=("活动期间内开始", "starts within the campaign"),
    ends_inside=("活动期间内届满", "ends within the campaign"),
    kind=("主体类型", "kind of subject"),
    has_live_black=("另有有效黑名单", "has a live black record"),
    repeat=("再次失信", "repeated"),
    several_lists=("列入多个名单", "on several lists"),
    commitment=("已作承诺", "has committed itself"),
    link=("关联主体", "linked"),
    role=("交易角色", "role"),
    campaign=("促销活动", "campaign"),
    person_confirmed=("已人工确认身份", "a person has confirmed"),
    measure=("措施", "measure"),
    outcome=("结果", "outcome"),
    at_most=("至多", "at most"),
    at_least=("至少", "at least"),
    hold_irreversible=("暂缓不可逆措施", "holds what cannot be undone"),
    verified=("已核实", "verified"),
    articles=("条文", "articles"),
    replaces=("所替代的文件", "instruments replaced"),
    rank=("位阶", "rank"),
    number=("文号", "number"),
    issuer=("制定机关", "issuer"),
    basis=("约束依据", "basis"),
    includes=("包含的措施", "included measures"),
    default_severity=("默认失信程度", "default severity"),
    default_standing=("默认状态", "default standing"),
    recognisers=("认定主体", "recognisers"),
    visible_to=("可见范围", "visible to"),
    names=("写法", "names"),
    short_names=("简称", "short names"),
    parts=("正文", "parts"),
    extends=("所依规则包", "packs extended"),
    values=("取值", "values"),
    value=("取值", "value"),
    source=("出处", "source"),
    source_note=("出处说明", "note on the source"),
    to=("最后一日", "last day"),
    reason=("理由", "reason"),
    zh=("中文", "Chinese"),
    en=("英文", "English"),
) | {"from": Label(zh="第一日", en="first day")}
"""Keys of documents; one without a name of its own is shown as it is written."""

WORDS: Mapping[type[StrEnum], Mapping[str, Label]] = {
    Nature: _labels(
        lead=("待核查", "lead"), black=("黑名单", "black"), watch=("关注名单", "watch"), red=("红名单", "red")
    ),
    Standing: _labels(
        lead=("待核查", "lead"), confirmed=("已核实", "confirmed"), proposed=("拟列入", "proposed"),
        effective=("有效", "effective"),
    ),
    Rectification: _labels(
        not_required=("无需整改", "not required"), ordered=("责令整改", "ordered"), overdue=("整改逾期", "overdue"),
        incomplete=("整改不到位", "incomplete"), rectified=("已整改", "rectified"),
    ),
    Severity: _labels(
        unknown=("不明", "unknown"), minor=("轻微", "minor"), general=("一般", "general"), serious=("严重", "serious")
    ),
    BrushingForm: _labels(
        none=("无炒信", "none"), empty_parcel=("空包", "empty parcels"), other=("其他形式", "another form")
    ),
    Provenance: _labels(
        authority=("有权机关", "authority"), association=("行业协会", "association"), platform=("单一平台", "platform")
    ),
    SubjectKind: _labels(
        company=("法人", "company"), organisation=("非法人组织", "organisation"),
        individual_business=("个体工商户", "individual business"), natural_person=("自然人", "natural person"),
        website=("网站", "website"), app=("应用", "app"),
    ),
    Role: _labels(merchant=("商家", "merchant"), carrier=("承运人", "carrier")),
    MemberKind: _labels(
        centre=("信用中心", "credit centre"), unit=("县区单位", "unit"), department=("部门", "department"),
        auditor=("审计", "auditor"), platform=("平台", "platform"), logistics=("物流企业", "logistics firm"),
        internet=("互联网企业", "internet company"), association=("行业协会", "association"),
        agency=("信用服务机构", "credit agency"), merchant=("商家", "merchant"),
    ),
    Outcome: _labels(
        refuse=("不予接受", "refuse"), restrict=("限制", "restrict"), review=("人工核实", "review"),
        watch=("提示关注", "watch"), clear=("无提示", "clear"), favour=("激励", "favour"),
    ),
}  # fmt: skip


def key_label(key: str) -> Label:
    return KEYS.get(key, Label(zh=key, en=key))
