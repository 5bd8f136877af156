"""A desk at which tests work on cases: opens them from leads and acts on them, one transaction at a time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from huixin.core.records import Record
from huixin.core.visibility import visible
from huixin.core.vocabulary import MemberKind, Standing
from huixin.core.windows import Window
from huixin.types.case import CaseDetail, RoutingRequest
from huixin.types.case_actions import CaseActionRequest
from huixin.types.referral import ReferralRequest
from models.caller import Caller
from models.cases.acting import act
from models.cases.listing import Filter, list_cases
from models.cases.opening import open_cases
from models.cases.referrals import enter_referral, referrals_of
from models.cases.routing import route_cases
from models.cases.seen import find_case
from models.cases.tables import CaseReferral
from models.cases.views import case_detail
from models.cases.work import Work
from models.database import Database
from models.listings import records_by_id
from models.scopes import CASES_REFERRALS, default_scopes
from rules.routing import Place
from rules.ruleset import RuleSet
from tests.factories import make_listing, make_subject

HUICHENG = "广东省惠州市惠城区江北街道云山西路1号"
ON_SITE = {"kind": "on_site_record", "description": "现场核查记录"}
REGISTER = {"kind": "register_extract", "description": "登记信息摘录"}
PHOTO = {"kind": "photo", "description": "门头照片"}
DOCUMENT = {"kind": "document", "description": "整改凭证"}


def stopped(on: object, by: str = "court") -> dict[str, str]:
    """A suspension by a decision of that day."""
    who = {"court": "惠州市中级人民法院", "review": "惠州市人民政府"}[by]
    document = {"document_number": f"（2026）粤13行初{by}1号", "document_on": str(on)}
    return {"on": str(on), "basis": "裁定停止执行", "by": by, "decided_by": who, **document}


def caller(kind: MemberKind, unit: str | None = None, department: str | None = None, **fields: Any) -> Caller:
    """A caller that is no member of the database, with the scopes of its kind."""
    name = "/".join(filter(None, (unit, department))) or str(kind)
    return Caller("", name, kind, fields.get("scopes", default_scopes(kind)), unit, department)


CENTRE = caller(MemberKind.CENTRE)
OFFICER = caller(MemberKind.CENTRE, scopes=default_scopes(MemberKind.CENTRE) | {CASES_REFERRALS})
UNIT = caller(MemberKind.UNIT, "huicheng")


@dataclass
class Desk:
    database: Database
    ruleset: RuleSet
    now: datetime

    @property
    def today(self) -> date:
        return (self.now + timedelta(hours=8)).date()

    def lead(self, **fields: Any) -> Record:
        """A stored lead of a new merchant; `subject_unit` is its division, `uscc` and `name` are its own."""
        known = {name: fields.pop(name) for name in ("uscc", "name") if name in fields}
        unit = fields.pop("subject_unit", None)
        usual: dict[str, Any] = {
            "list": "ecommerce_pushed",
            "window": Window(date(2026, 5, 1), None),
            "standing": Standing.LEAD,
            "problem_types": frozenset(),
            "document_number": None,
        }
        with self.database.write() as session:
            return make_listing(session, make_subject(session, unit=unit, **known), **(usual | fields))

    def open(self, place: Place | None = None, **fields: Any) -> str:
        """A case of a new lead, in Huicheng unless told otherwise."""
        record = self.lead(**fields)
        where = Place(address=HUICHENG) if place is None else place
        with self.database.write() as session:
            [case_id] = open_cases(session, [record.id], self.now, self.ruleset, {record.id: where})
        return case_id

    def work(self, session: Any, who: Caller) -> Work:
        return Work(session, who, self.ruleset.catalogue, self.now)

    def act(self, case_id: str, action: str, who: Caller = CENTRE, **fields: Any) -> CaseDetail:
        body = CaseActionRequest.model_validate({"action": action, **fields}).root
        with self.database.write() as session:
            work = self.work(session, who)
            return case_detail(work, act(work, case_id, body))

    def route(self, unit: str, *case_ids: str, who: Caller = CENTRE, **fields: Any) -> None:
        request = RoutingRequest(cases=case_ids, unit=unit, basis="登记地址", **fields)
        with self.database.write() as session:
            route_cases(self.work(session, who), request)

    def get(self, case_id: str, who: Caller = CENTRE) -> CaseDetail:
        with self.database.read() as session:
            work = self.work(session, who)
            return case_detail(work, find_case(session, who, case_id))

    def record(self, case_id: str) -> Record:
        with self.database.read() as session:
            listing_id = find_case(session, CENTRE, case_id).listing_id
            return records_by_id(session, [listing_id])[listing_id]

    def seen_by_members(self, record: Record) -> bool:
        """Whether a platform sees it, asked today."""
        return visible(record, self.ruleset.terms, MemberKind.PLATFORM, "mem_x", self.today)

    def refer(self, case_id: str, who: Caller, **fields: Any) -> CaseReferral:
        usual = {"number": "惠公移〔2026〕1号", "referred_on": self.today, "to": "惠州市公安局惠城区分局"}
        with self.database.write() as session:
            return enter_referral(self.work(session, who), case_id, ReferralRequest(**(usual | fields)))

    def referrals(self, case_id: str, who: Caller) -> list[CaseReferral]:
        with self.database.read() as session:
            return list(referrals_of(self.work(session, who), case_id))

    def queued(self, queue: str) -> list[str]:
        """What waits in one of the queues."""
        with self.database.read() as session:
            page, _ = list_cases(session, CENTRE, Filter(queue=queue), self.today, after=None, limit=100)
            return [case.id for case in page]

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    def confirmed(self, *problem_types: str, **options: Any) -> str:
        case_id = self.open(**options)
        self.act(case_id, "confirm", problem_types=problem_types or ["false_advertising"], evidence=[ON_SITE])
        return case_id

    def rectifying(self, *problem_types: str, **options: Any) -> str:
        """Served today, due in three months."""
        case_id = self.confirmed(*problem_types, **options)
        self.order(case_id)
        self.act(case_id, "serve_order", mode="direct", on=str(self.today), proof="送达回证")
        return case_id

    def order(self, case_id: str) -> CaseDetail:
        fields = {"number": f"惠城市监责改〔2026〕{case_id[-6:]}号", "requirements": "停止虚假宣传"}
        return self.act(case_id, "issue_order", issued_on=str(self.today), **fields)

    def report(self, case_id: str) -> CaseDetail:
        return self.act(case_id, "report_rectification", on=str(self.today), statement="已完成整改")

    def inspect(self, case_id: str, accepted: bool = True, who: Caller = CENTRE) -> CaseDetail:
        """All tasks, all types."""
        found = self.get(case_id)
        for task in found.tasks:
            results = dict.fromkeys(task.results, accepted)
            officers = {"officers": ["张三", "李四"], "on": str(self.today)}
            found = self.act(case_id, "inspect", who, task_id=task.id, results=results, **officers)
        return found
