"""The alliance of the demo: who agreed on sharing, what a platform and a courier have seen and are asked."""

from hashlib import sha256

from sqlmodel import select

from api.demo.cast import ASSOCIATION, CENTRE, LOGISTICS, PLATFORM
from api.demo.office import Office
from huixin.types.alliance import AgreementRequest, AllianceRequest, SignatureRequest
from huixin.types.inquiry import GiveCount, InquiryRequest, Refuse
from huixin.types.signal import Retraction, SignalRequest, Target
from huixin.types.suspect import Dismiss
from models.alliances.joining import agree, find_alliance, found, sign
from models.inquiries.asking import answer, inquire
from models.signals.sharing import retract, share
from models.suspects.deciding import decide_on
from models.suspects.tables import Suspect

NAME = "惠州市反“炒信”联盟"
SUSPECTED = ("惠州市东坡里快印包装有限公司", "91441302MADEM5015N")
"""A platform and a courier say the same of it; members do not learn of that."""
_FOUNDED, _IN_FORCE = -120, -115
_PARCELS, _RETRACTED, _SITE, _DISMISSED, _SHOP = -65, -50, -43, -38, -14
_ASKED, _ASKED_AGAIN = -30, -3
_KEPT = 180
"""Days for which a signal is kept."""
_SIGNERS = {ASSOCIATION: "曾雅琴", PLATFORM: "林晓", LOGISTICS: "何志远"}
"""Who signs for each member. The first leads."""
_OUTLETS = 6
"""So many outlets did the courier report in one month; of one member alone the others are told no count."""


def ally(office: Office) -> None:
    """Founded, agreed, shared in, and asked."""
    alliance = _found(office)
    _carry_parcels(office, alliance)
    _dismiss(office, alliance)
    _suspect(office, alliance)
    _ask(office, alliance)


def _found(office: Office) -> str:
    """Everybody signs before the agreement begins. Gives its id."""
    centre, lead = office.work(CENTRE, _FOUNDED), next(iter(_SIGNERS))
    charter = f"《{NAME}章程》"
    body = AllianceRequest(
        name=NAME,
        lead=office.callers[lead].member_id,
        charter=charter,
        charter_sha256=_digest(charter),
        founded_on=centre.today,
    )
    alliance, title = found(centre, body), f"{NAME}信息共享协议"
    begins = office.day(_IN_FORCE)
    version = AgreementRequest(title=title, document_sha256=_digest(title), effective_from=begins)
    agreement = agree(office.work(lead, _FOUNDED), alliance, version)
    for who, by in _SIGNERS.items():
        work = office.work(who, _FOUNDED)
        sign(work, find_alliance(work, alliance.id), SignatureRequest(agreement_id=agreement.id, by=by))
    return alliance.id


def _carry_parcels(office: Office, alliance: str) -> None:
    """Of each outlet one signal; of the last the courier had been mistaken."""
    made = [
        _share(office, alliance, LOGISTICS, _PARCELS, "empty_parcels", Target(kind="courier", id=f"演示网点{number}"))
        for number in range(1, _OUTLETS + 1)
    ]
    retract(office.work(LOGISTICS, _RETRACTED), made[-1], Retraction(reason="经复核，该网点揽收的是样品。"))


def _dismiss(office: Office, alliance: str) -> None:
    """A site of which both speak, and nothing is found."""
    site = Target(kind="website", id="haoping.example")
    _share(office, alliance, PLATFORM, _SITE, "fake_reviews", site)
    _share(office, alliance, LOGISTICS, _SITE, "empty_parcels", site)
    [suspect] = office.session.exec(select(Suspect.id).where(Suspect.state == "open")).all()
    dismissed = Dismiss(reason="经核实，该网站为测试站点，未发生交易。")
    decide_on(office.work(CENTRE, _DISMISSED), office.ruleset, suspect, dismissed)


def _suspect(office: Office, alliance: str) -> None:
    """What the two say alike, within two days."""
    shop = Target(kind="shop", id="shop-20418", platform="云市集")
    _share(office, alliance, PLATFORM, _SHOP, "fake_orders", shop, SUSPECTED)
    _share(office, alliance, LOGISTICS, _SHOP + 2, "empty_parcels", shop, SUSPECTED)


def _share(
    office: Office,
    alliance: str,
    who: str,
    offset: int,
    kind: str,
    target: Target,
    about: tuple[str, str] | None = None,
) -> str:
    """About the month before it is shared; `about`: name and code of the merchant. Gives its id."""
    name, uscc = about or (None, None)
    body = SignalRequest(
        alliance_id=alliance,
        kind=kind,
        target=target,
        uscc=uscc,
        name=name,
        evidence_sha256=_digest(f"{who} {kind} {target.id}"),
        period_from=office.day(offset - 30),
        period_to=office.day(offset - 1),
        confidence=80,
        purpose="alliance_sharing",
        ground="信息共享协议第三条",
        retention_until=office.day(offset + _KEPT),
    )
    return share(office.work(who, offset), office.keys, body).id


def _ask(office: Office, alliance: str) -> None:
    """One inquiry is answered and refused, of the other one answer is still due."""
    first = _inquire(office, alliance, _ASKED, "寄件量月增三倍以上而退货率低于千分之一的协议客户有多少？", 15)
    answer(office.work(PLATFORM, _ASKED + 5), first, GiveCount(count=4, by="a-17"))
    refusal = Refuse(reason="退货不由本公司承运，无法统计。", by="k-03")
    answer(office.work(LOGISTICS, _ASKED + 9), first, refusal)
    again = _inquire(office, alliance, _ASKED_AGAIN, "“双十一”期间被投诉空包的协议客户有多少？", 10)
    answer(office.work(LOGISTICS, _ASKED_AGAIN + 1), again, GiveCount(count=2, by="k-03"))


def _inquire(office: Office, alliance: str, offset: int, question: str, days: int) -> str:
    """Of both firms, about the month before; due within so many days. Gives its id."""
    body = InquiryRequest(
        alliance_id=alliance,
        members=tuple(office.callers[who].member_id for who in (PLATFORM, LOGISTICS)),
        question=question,
        period_from=office.day(offset - 30),
        period_to=office.day(offset - 1),
        due=office.day(offset + days),
    )
    return inquire(office.work(CENTRE, offset), body).id


def _digest(text: str) -> str:
    """Of a document that stays with its owner."""
    return sha256(text.encode()).hexdigest()
