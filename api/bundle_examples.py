"""Examples of bundles in the API description. All of it is fictional."""

from api import examples
from api.example_case import AT, DAY, HEX, LISTING, MEMBER, SUBJECT
from huixin.core.vocabulary import Outcome, Role
from huixin.types.bundle import BundleAcknowledged, BundleFollowed, BundleOffer, BundlePart, MemberFile
from huixin.types.local_decision import LocalDecision, LocalDecisions, LocalDecisionsKept
from huixin.types.screening import ScreeningPage, ScreeningReceipt, ScreeningRun, ScreeningRunView

DIGEST = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"
_SIGNED = "eyJhbGciOiJFUzI1NiIsInR5cCI6Imh1aXhpbi1idW5kbGUiLCJraWQiOiLigKYifQ.e30.4oCm"
OFFER = BundleOffer(parts=[BundlePart(manifest=_SIGNED, packed=81_402_113)], endorsed=[])
MEMBER_FILE = MemberFile(signed=_SIGNED)
FOLLOWED = BundleFollowed(manifest=DIGEST)
ACKNOWLEDGED = BundleAcknowledged(acknowledged=2, at=AT)
LOCAL_DECISIONS = LocalDecisions(
    items=[
        LocalDecision(
            id="dec_" + HEX,
            at=AT,
            manifest=DIGEST,
            sequence=1042,
            clauses_at=1040,
            ruleset="sha256:" + DIGEST,
            uscc="91441302MADEM0003B",
            scene="promotion",
            role=Role.MERCHANT,
            campaign="double_11",
            on=DAY,
            first_day=DAY,
            last_day=DAY,
            subject_id=SUBJECT,
            listing_ids=[LISTING],
            outcome=Outcome.REFUSE,
        )
    ]
)
KEPT = LocalDecisionsKept(kept=1)
RUN = ScreeningRun(
    id="scr_" + HEX,
    at=AT,
    manifest=DIGEST,
    sequence=1042,
    clauses_at=1040,
    ruleset="sha256:" + DIGEST,
    scene="promotion",
    role=Role.MERCHANT,
    campaign="double_11",
    on=DAY,
    first_day=DAY,
    last_day=DAY,
    input_sha256=DIGEST,
    output_sha256=DIGEST,
    counts={Outcome.CLEAR: 98_310, Outcome.REFUSE: 212, Outcome.REVIEW: 40, "not_covered": 3},
)
RUN_VIEW = ScreeningRunView(**RUN.model_dump(exclude={"at"}), at=AT, made_at=AT, member_id=MEMBER, known=True)
RUN_PAGE = ScreeningPage(items=[RUN_VIEW], next=None)
RUN_RECEIPT = ScreeningReceipt(
    run={"id": RUN.id, "at": "2026-11-11T02:00:00.000000+00:00", "scene": "promotion", "counts": {"clear": 98_310}},
    proof=examples.RECEIPT.proof,
    head=examples.RECEIPT.head,
    keys=examples.RECEIPT.keys,
)
