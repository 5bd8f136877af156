"""The association of the demo: its mandate, its members, whom it proposes or keeps inside, what its charter does."""

from api.demo.cast import ASSOCIATION, CENTRE, FIRMS, MARKET
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
DOWNGRADED, RECOGNISED = FIRMS["西区"], FIRMS["河南岸"]
"""A member whose class was lowered, and one that a department recognised on the association's proposal."""
_STANDARDS = ("brushing-black-2018", "ecommerce-black-2018", "ecommerce-watch-2018")
_MANDATED, _ENDS, _JOINED = -330, 365, -320
_PUNISHED, _LIFTED, _EARLIER, _ACCEPTED = -90, -40, -62, -60
_KEPT, _CENSURED, _LOWERED, _NOMINATED = -20, -10, -7, -5


def associate(office: Office) -> None:
    """All in the order in which it happened; the department's recognitions are made before."""
    _authorise(office)
    kept, warned, downgraded = (
        _join(office, *merchant) for merchant in (INSIDE, WARNED, (DOWNGRADED.name, DOWNGRADED.uscc))
    )
    _warn(office, warned)
    _propose_recognised(office)
    _censure(office, kept)
    _downgrade(office, downgraded)
    _nominate(office, _NOMINATED, PROPOSED, "brushing-black-2018", "recruited_brushers", f"huicheng/{MARKET}")


def _authorise(office: Office) -> None:
    body = MandateRequest(
        member_id=office.callers[ASSOCIATION].member_id,
        standards=_STANDARDS,
        valid_from=office.day(_MANDATED),
        valid_to=office.day(_ENDS),
        document_number=f"惠市信授〔{office.day(_MANDATED).year}〕2号",
    )
    authorise(office.work(CENTRE, _MANDATED), body)


def _join(office: Office, name: str, uscc: str) -> str:
    work = office.work(ASSOCIATION, _JOINED)
    return join(work, MembershipRequest(uscc=uscc, name=name, grade="理事单位", joined_on=work.today)).id


def _nominate(
    office: Office, offset: int, merchant: tuple[str, str], standard: str, fact: str, recogniser: str | None
) -> str:
    name, uscc = merchant
    body = NominationRequest(
        standard=standard,
        uscc=uscc,
        name=name,
        facts=(fact,),
        description="会员单位举报并附聊天记录，经协会核对。",
        evidence=evidence("document"),
        recogniser=recogniser,
    )
    return nominate(office.work(ASSOCIATION, offset), body).id


def _propose_recognised(office: Office) -> None:
    """The department accepts with a recognition of its own."""
    department, about = f"huicheng/{MARKET}", (RECOGNISED.name, RECOGNISED.uscc)
    made = _nominate(office, _EARLIER, about, "brushing-black-2018", "organised_brushing", department)
    accepted = AcceptNomination(recognition_id=office.recognitions[RECOGNISED.brand])
    act_on(office.work(department, _ACCEPTED), made, accepted)


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


def _impose(office: Office, offset: int, membership: str, measure: str, facts: str, **said: str) -> str:
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
