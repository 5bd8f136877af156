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
    NewRuleset,
    NewSuspension,
    PublishRuleset,
    ReturnRuleset,
    RulesetCheck,
    RulesetDetail,
    RulesetEventView,
    RulesetPage,
    RulesetView,
    SuspensionList,
    SuspensionView,
    WithdrawRuleset,
)

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
        )
    ],
    tests=0,
    failed=[],
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
