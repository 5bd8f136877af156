"""Examples of mandates, memberships, nominations and sanctions in the API description. All of it is fictional."""

from datetime import date

from api import examples
from api.alliance_examples import MEMBER
from api.example_case import AT, DAY, EVIDENCE, HEX, SUBJECT
from huixin.types.association import (
    AcceptNomination,
    DeclineNomination,
    EndNomination,
    MandatePage,
    MandateRequest,
    MandateView,
    MembershipEnding,
    MembershipPage,
    MembershipRequest,
    MembershipView,
    NominationPage,
    NominationRequest,
    NominationView,
    Resolution,
    Revocation,
    SanctionLifting,
    SanctionPage,
    SanctionRequest,
    SanctionView,
)

MANDATE = MandateRequest(
    member_id=MEMBER,
    standards=("brushing-black-2018",),
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    document_number="惠市信用委〔2026〕2号",
)
MANDATE_VIEW = MandateView(
    id=f"mdt_{HEX}", lists=("brushing_black",), revoked_on=None, reason=None, **MANDATE.model_dump()
)
MANDATE_PAGE = MandatePage(items=[MANDATE_VIEW], next=None)
REVOCATION = Revocation(reason="协会换届，重新委托。")
REVOKED = MANDATE_VIEW.model_copy(update={"revoked_on": DAY, "reason": REVOCATION.reason})

MEMBERSHIP = MembershipRequest(uscc=examples.USCC, name=examples.NAME, grade="理事单位", joined_on=date(2025, 3, 1))
MEMBERSHIP_VIEW = MembershipView(
    id=f"mbs_{HEX}", member_id=MEMBER, subject_id=SUBJECT, left_on=None, reason=None, **MEMBERSHIP.model_dump()
)
MEMBERSHIP_PAGE = MembershipPage(items=[MEMBERSHIP_VIEW], next=None)
MEMBERSHIP_ENDING = MembershipEnding(on=DAY, reason="自愿退会")
LEFT = MEMBERSHIP_VIEW.model_copy(update={"left_on": DAY, "reason": MEMBERSHIP_ENDING.reason})

NOMINATION = NominationRequest(
    standard="brushing-black-2018",
    uscc=examples.USCC,
    name=examples.NAME,
    facts=("organised_brushing",),
    description="2026年10月组织虚假交易312单。",
    evidence=EVIDENCE,
    recogniser="huicheng/market_supervision",
)
KEPT_INSIDE = NOMINATION.model_copy(update={"recogniser": None, "valid_to": date(2026, 12, 31)})
NOMINATION_VIEW = NominationView(
    id=f"nom_{HEX}",
    member_id=MEMBER,
    list="brushing_black",
    state="proposed",
    recognition_id=None,
    listing_id=None,
    reason=None,
    nominated_at=AT,
    **NOMINATION.model_dump(),
)
NOMINATION_PAGE = NominationPage(items=[NOMINATION_VIEW], next=None)
NOMINATION_ACTIONS = {
    "accept": AcceptNomination(recognition_id=f"rec_{HEX}"),
    "decline": DeclineNomination(reason="证据不足以认定。"),
    "end": EndNomination(reason="会员已整改。"),
}

SANCTION = SanctionRequest(
    membership_id=MEMBERSHIP_VIEW.id,
    measure="member_expulsion",
    clause_id=f"cls_{HEX}",
    article="第二十一条第三项",
    facts="组织虚假交易，经警告不改。",
    defended_on=date(2026, 10, 12),
    heard_on=date(2026, 10, 20),
    resolution=Resolution(number="惠电商协〔2026〕8号", on=date(2026, 10, 30)),
    on=DAY,
)
SANCTION_VIEW = SanctionView(id=f"snc_{HEX}", member_id=MEMBER, **SANCTION.model_dump())
LIFTING = SanctionLifting(on=DAY, reason="整改到位，理事会决议解除。")
SANCTION_PAGE = SanctionPage(items=[SANCTION_VIEW], next=None)
