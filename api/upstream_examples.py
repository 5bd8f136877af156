"""Examples of upstream feeds and of attachments."""

from datetime import UTC, date, datetime, timedelta

from huixin.types.attachment import AttachmentPage, AttachmentView
from huixin.types.upstream import (
    PushReceipt,
    ReappearanceAnswer,
    ReappearancePage,
    ReappearanceView,
    UnconfirmedPage,
    UpstreamFeedView,
    UpstreamRunView,
    UpstreamStatus,
)

_AT = datetime(2026, 11, 11, 2, 0, tzinfo=UTC)
_LISTING = "lst_7c6f5f0b1d5e4d5a9b7e3c2a1f0d9e8b"
_IMPORT = "imp_9f8e7d6c5b4a4f3e8d2c1b0a9f8e7d6c"
FEED = "national-joint"

STATUS = UpstreamStatus(
    items=[
        UpstreamFeedView(
            code=FEED,
            list="ecommerce_joint",
            source="国家公共信用信息平台",
            confirmed_on=date(2026, 11, 10),
            age_days=1,
            stale_after_days=90,
            unconfirmed=3,
            waiting=1,
            last_run=UpstreamRunView(
                id="upr_1c2d3e4f5a6b4c7d8e9f0a1b2c3d4e5f",
                kind="pull",
                state="failed",
                problem="http_status",
                detail="The platform answered with HTTP 502.",
                started_at=_AT,
                finished_at=_AT,
                rows=4200,
                held=0,
                dropped=0,
                import_id=None,
            ),
            pull_minutes=1440,
            next_pull_at=_AT + timedelta(minutes=15),
        )
    ]
)
UNCONFIRMED = UnconfirmedPage(items=[_LISTING], next=None)
REAPPEARANCE = ReappearanceView(
    id="rea_5d6e7f8a9b0c4d1e8f2a3b4c5d6e7f80",
    feed=FEED,
    listing_id=_LISTING,
    list="ecommerce_joint",
    ended_on=date(2026, 6, 1),
    seen_at=_AT,
    answer=None,
    answered_by=None,
    answered_at=None,
    why=None,
)
REAPPEARANCES = ReappearancePage(items=[REAPPEARANCE], next=None)
ANSWER = ReappearanceAnswer(answer="stays_ended", by="registry-03", why="移出决定仍然有效，上游更新滞后")
ANSWERED = REAPPEARANCE.model_copy(
    update={"answer": ANSWER.answer, "answered_by": ANSWER.by, "answered_at": _AT, "why": ANSWER.why}
)
PUSH = {
    "status": 1,
    "message": "",
    "data": {
        "list": [
            {
                "recid": "8498C7D7D52F48BDA6DD475FA670F4C1",
                "accurate_entity_name": "惠州市示例商贸有限公司",
                "accurate_entity_code": "91441302MA0DEM013T",
                "rdbm": "国家发展和改革委员会",
                "rdrq": "2026-03-02",
                "tcrq": "2026-11-10",
            }
        ]
    },
}
RECEIPT = PushReceipt(again=False, state="completed", problem=None, rows=1, held=0, import_id=_IMPORT)

ATTACHMENT = AttachmentView(
    id="att_3b4c5d6e7f8a4b9c8d0e1f2a3b4c5d6e",
    name="现场核查记录.pdf",
    media_type="application/pdf",
    size=48213,
    sha256="6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f1e0d9c8b7a6f5e",
    by="惠城区发展和改革局",
    at=_AT,
)
ATTACHMENTS = AttachmentPage(items=[ATTACHMENT], next=None)
