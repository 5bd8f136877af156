"""Examples of rule sets and suspensions for the API description."""

from datetime import UTC, date, datetime
from typing import Any

from huixin.types.base import Label
from huixin.types.ruleset import (
    ApproveRuleset,
    DocumentName,
    DocumentRequest,
    DocumentView,
    FindingView,
    InstrumentEntry,
    InstrumentList,
    MeasureEntry,
    MeasureList,
    NewRuleset,
    NewSuspension,
    ParameterEntry,
    ParameterList,
    PublishRuleset,
    ReturnRuleset,
    RuleChange,
    RulesetCheck,
    RulesetDetail,
    RulesetDiff,
    RulesetEventView,
    RulesetPage,
    RulesetView,
    SuspensionList,
    SuspensionView,
    TableView,
    WithdrawRuleset,
)
from huixin.types.vocabulary import StandardWords, Vocabulary

_AT = datetime(2026, 10, 9, 2, 30, tzinfo=UTC)
_BEGINS = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
_BASE = "sha256:2f6c0c7a5f0b4a0c9e3d1b8a7c6e5d4f3b2a190817263544f5e6d7c8b9a0f1e2"
_DIGEST = "sha256:9b1d4c3e2f5a69788706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0"
_PATH = "national/rules/black_recognised.yaml"
_TEXT = "- rule: promotion-exclusion\n  title: {zh: 限制参加网络促销活动, en: Exclusion from online promotions}\n"

NEW = NewRuleset(title="双十一促销限制", reason="落实专项治理要求")
DRAFT = RulesetView(
    id="rls_4f1f6d2b0f5e4f6e9a53d7a4f0b6f1c2",
    title=NEW.title,
    reason=NEW.reason,
    state="draft",
    standing=None,
    shipped=False,
    based_on=_BASE,
    digest=None,
    created_at=_AT,
    effective_from=None,
    implements=None,
    new_standard=False,
    consulted_from=None,
    consulted_to=None,
)
SUBMITTED = DRAFT.model_copy(update={"state": "submitted", "digest": _DIGEST})
SCHEDULED = SUBMITTED.model_copy(update={"state": "published", "standing": "scheduled", "effective_from": _BEGINS})
PAGE = RulesetPage(items=[SCHEDULED], next=None)
_ETAG = '"5a1c2b3d4e5f60718293a4b5c6d7e8f9"'
DETAIL = RulesetDetail(
    **DRAFT.model_dump(),
    documents=[DocumentName(path=_PATH, etag=_ETAG, characters=4210)],
    history=[RulesetEventView(at=_AT, action="create", person="张三", note=NEW.reason)],
)
DOCUMENT = DocumentView(path=_PATH, etag=_ETAG, content=_TEXT)
DOCUMENT_REQUEST = DocumentRequest(content=_TEXT)
CHECK = RulesetCheck(
    digest=None,
    findings=[
        FindingView(
            document=_PATH,
            line=3,
            code="unknown_code",
            message="There is no instrument 'ecommerce-lau' in any pack.",
            hint="Did you mean 'ecommerce-law'?",
            zh="任何规则包中都没有这个代码；请更正，或先添加该条目（ecommerce-lau）。",
        )
    ],
    tests=0,
    failed=[],
    analysis=None,
)
ACTIONS: dict[str, Any] = {
    "approve": ApproveRuleset(),
    "send_back": ReturnRuleset(reason="第3条缺少依据"),
    "publish": PublishRuleset(effective_from=_BEGINS),
    "withdraw": WithdrawRuleset(reason="暂不实施"),
}
NEW_SUSPENSION = NewSuspension(measure="promotion_limit", reason="依据正在复核", reason_en="Its ground is under review")
SUSPENSION = SuspensionView(
    id="sus_4f1f6d2b0f5e4f6e9a53d7a4f0b6f1c2",
    measure="promotion_limit",
    title=Label(zh="限制参加网络促销和推广", en="Exclusion from promotions and advertising"),
    begins_on=date(2026, 10, 9),
    ended_on=None,
    reason="依据正在复核",
    reason_en="Its ground is under review",
)
SUSPENSIONS = SuspensionList(items=[SUSPENSION])
LIFTED = SUSPENSION.model_copy(update={"ended_on": date(2026, 10, 12)})
DIFF = RulesetDiff(
    before=_BASE,
    after=_DIGEST,
    changes=[
        RuleChange(
            change="outcome_changed",
            kind="rule",
            code="black-promotion",
            path=["then", "outcome"],
            before="refuse",
            after="restrict",
            sentence=Label(zh="规则 black-promotion：结果由拒绝改为限制。", en="refuse is now restrict"),
        )
    ],
)
TABLE = TableView(etag=_ETAG, changes=DIFF.changes)
_DAY = date(2026, 11, 11)
MEASURES = MeasureList(
    on=_DAY,
    ruleset=_DIGEST,
    items=[
        MeasureEntry(
            code="promotion_limit",
            title=SUSPENSION.title,
            measure_class="contractual",
            basis="clause",
            actors=["platform"],
            includes=[],
            effective_from=date(2026, 11, 1),
            effective_to=None,
            applied=True,
            verified=True,
        )
    ],
)
VOCABULARY = Vocabulary(
    on=_DAY,
    ruleset=_DIGEST,
    scenes={"promotion": Label(zh="促销报名", en="Enrolment in a promotion")},
    campaigns={"double_11": Label(zh="双十一", en="Double 11")},
    purposes={},
    problem_types={"brushing": Label(zh="炒信", en="Brushing")},
    measures={"promotion_limit": SUSPENSION.title},
    departments={},
    units={"boluo": Label(zh="博罗县", en="Boluo County")},
    handling_units=["boluo"],
    signal_kinds={"empty_parcels": Label(zh="空包", en="Empty parcels")},
    standards={
        "self_discipline": StandardWords(
            title=Label(zh="行业自律标准", en="Standard of the trade"),
            list="association",
            facts={"empty_parcels": Label(zh="寄递空包", en="Sent empty parcels")},
        )
    },
    rules={"overdue-promotion": Label(zh="逾期未整改限制促销", en="Overdue: limited in promotions")},
)
INSTRUMENTS = InstrumentList(
    on=_DAY,
    ruleset=_DIGEST,
    items=[
        InstrumentEntry(
            code="ecommerce-law",
            title=Label(zh="中华人民共和国电子商务法", en="E-commerce Law"),
            number=None,
            issuer=Label(zh="全国人民代表大会常务委员会", en="Standing Committee of the National People's Congress"),
            rank="law",
            in_force_from=date(2019, 1, 1),
            in_force_to=None,
            in_force=True,
            articles={"36": Label(zh="依平台规则采取措施应及时公示", en="measures are published in time")},
            replaces=(),
            verified=True,
        )
    ],
)
PARAMETERS = ParameterList(
    on=_DAY,
    ruleset=_DIGEST,
    items=[
        ParameterEntry(
            code="clause_notice_days",
            title=Label(zh="平台规则公示后施行前的期限", en="Time between publication and effect of a member's rule"),
            unit_of="days",
            value=7,
            source="ecommerce-law/34",
            verified=False,
        )
    ],
)
