"""Examples of alliances, signals and suspects in the API description. All of it is fictional."""

from datetime import date

from api import examples
from api.example_case import AT, DAY, HEX
from huixin.types.alliance import (
    AgreementRequest,
    AgreementView,
    AlliancePage,
    AllianceRequest,
    AllianceView,
    Exclude,
    Leaving,
    Readmit,
    RulingView,
    SetGroup,
    SignatureRequest,
    SignatureView,
)
from huixin.types.signal import Retraction, SignalCount, SignalCounts, SignalPage, SignalRequest, SignalView, Target
from huixin.types.suspect import Dismiss, OpenCase, SuspectPage, SuspectSignalView, SuspectView

DIGEST = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
MEMBER = f"mem_{HEX}"
ALLIANCE = AllianceRequest(
    name="惠州市反“炒信”联盟",
    lead=MEMBER,
    charter="《惠州市反“炒信”联盟章程》",
    charter_sha256=DIGEST,
    founded_on=date(2026, 3, 2),
)
AGREEMENT = AgreementRequest(
    title="反“炒信”信息共享协议（2026版）", document_sha256=DIGEST, effective_from=date(2027, 1, 1)
)
AGREEMENT_VIEW = AgreementView(id=f"agr_{HEX}", number=1, **AGREEMENT.model_dump())
SIGNATURE = SignatureRequest(agreement_id=AGREEMENT_VIEW.id, by="林晓", group="示例集团")
RULINGS = {
    "exclude": Exclude(member_id=MEMBER, until=date(2027, 3, 1), reason="多次报送虚假信号，经核实与证据不符。"),
    "set_group": SetGroup(member_id=MEMBER, group="示例集团", reason="工商登记显示同一实际控制人。"),
    "readmit": Readmit(member_id=MEMBER, reason="已完成整改并提交说明。"),
}
LEAVING = Leaving(reason="业务调整")
ALLIANCE_VIEW = AllianceView(
    id=f"aln_{HEX}",
    name=ALLIANCE.name,
    charter=ALLIANCE.charter,
    charter_sha256=DIGEST,
    founded_on=ALLIANCE.founded_on,
    lead_id=None,
    lead=None,
    leads=False,
    members=10,
    may_share=True,
    agreements=(AGREEMENT_VIEW,),
    signatures=(
        SignatureView(
            id=f"sgt_{HEX}",
            agreement_id=AGREEMENT_VIEW.id,
            member_id=None,
            member=None,
            signed_on=DAY,
            by="林晓",
            group="示例集团",
            left_on=None,
        ),
    ),
    rulings=(
        RulingView(
            member_id=None,
            kind="group",
            group="示例集团",
            begins_on=DAY,
            until=None,
            reason="工商登记显示同一实际控制人。",
            by=None,
        ),
    ),
)
ALLIANCE_PAGE = AlliancePage(items=[ALLIANCE_VIEW], next=None)

SIGNAL = SignalRequest(
    alliance_id=ALLIANCE_VIEW.id,
    kind="fake_orders",
    target=Target(kind="shop", id="shop-70231", platform="示例平台"),
    uscc=examples.USCC,
    name=examples.NAME,
    evidence_sha256=DIGEST,
    period_from=date(2026, 10, 1),
    period_to=date(2026, 10, 31),
    confidence=80,
    purpose="alliance_sharing",
    ground="平台服务协议第12条；信息共享协议第3条",
    retention_until=date(2027, 4, 30),
)
SIGNAL_VIEW = SignalView(
    id=f"sgn_{HEX}",
    alliance_id=ALLIANCE_VIEW.id,
    agreement_id=AGREEMENT_VIEW.id,
    member_id=None,
    kind=SIGNAL.kind,
    target_kind="shop",
    target="shop-70231",
    platform="示例平台",
    uscc=examples.USCC,
    name=examples.NAME,
    evidence_sha256=DIGEST,
    period_from=SIGNAL.period_from,
    period_to=SIGNAL.period_to,
    confidence=80,
    purpose=SIGNAL.purpose,
    ground=SIGNAL.ground,
    assessment_id=None,
    retention_until=SIGNAL.retention_until,
    shared_on=DAY,
    retracted_on=None,
    retraction_reason=None,
    became="kept",
)
SIGNAL_PAGE = SignalPage(items=[SIGNAL_VIEW], next=None)
SIGNAL_COUNTS = SignalCounts(items=[SignalCount(kind="fake_orders", month="2026-10", count=35)])
RETRACTION = Retraction(reason="商户已提供真实物流凭证，系误报。")
RETRACTED = SIGNAL_VIEW.model_copy(
    update={"retracted_on": DAY, "retraction_reason": RETRACTION.reason, "became": "retracted"}
)

SUSPECT = SuspectView(
    id=f"spt_{HEX}",
    alliance_id=ALLIANCE_VIEW.id,
    state="open",
    uscc=examples.USCC,
    name=examples.NAME,
    target_kind="shop",
    target="shop-70231",
    platform="示例平台",
    problem_types=("brushing",),
    unit="huicheng",
    supported=True,
    signals=(
        SuspectSignalView(
            signal_id=SIGNAL_VIEW.id,
            kind="fake_orders",
            member_kind="platform",
            member_id=MEMBER,
            uscc=examples.USCC,
            linked=False,
            weight=80,
            confidence=80,
            evidence_sha256=DIGEST,
            period_from=SIGNAL.period_from,
            period_to=SIGNAL.period_to,
            shared_on=DAY,
        ),
    ),
    opened_at=AT,
    decided_on=None,
    decided_by=None,
    reason=None,
    case_id=None,
)
SUSPECT_PAGE = SuspectPage(items=[SUSPECT], next=None)
SUSPECT_ACTIONS = {
    "open_a_case": OpenCase(basis="平台与快递企业的信号相互印证，转属地核查。"),
    "dismiss": Dismiss(reason="经向成员调取证据，属正常促销。"),
}
