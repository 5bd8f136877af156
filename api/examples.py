"""Examples of the API description: fictional, with valid check characters, built from the wire types themselves."""

from datetime import UTC, date, datetime

from huixin.core.vocabulary import (
    Binding,
    BrushingForm,
    ClauseKind,
    MeasureClass,
    MemberKind,
    Outcome,
    Provenance,
    Rank,
    Rectification,
    Severity,
    Standing,
    SubjectKind,
)
from huixin.types.answer import Answer, Identity, MeasureView, Review
from huixin.types.audit import AuditFinding, AuditList, AuditView
from huixin.types.base import Label
from huixin.types.batch import BatchAnswer, BatchItem
from huixin.types.clause import ClauseHistory, ClauseList, ClauseRequest, ClauseVersion, ClauseView
from huixin.types.decision import DecisionView, Judgement, ReviewRequest
from huixin.types.importing import ImportIssue, ImportReport
from huixin.types.listing import ListingPage, ListingView, ListView, SubjectView
from huixin.types.me import Me
from huixin.types.member import (
    CredentialRequest,
    CredentialView,
    MemberName,
    MemberNames,
    MemberPage,
    MemberRequest,
    MemberView,
    NewCredential,
)
from huixin.types.problem import Problem, ProblemPointer
from huixin.types.question import CheckRequest, SubjectQuery
from huixin.types.quota import QuotaRequest, QuotaView
from huixin.types.receipt import Proof, Receipt
from huixin.types.record import AsOf, GroundView, RecordView
from huixin.types.replica import ReplicaList, ReplicaView
from huixin.types.token import TokenReply

USCC = "91441302MA0DEM013T"
NAME = "惠州市示例商贸有限公司"
DECISION = "dec_0d9c4f5a4cf84fb0b2f9f1d2a7a3b6c1"
SUBJECT = "sub_5b8f0d5c9e9b4a5f8f3b6f0e4b6a7c21"
_LISTING = "lst_7c6f5f0b1d5e4d5a9b7e3c2a1f0d9e8b"
_DIGEST = "2f6c0c7a5c1b4b0f8d3e9a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d"
_AS_OF = AsOf(date=date(2026, 11, 11), sequence=4711, ruleset=_DIGEST)

CHECK = CheckRequest(subject=SubjectQuery(uscc=USCC, name=NAME), scene="promotion", reference="enrol-2026-1111")
CHECK_BY_NAME = CheckRequest(subject=SubjectQuery(name=NAME), scene="onboarding")
BATCH = {"items": [CHECK.model_dump(mode="json", by_alias=True, exclude_none=True), {"scene": "promotion"}]}

_GROUND = GroundView(
    instrument="ecommerce-law",
    title=Label(zh="中华人民共和国电子商务法", en="E-commerce Law"),
    number=None,
    article="36",
    rank=Rank.LAW,
    verified=True,
)
RECORD = RecordView(
    id=_LISTING,
    list="ecommerce_black",
    list_title=Label(zh="电子商务领域黑名单", en="E-commerce black list"),
    standing=Standing.EFFECTIVE,
    rectification=Rectification.NOT_REQUIRED,
    severity=Severity.GENERAL,
    problem_types=("counterfeit",),
    brushing_form=BrushingForm.NONE,
    provenance=Provenance.AUTHORITY,
    recogniser="惠城区市场监督管理局",
    recogniser_verified=True,
    document_number="惠城市监列〔2026〕12号",
    decided_on=date(2026, 3, 2),
    source="file",
    valid_from=date(2026, 3, 2),
    valid_to=date(2027, 3, 1),
    disputed=False,
    relief=False,
)
ANSWER = Answer(
    decision_id=DECISION,
    outcome=Outcome.REFUSE,
    scene="promotion",
    asked_as=MemberKind.PLATFORM,
    identity=Identity(
        matched_by="uscc",
        subject_id=SUBJECT,
        uscc=USCC,
        name=NAME,
        kind=SubjectKind.COMPANY,
        name_agrees=True,
        candidates=[],
    ),
    records=[RECORD],
    measures=[
        MeasureView(
            code="promotion_limit",
            title=Label(zh="限制参加网络促销活动", en="Exclusion from promotions"),
            measure_class=MeasureClass.CONTRACTUAL,
            binding=Binding.BY_OWN_CLAUSE,
            clause=Label(zh="平台规则第十二条", en="Platform rules, article 12"),
            outcome=Outcome.REFUSE,
            rule="promotion-exclusion",
            rule_title=Label(zh="限制参加网络促销活动", en="Exclusion from online promotions"),
            grounds=[_GROUND],
            because=[_LISTING],
            until=date(2027, 3, 1),
        )
    ],
    reasons=[],
    explanation=Label(
        zh="该商户在电子商务领域黑名单上，依平台规则第十二条不得参加促销活动。",
        en="The merchant is on the e-commerce black list; article 12 of the platform's rules excludes it.",
    ),
    review=Review(needed=False, why=[], ask=None),
    as_of=_AS_OF,
    reference="enrol-2026-1111",
)
_MISSING = Problem(
    type="urn:huixin:problem:invalid_content",
    title="The content is wrong",
    status=422,
    errors=[ProblemPointer(pointer="/items/1/subject", code="missing_field", message="Field required")],
)
BATCH_ANSWER = BatchAnswer(items=[BatchItem(answer=ANSWER), BatchItem(problem=_MISSING)])

REVIEW = ReviewRequest(subject_id=SUBJECT, judgement="same", by="risk-017", why="注册地址与营业执照一致")
JUDGEMENT = Judgement(decision_id=DECISION, at=datetime(2026, 11, 11, 2, 30, tzinfo=UTC), **REVIEW.model_dump())
DECISION_VIEW = DecisionView(
    id=DECISION,
    at=datetime(2026, 11, 11, 2, 0, tzinfo=UTC),
    member_id="mem_3f2b1c0d9e8f4a7b6c5d4e3f2a1b0c9d",
    purpose="transaction_safety",
    operator="risk-017",
    on=date(2026, 11, 11),
    answer=ANSWER,
    judgements=[JUDGEMENT],
)

RECEIPT = Receipt(
    decision={"id": DECISION, "at": "2026-11-11T02:00:00.000000+00:00", "scene": "promotion", "outcome": "refuse"},
    salt="5b1f0c9e8d7a6b5c4d3e2f1a0b9c8d7e",
    about={"subject_key": "0f" * 32, "subject_id": SUBJECT, "operator": "risk-017"},
    about_digest="1a" * 32,
    answer='{"decision_id":"' + DECISION + '"}',
    answer_digest="2b" * 32,
    proof=Proof(place=1, path=["3c" * 32, "4d" * 32]),
    head="eyJhbGciOiJFUzI1NiIsImtpZCI6Ii4uLiIsInR5cCI6Imh1aXhpbi1sb2ctaGVhZCJ9.eyJudW1iZXIiOjE3fQ.c2lnbmF0dXJl",
    keys=[{"kty": "EC", "crv": "P-256", "x": "...", "y": "...", "kid": "..."}],
)

SUBJECT_VIEW = SubjectView(
    id=SUBJECT, kind=SubjectKind.COMPANY, uscc=USCC, name=NAME, former_names=[], records=[RECORD], as_of=_AS_OF
)
ME = Me(
    member_id="mem_5d4c3b2a19080706f5e4d3c2b1a09f8e",
    name="演示平台",
    kind=MemberKind.PLATFORM,
    unit=None,
    department=None,
    scopes=["check", "lists:read"],
)
LIST_VIEW = ListView(
    code="ecommerce_black",
    title=Label(zh="电子商务领域黑名单", en="E-commerce black list"),
    nature="black",
    public=True,
    grounds=[_GROUND],
)
LISTING_PAGE = ListingPage(
    items=[ListingView(subject_id=SUBJECT, subject_name=NAME, uscc=USCC, record=RECORD, sequence=4711)], next=None
)

CLAUSE = ClauseRequest(
    kind=ClauseKind.PLATFORM_RULE,
    measure="promotion_limit",
    reference="平台规则第十二条",
    url="https://platform.example/rules/12",
    published_on=date(2026, 1, 1),
    effective_from=date(2026, 1, 8),
)
CLAUSE_VIEW = ClauseView(id="cls_1a2b3c4d5e6f4a5b8c7d9e0f1a2b3c4d", standard=False, **CLAUSE.model_dump())
CLAUSE_HISTORY = ClauseHistory(items=[ClauseVersion(**CLAUSE_VIEW.model_dump(), sequence_from=4711, sequence_to=None)])
CLAUSE_LIST = ClauseList(items=[CLAUSE_VIEW])

AUDIT = AuditView(
    id="aud_0f1e2d3c4b5a4968a7b6c5d4e3f2a1b0",
    asked_by="cli_1a2b3c4d5e6f4a7b8c9d0e1f2a3b4c5d",
    created_at=datetime(2026, 11, 11, 4, 0, tzinfo=UTC),
    looked_at=datetime(2026, 11, 11, 4, 1, tzinfo=UTC),
    finished_at=datetime(2026, 11, 11, 4, 1, tzinfo=UTC),
    head=90_210,
    findings=1,
    told=[AuditFinding(head=4711, kind="content")],
)
AUDITS = AuditList(head=90_244, items=[AUDIT])

REPLICA = ReplicaView(
    id="rpl_5a4b3c2d1e0f49788796a5b4c3d2e1f0",
    name="huixin-1/4021",
    started_at=datetime(2026, 11, 10, 0, 0, tzinfo=UTC),
    seen_at=datetime(2026, 11, 11, 4, 0, 3, tzinfo=UTC),
    sequence=4_709,
    behind=2,
    current_at=datetime(2026, 11, 11, 3, 59, 58, tzinfo=UTC),
    age_seconds=7.5,
    silent=False,
)
REPLICAS = ReplicaList(sequence=4_711, items=[REPLICA])

MEMBER = MemberRequest(name="示例平台", kind=MemberKind.PLATFORM)
CREDENTIAL = CredentialRequest(holder="李四", scopes=["check", "decisions:read"])
NEW_CREDENTIAL = NewCredential(
    member_id="mem_3f2b1c0d9e8f4a7b6c5d4e3f2a1b0c9d",
    client_id="cli_8d7c6b5a4f3e4d2c9b1a0f9e8d7c6b5a",
    client_secret="shown-this-once",  # noqa: S106 - an example
)
MEMBER_VIEW = MemberView(
    id=NEW_CREDENTIAL.member_id,
    name=MEMBER.name,
    kind=MEMBER.kind,
    unit=None,
    department=None,
    created_at=datetime(2026, 11, 2, 1, 30, tzinfo=UTC),
    added_by="cli_1a2b3c4d5e6f4a7b8c9d0e1f2a3b4c5d",
    disabled_at=None,
    disabled_by=None,
    credentials=[
        CredentialView(
            client_id=NEW_CREDENTIAL.client_id,
            holder=CREDENTIAL.holder,
            scopes=["check", "decisions:read"],
            created_at=datetime(2026, 11, 2, 1, 30, tzinfo=UTC),
            issued_by="cli_1a2b3c4d5e6f4a7b8c9d0e1f2a3b4c5d",
            revoked_at=None,
            revoked_by=None,
        )
    ],
)
MEMBER_PAGE = MemberPage(items=[MEMBER_VIEW], next=None)
MEMBER_NAMES = MemberNames(items=[MemberName(id=MEMBER_VIEW.id, name=MEMBER_VIEW.name, kind=MEMBER_VIEW.kind)])

QUOTA = QuotaRequest(per_second=5_000, burst=50_000, daily=100_000_000)
QUOTA_VIEW = QuotaView(
    member_id="mem_3f2b1c0d9e8f4a7b6c5d4e3f2a1b0c9d", own=True, reserved_today=120_000, **QUOTA.model_dump()
)

IMPORT = ImportReport(
    id="imp_9f8e7d6c5b4a4f3e8d2c1b0a9f8e7d6c",
    state="completed",
    list="ecommerce_black",
    source="file",
    mode="increment",
    filename="list.csv",
    sha256=_DIGEST,
    rows=2,
    entered=1,
    changed=0,
    exited=0,
    unchanged=0,
    unverified=0,
    rejected=1,
    errors=(ImportIssue(row=3, column="TYSHXYDM", code="bad_uscc_checksum", message="The check character is wrong."),),
    warnings=(),
)
TOKEN = TokenReply.model_validate(
    {"access_token": "eyJhbGciOiJFUzI1NiIsImtpZCI6Ij…", "token_type": "bearer", "expires_in": 900, "scope": "check"}
)
