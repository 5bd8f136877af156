"""A world with a thing of each kind on either side: a merchant, its records, its case, and what came of them."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO

from api.worker import step
from huixin.core.records import Record
from huixin.core.vocabulary import Provenance, Standing
from huixin.core.windows import Window
from models.base import new_id
from models.campaigns.tables import Campaign
from models.cases.opening import open_cases
from models.commitments.keys import SIGNED, register_key
from models.listings import enter_listing
from models.members import find_member
from models.signing import jws
from models.subjects import Subject, enter_subject, enterprise
from rules.routing import Place
from tests.api.conftest import World
from tests.api.isolation.cast import AUTHORITIES, CAST, DECIDING, KEEPERS, MARKET, MERCHANTS, PLACES, SIDES, Cast
from tests.api.isolation.things import Thing, Things, secret
from tests.factories import a_record, signing_key, uscc_of

BODIES = {"A": "惠城区市场监督管理局", "B": "博罗县市场监督管理局"}
ON_SITE = {"kind": "on_site_record", "description": "现场核查记录"}
CITY = frozenset({"city market", "city police"})
"""Members of the working group: each case is copied to them."""


def handling(side: str) -> frozenset[str]:
    return KEEPERS | {f"unit {side}", f"department {side}"}


@dataclass
class Planted:
    world: World
    cast: Cast
    things: Things = field(default_factory=Things)
    subjects: dict[str, str] = field(default_factory=dict)
    """Code of each merchant by its name here."""

    @property
    def today(self) -> str:
        return str(self.world.context.today())

    def one(self, kind: str, side: str) -> Thing:
        [found] = [thing for thing in self.things.of(kind) if thing.side == side]
        return found

    def known(self, side: str) -> str:
        """Code of the merchant of that side of which everybody knows."""
        return uscc_of(_number(side, 1))

    def work(self) -> None:
        while step(self.world.context):
            pass


def plant(world: World) -> Planted:
    cast = Cast(world)
    cast.enrol()
    planted = Planted(world, cast)
    for side in SIDES:
        member, owner = cast.members[f"platform {side}"], f"platform {side}"
        planted.things.add("member", member.member_id, side, KEEPERS, owner=owner, known=True)
        within = (("member_id", member.member_id),)
        planted.things.add("credential", member.client_id, side, KEEPERS, owner=owner, known=True, within=within)
        _known_merchant(planted, side)
        _case(planted, side)
        _proposal(planted, side)
        _kept_inside(planted, side)
        _promise(planted, side)
        _train(planted, side)
        _campaign(planted, side)
    return planted


def enter(planted: Planted, name: str, side: str, number: int, **fields: object) -> Record:
    """A record of a merchant of that side; `name` is new or known here."""
    context = planted.world.context
    with context.database.write() as session:
        subject = session.get(Subject, planted.subjects.get(name, ""))
        if subject is None:
            title = f"惠州市{secret(name, side)}商贸有限公司"
            subject = enter_subject(session, enterprise(uscc_of(number), title, unit=PLACES[side]))
            planted.subjects[name] = subject.id
        record = a_record(**fields)
        return enter_listing(session, subject.id, record, f"doc:{record.document_number}|{record.decided_on}")


def _number(side: str, which: int) -> int:
    return 77_000_000 + which * 10 + SIDES.index(side)


def _known_merchant(planted: Planted, side: str) -> None:
    """With a record that everybody sees who asks about merchants, and the code by which it comes in."""
    record = enter(
        planted,
        f"known {side}",
        side,
        _number(side, 1),
        list="ecommerce_black",
        recogniser=BODIES[side],
        recogniser_code=f"{PLACES[side]}/{MARKET}",
        decided_on=date(2026, 1, 5),
    )
    given = planted.cast.done(
        f"unit {side}", "/v1/merchants/codes", uscc=uscc_of(_number(side, 1)), channel="post", address="江北1号"
    )
    planted.things.add("code", given["id"], side, KEEPERS | {f"unit {side}"}, owner=f"unit {side}")
    planted.cast.log_in(f"merchant {side}", uscc_of(_number(side, 1)), given["code"])
    told = (frozenset(CAST) - MERCHANTS) | {f"merchant {side}"}
    planted.things.add("effective", record.id, side, told, owner=f"department {side}")
    planted.things.add("merchant", uscc_of(_number(side, 1)), side, told)


def _case(planted: Planted, side: str) -> None:
    """A lead that its unit has confirmed, so that a department has a task; and its referral to the police."""
    name, number = f"lead {side}", _number(side, 2)
    words = {"document_number": secret("线索文号", side), "reason": secret("线索事由", side)}
    lead = enter(
        planted,
        name,
        side,
        number,
        list="ecommerce_pushed",
        standing=Standing.LEAD,
        window=Window(date(2026, 5, 1), None),
        problem_types=frozenset(),
        **words,
    )
    context = planted.world.context
    with context.database.write() as session:
        [case_id] = open_cases(
            session, [lead.id], context.now(), context.ruleset, {lead.id: Place(division=PLACES[side])}
        )
    found = secret("查实情况", side)
    confirm = {"action": "confirm", "problem_types": ["counterfeit"], "evidence": [ON_SITE], "basis": found}
    case = planted.cast.done(f"unit {side}", f"/v1/cases/{case_id}/actions", **confirm)
    readers = handling(side) | CITY
    planted.things.add("case", case_id, side, readers, owner=f"department {side}", secrets=(found,))
    planted.things.add("case task", case["tasks"][0]["id"], side, readers, owner=f"department {side}")
    planted.things.add("lead", lead.id, side, readers, secrets=(*words.values(), secret(name, side)))
    planted.things.add("merchant", uscc_of(number), side, readers)


def refer(planted: Planted, side: str) -> Thing:
    """A referral to the police of the case of that side, with what became of it."""
    case = planted.one("case", side)
    path = f"/v1/cases/{case.id}/referrals"
    said = {"number": secret("移送文号", side), "referred_on": planted.today, "to": secret("公安分局", side)}
    said |= {"facts": secret("涉嫌事实", side)}
    row = planted.cast.done(f"unit {side}", path, **said)
    became = {"accepted_on": planted.today, "decision": secret("立案决定", side), "decided_on": planted.today}
    planted.cast.done(f"police {side}", path, id=row["id"], **said, **became)
    words = (row["id"], said["number"], said["to"], said["facts"], became["decision"])
    readers = {"officer", f"unit {side}", f"police {side}", "city police"}
    tells = (secret(f"lead {side}", side), uscc_of(_number(side, 2)), case.id)
    planted.things.add("letter", row["id"], side, readers, within=(("case_id", case.id),), tells=tells)
    return planted.things.add("referral", case.id, side, readers, secrets=words, known=True)


def _proposal(planted: Planted, side: str) -> None:
    """A recognition that is decided and not served: its listing is proposed."""
    name, number = f"proposed {side}", _number(side, 3)
    department, facts = f"department {side}", secret("认定事实", side)
    day = planted.today
    notice = {
        "list": "ecommerce_black",
        "uscc": uscc_of(number),
        "name": f"惠州市{secret(name, side)}商贸有限公司",
        "notice_number": secret("告知文号", side),
        "noticed_on": day,
        "facts": facts,
        "grounds": "电子商务法第十三条",
        "problem_types": ["counterfeit"],
    }
    made = planted.cast.done(department, "/v1/recognitions", **notice)
    path = f"/v1/recognitions/{made['id']}/actions"
    planted.cast.done(
        department, path, action="record_statement", on=day, statement=secret("陈述", side), complete=True
    )
    decided = {
        "action": "decide",
        "number": secret("认定文号", side),
        "decided_on": day,
        "facts": facts,
        "grounds": notice["grounds"],
        "evidence": [ON_SITE],
        "severity": "general",
        "measures": ["promotion_limit"],
        "exit_conditions": "召回并赔付",
        "repair_notice_number": secret("修复文号", side),
    }
    row = planted.cast.done(department, path, **decided)
    words = (facts, notice["notice_number"], decided["number"], decided["repair_notice_number"], secret(name, side))
    planted.things.add("recognition", row["id"], side, handling(side), secrets=(*words, secret("陈述", side)))
    planted.things.add("proposed", row["listing_id"], side, handling(side), owner=department)
    planted.things.add("merchant", uscc_of(number), side, handling(side))


def _kept_inside(planted: Planted, side: str) -> None:
    """What an association keeps is for its own eyes, and for those who keep the lists."""
    words = {"document_number": secret("协会文号", side), "reason": secret("协会事由", side)}
    own = f"association {side}"
    kept = {"provenance": Provenance.ASSOCIATION, "inside": planted.cast.members[own].member_id}
    record = enter(planted, f"inside {side}", side, _number(side, 4), list="ecommerce_watch", **kept, **words)
    readers = KEEPERS | {own}
    planted.things.add("inside", record.id, side, readers, secrets=(*words.values(), secret(f"inside {side}", side)))
    planted.things.add("merchant", uscc_of(_number(side, 4)), side, readers)


def _promise(planted: Planted, side: str) -> None:
    """A platform's own, signed by its registered key: all may read of it in the register, not how it is kept."""
    own, cast, code, day = f"platform {side}", planted.cast, f"promise_{side.lower()}", planted.today
    words = {"zh": "诚信经营", "en": "Honest trade"}
    template = cast.done("centre", "/v1/commitments/templates", code=code, title=words, text=words, since=day)
    signing = signing_key(planted.world.context.settings.home / own)
    uscc = uscc_of(_number(side, 9))
    with planted.world.context.database.write() as session:
        member, now = find_member(session, own), planted.world.context.now()
        register_key(session, member, signing.public_jwk, uscc, f"惠州市平台{side}有限公司", now)
    said = {"template": code, "version": 1, "digest": template["digest"], "uscc": uscc, "accepted_on": day}
    signature = jws(json.dumps(said).encode(), SIGNED, signing)
    made = cast.done(own, "/v1/commitments", template=code, accepted_on=day, signature=signature)
    kept = secret("承诺", side)
    report = {"action": "report", "first_day": day, "last_day": day, "report": kept}
    cast.done(own, f"/v1/commitments/{made['id']}/actions", **report)
    planted.things.add("commitment", made["id"], side, AUTHORITIES | {own}, owner=own, secrets=(kept,))


def _train(planted: Planted, side: str) -> None:
    """A round for the lists of that side's known merchant, to which both are invited, and its seat there."""
    department, cast = f"department {side}", planted.cast
    round_ = {"title": "第一期", "contents": "法规", "lists": ["ecommerce_black"], "place": "会议室"}
    days = {"first_day": planted.today, "last_day": in_days(planted, 1)}
    made = cast.done(department, "/v1/trainings", **round_, **days)
    cast.done(department, f"/v1/trainings/{made['id']}/invitations")
    readers = frozenset(CAST) - {role for role in CAST if role in DECIDING}
    planted.things.add("training", made["id"], side, frozenset(CAST), owner=department)
    seats = cast.get(department, f"/v1/trainings/{made['id']}/seats")["items"]
    own = next(seat for seat in seats if seat["uscc"] == planted.known(side))
    seen = KEEPERS | {f"unit {side}", f"merchant {side}"} | {role for role in readers if CAST[role].department}
    planted.things.add("seat", own["id"], side, seen, owner=department, within=(("training_id", made["id"]),))


def _campaign(planted: Planted, side: str) -> None:
    """With a merchant that the platform of that side has enrolled, and the guidance that it was given."""
    cast, own, words = planted.cast, f"platform {side}", {"zh": "诚信促销", "en": "Honest prices"}
    days = {"first_day": in_days(planted, 1), "last_day": in_days(planted, 2)}
    made = cast.done("centre", "/v1/campaigns", kind="double_11", title="双十一", appeal=words, **days)
    path, said = f"/v1/campaigns/{made['id']}", secret("指导", side)
    guide = {"action": "guide", "on": planted.today, "document_number": "导1号", "said": said}
    cast.done("centre", f"{path}/actions", member_id=cast.members[own].member_id, **guide)
    code, name = uscc_of(_number(side, 6)), secret("报名", side)
    roster = {"file": ("r.csv", f"uscc,name\n{code},{name}\n".encode(), "text/csv")}
    assert cast.ask(own, "POST", f"{path}/roster", files=roster).status_code == 200
    planted.things.add("campaign", made["id"], side, frozenset(CAST))
    with planted.world.context.database.write() as session:
        before = session.get_one(Campaign, made["id"]).model_dump() | {"id": new_id("cpn")}
        over = planted.world.context.today() - timedelta(days=1)
        session.add(Campaign(**(before | {"first_day": over, "last_day": over})))
    planted.things.add("over", before["id"], side, frozenset(CAST))
    planted.things.add("enrolment", name, side, {own}, owner=own, secrets=(name,))
    within = (("campaign_id", made["id"]),)
    planted.things.add("enrolled", code, side, {own}, owner=own, within=within)
    planted.things.add("guidance", f"{made['id']}#1", side, AUTHORITIES | {own}, secrets=(said,))


def in_days(planted: Planted, days: int) -> str:
    return str(planted.world.context.today() + timedelta(days=days))


def pdf(words: str) -> tuple[str, BytesIO, str]:
    return f"{words}.pdf", BytesIO(b"%PDF-1.4\n" + words.encode() + b"\n%%EOF\n"), "application/pdf"
