"""Examples of submissions in the API description. All of it is fictional."""

from api import examples
from api.example_case import AT, HEX, LISTING
from huixin.types.submission import (
    AcknowledgementEntry,
    ReconciliationPage,
    ReconciliationState,
    ReconciliationView,
    RecordDifference,
    SubmissionDetail,
    SubmissionItemView,
    SubmissionPage,
    SubmissionRequest,
    SubmissionState,
    SubmissionView,
)

SUBMISSION = SubmissionRequest(platform="guangdong")
SUBMISSION_VIEW = SubmissionView(
    id=f"smt_{HEX}",
    platform="guangdong",
    state=SubmissionState.PENDING,
    records=1,
    tries=2,
    error="timeout",
    created_at=AT,
    acknowledged_at=None,
)
RECORD = {
    "HMDMC": "电子商务领域黑名单",
    "JGMC": "惠州市某贸易有限公司",
    "TYSHXYDM": examples.USCC,
    "RDBM": "惠州市市场监督管理局",
    "RDYJ": "电子商务法第十七条",
    "RDRQ": "2026-09-01",
    "WSH": "惠市监认〔2026〕1号",
    "YXQS": "2026-09-01",
    "YXQZ": "2029-08-31",
    "LRMDSY": "组织虚假交易",
    "TCRQ": None,
    "TCMDYY": None,
}
SUBMISSION_DETAIL = SubmissionDetail(
    **SUBMISSION_VIEW.model_dump(),
    items=[SubmissionItemView(id=LISTING, kind="list", record=RECORD, state="pending", message=None)],
)
FILE = {"batch": SUBMISSION_VIEW.id, "records": [{"id": LISTING, "kind": "list", "record": RECORD}]}
SUBMISSIONS = SubmissionPage(items=[SUBMISSION_VIEW], next=None)
ACKNOWLEDGEMENT = AcknowledgementEntry(by="省平台回执2026-11号", refused={LISTING: "统一社会信用代码不存在"})
RECONCILIATION_VIEW = ReconciliationView(
    id=f"rcn_{HEX}",
    platform="guangdong",
    state=ReconciliationState.DONE,
    ours=120,
    theirs=121,
    differences=[RecordDifference(id=LISTING, kind="list", what="different", fields=("YXQZ",), truth="ours")],
    error=None,
    submission_id=None,
    created_at=AT,
    compared_at=AT,
)
RECONCILIATIONS = ReconciliationPage(items=[RECONCILIATION_VIEW], next=None)
