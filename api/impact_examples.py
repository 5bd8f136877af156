"""Examples of impact for the API description."""

from datetime import UTC, date, datetime

from huixin.core.vocabulary import MemberKind, Outcome, Role
from huixin.types.base import Label
from huixin.types.impact import (
    ChangeCounts,
    ClassImpactView,
    ClassMove,
    DecisionImpactView,
    HeardView,
    ListedImpactView,
    MemberDecisions,
    MemberImpact,
    MerchantDifference,
    MerchantImpact,
    OutcomeMove,
    RulesetImpact,
    UnitImpact,
)
from huixin.types.shadow import NewShadow, ShadowList, ShadowOutcome, ShadowRule, ShadowView

_AT = datetime(2026, 10, 9, 2, 30, tzinfo=UTC)
_MEMBER = "mem_4f1f6d2b0f5e4f6e9a53d7a4f0b6f1c2"
_PLATFORM = "示例平台"
_MOVE = OutcomeMove(kind=MemberKind.PLATFORM, scene="promotion", before=Outcome.REFUSE, after=Outcome.RESTRICT, count=2)

IMPACT = RulesetImpact(
    ruleset="sha256:9b1d4c3e2f5a69788706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0",
    against="sha256:2f6c0c7a5f0b4a0c9e3d1b8a7c6e5d4f3b2a190817263544f5e6d7c8b9a0f1e2",
    on=date(2026, 10, 9),
    facts_again=False,
    classes=[
        ClassImpactView(
            scene="promotion",
            actors=[MemberKind.PLATFORM],
            since=date(2026, 10, 9),
            until=None,
            classes=4_423_680,
            changed=29_696,
            moves=[
                ClassMove(
                    before=Outcome.REFUSE,
                    after=Outcome.RESTRICT,
                    classes=29_696,
                    example=Label(
                        zh="炒信黑名单、失信程度一般；平台在“促销报名”环节查询",
                        en="Brushing blacklist, severity: general; asked by: platform, Promotion enrolment",
                    ),
                )
            ],
        )
    ],
    listed=ListedImpactView(
        merchants=41,
        records=44,
        counts=ChangeCounts(gained=0, lost=0, changed=2),
        units=[UnitImpact(unit="huicheng", gained=0, lost=0, changed=2)],
        members=[
            MemberImpact(member_id=_MEMBER, name=_PLATFORM, kind=MemberKind.PLATFORM, gained=0, lost=0, changed=2)
        ],
        moves=[_MOVE],
        named=[
            MerchantImpact(
                subject_id="sub_4f1f6d2b0f5e4f6e9a53d7a4f0b6f1c2",
                name="惠州市顺达优品贸易有限公司",
                uscc="91441302MADEM0003B",
                unit="huicheng",
                change="changed",
                differences=[
                    MerchantDifference(
                        kind=MemberKind.PLATFORM,
                        members=[_PLATFORM],
                        scene="promotion",
                        role=Role.MERCHANT,
                        campaign=None,
                        person_confirmed=False,
                        change="changed",
                        before=HeardView(outcome=Outcome.REFUSE, measures=["promotion_limit"]),
                        after=HeardView(outcome=Outcome.RESTRICT, measures=["promotion_limit"]),
                    )
                ],
            )
        ],
    ),
    decisions=DecisionImpactView(
        first=datetime(2026, 9, 9, 2, 30, tzinfo=UTC),
        last=_AT,
        decisions=1200,
        changed=2,
        lost=0,
        moves=[_MOVE],
        members=[MemberDecisions(member_id=_MEMBER, name=_PLATFORM, decisions=2)],
    ),
)
NEW_SHADOW = NewShadow(until=datetime(2026, 10, 23, 2, 30, tzinfo=UTC))
SHADOW = ShadowView(
    id="shd_4f1f6d2b0f5e4f6e9a53d7a4f0b6f1c2",
    ruleset_id="rls_4f1f6d2b0f5e4f6e9a53d7a4f0b6f1c2",
    digest=IMPACT.ruleset,
    state="running",
    began_at=_AT,
    ends_at=NEW_SHADOW.until,
    stopped_at=None,
    person="张三",
    counted_to=_AT,
    read_to=2_416_003,
    checks=0,
    differing=0,
    lost=0,
    outcomes=[],
    rules=[],
)
_LATER = datetime(2026, 10, 12, 2, 30, tzinfo=UTC)
STOPPED = SHADOW.model_copy(
    update={
        "state": "stopped",
        "stopped_at": _LATER,
        "counted_to": _LATER,
        "read_to": 2_416_313,
        "checks": 310,
        "differing": 4,
        "outcomes": [ShadowOutcome(scene="promotion", before=Outcome.REFUSE, after=Outcome.RESTRICT, checks=4)],
        "rules": [ShadowRule(scene="promotion", rule="black-promotion", before="refuse", after="restrict", checks=4)],
    }
)
SHADOWS = ShadowList(items=[STOPPED])
