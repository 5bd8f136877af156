"""The association and the agency of the demo: their mandates, whom they propose; whom the association keeps inside,
and what its charter does."""

from typing import Any

from api.demo.cast import AGENCY, ASSOCIATION, CENTRE, FIRMS, MARKET
from api.demo.office import Office
from api.demo.steps import evidence
from huixin.types.association import (
    AcceptNomination,
    MandateRequest,
    MembershipRequest,
    NominationRequest,
    SanctionLifting,
    SanctionRequest,
)
from models.associations.mandates import authorise
from models.associations.memberships import join
from models.associations.nominating import act_on, nominate
from models.associations.sanctions import impose, lift
from models.clauses import list_clauses

INSIDE = ("惠州市丰渚园文具有限公司", "91441302MADEM50584")
"""A member that the association keeps on its own list: nobody else learns of that."""
PROPOSED = ("惠州市合江楼礼品有限公司", "91441300MADEM5023L")
"""Proposed to a department, which has not answered."""
WARNED = ("博罗县葛洪里茶具商行", "91441322MADEM504X3")
"""A member that was warned once; the warning is lifted."""
EXPELLED = ("惠阳区叶挺箱包贸易有限公司", "91441303MADEM50748")
"""A member until it was expelled, after a hearing and by a resolution."""
ADVISED = ("惠州市合生桥数码配件有限公司", "91441302MADEM5082L")
"""Proposed by the agency, which advises and does no more."""
DOWNGRADED, RECOGNISED = FIRMS["西区"], FIRMS["河南岸"]
"""A member whose class was lowered, and one that a department recognised on the association's proposal."""
_STANDARDS = ("brushing-black-2018", "ecommerce-black-2018", "ecommerce-watch-2018")
_MANDATED, _ENDS, _JOINED = -330, 365, -320
_EXPELLED, _PUNISHED, _LIFTED, _EARLIER, _ACCEPTED = -120, -90, -40, -62, -60
_KEPT, _CENSURED, _LOWERED, _NOMINATED = -20, -10, -7, -5


def associate(office: Office) -> None:
    """All in the order in which it happened; the department's recognitions are made before."""
    _authorise(office, ASSOCIATION, _STANDARDS, 2)
    _authorise(office, AGENCY, _STANDARDS[1:2], 3)
    kept, warned, expelled, downgraded = (
        _join(office, *merchant) for merchant in (INSIDE, WARNED, EXPELLED, (DOWNGRADED.name, DOWNGRADED.uscc))
    )
    _expel(office, expelled)
    _warn(office, warned)
    _propose_recognised(office)
    _censure(office, kept)
    _downgrade(office, downgraded)
    market = f"huicheng/{MARKET}"
    _nominate(office, _NOMINATED, PROPOSED, "brushing-black-2018", "recruited_brushers", market)
    _nominate(office, _NOMINATED, ADVISED, "ecommerce-black-2018", "fled_with_prepayments", market, by=AGENCY)


def _authorise(office: Office, who: str, standards: tuple[str, ...], number: int) -> None:
    body = MandateRequest(
        member_id=office.callers[who].member_id,
        standards=standards,
        valid_from=office.day(_MANDATED),
        valid_to=office.day(_ENDS),
        document_number=f"惠市信授〔{office.day(_MANDATED).year}〕{number}号",
    )
    authorise(office.work(CENTRE, _MANDATED), body)


def _join(office: Office, name: str, uscc: str) -> str:
    work = office.work(ASSOCIATION, _JOINED)
    return join(work, MembershipRequest(uscc=uscc, name=name, grade="理事单位", joined_on=work.today)).id


def _nominate(
    office: Office,
    offset: int,
    merchant: tuple[str, str],
    standard: str,
    fact: str,
    recogniser: str | None,
    by: str = ASSOCIATION,
) -> str:
    name, uscc = merchant
    body = NominationRequest(
        standard=standard,
        uscc=uscc,
        name=name,
        facts=(fact,),
        description="会员单位举报并附聊天记录，经核对。",
        evidence=evidence("document"),
        recogniser=recogniser,
    )
    return nominate(office.work(by, offset), body).id


def _propose_recognised(office: Office) -> None:
    """The department accepts with a recognition of its own."""
    department, about = f"huicheng/{MARKET}", (RECOGNISED.name, RECOGNISED.uscc)
    made = _nominate(office, _EARLIER, about, "brushing-black-2018", "organised_brushing", department)
    accepted = AcceptNomination(recognition_id=office.recognitions[RECOGNISED.brand])
    act_on(office.work(department, _ACCEPTED), made, accepted)


def _expel(office: Office, membership: str) -> None:
    """Heard, then resolved, then done."""
    resolved = {"number": f"惠电商协〔{office.day(_EXPELLED).year}〕6号", "on": office.day(_EXPELLED - 1)}
    hearing = {"heard_on": office.day(_EXPELLED - 2), "resolution": resolved}
    _impose(office, _EXPELLED, membership, "member_expulsion", "屡次组织刷单，拒不改正。", **hearing)


def _warn(office: Office, membership: str) -> None:
    key = _impose(office, _PUNISHED, membership, "member_warning", "赠品未如实标注。")
    work = office.work(ASSOCIATION, _LIFTED)
    lift(work, key, SanctionLifting(on=work.today, reason="已全部改正。"))


def _censure(office: Office, membership: str) -> None:
    """For what it is kept inside for."""
    kept = _nominate(office, _KEPT, INSIDE, "ecommerce-watch-2018", "platform_handled_brushing", None)
    _impose(office, _CENSURED, membership, "member_censure", "因刷单被平台处理。", nomination_id=kept)


def _downgrade(office: Office, membership: str) -> None:
    _impose(office, _LOWERED, membership, "member_downgrade", "整改不到位。", grade="普通会员")


def _impose(office: Office, offset: int, membership: str, measure: str, facts: str, **said: Any) -> str:
    """On the standard clause of its charter, three days after the member was heard. Gives the id."""
    work = office.work(ASSOCIATION, offset)
    [clause] = [row for row in list_clauses(office.session, work.caller.member_id) if row.measure == measure]
    body = {
        "membership_id": membership,
        "measure": measure,
        "clause_id": clause.id,
        "article": clause.reference,
        "facts": facts,
        "defended_on": office.day(offset - 3),
        "on": work.today,
    }
    return impose(work, SanctionRequest.model_validate(body | said)).id
