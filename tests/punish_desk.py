"""A desk at which tests run joint punishment: merchants, members, the job, and what each caller then reads."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import select

from huixin.core.records import Record
from huixin.core.vocabulary import MemberKind, Rectification, Standing
from huixin.types.prompt import PromptActionRequest, PromptDetail, PromptView
from huixin.types.task import PunishmentTaskDetail, PunishmentTaskView, TaskActionRequest
from models.caller import Caller
from models.clauses import Clause, enter_standard_clauses
from models.database import Database
from models.listings import change_listing
from models.members import add_member
from models.punishments.following import behind, follow, look
from models.punishments.opening import Moment
from models.punishments.prompts import act_on_prompt, find_prompt
from models.punishments.tasks import act_on_task, find_task
from models.punishments.views import Filter, prompt_detail, prompt_page, task_detail, task_page
from models.punishments.work import Work
from models.scopes import default_scopes
from rules.ruleset import RuleSet
from tests.factories import make_listing, make_plan, make_subject

CENTRE = Caller("", "centre", MemberKind.CENTRE, default_scopes(MemberKind.CENTRE))
OVERDUE = {"rectification": Rectification.ORDERED, "due": date(2026, 6, 14)}
"""Since the day on which the desk opens."""
IN_TIME = {"rectification": Rectification.ORDERED, "due": date(2026, 6, 15)}
"""Until the end of that day."""
CONFIRMED = {"list": "ecommerce_pushed", "standing": Standing.CONFIRMED}


@dataclass
class PunishDesk:
    database: Database
    ruleset: RuleSet
    now: datetime
    members: dict[str, Caller] = field(default_factory=dict)
    signed: bool = True
    """Whether an action plan binds every department to every measure."""

    def __post_init__(self) -> None:
        if self.signed:
            self.sign()

    def sign(self, **fields: Any) -> str:
        """Id of a version of the plan that is entered now."""
        with self.database.write() as session:
            return make_plan(session, self.ruleset.catalogue, now=self.now, **fields).id

    @property
    def moment(self) -> Moment:
        return Moment(self.ruleset, self.now)

    def member(self, kind: MemberKind = MemberKind.PLATFORM, name: str = "", **options: Any) -> Caller:
        """A member with the standard clauses of its kind, unless `clauses` is False; the same name is the same one."""
        name = name or str(kind)
        if name not in self.members:
            clauses = options.pop("clauses", True)
            with self.database.write() as session:
                made = add_member(session, name, kind, default_scopes(kind), self.now, **options)
                if clauses:
                    enter_standard_clauses(session, self.ruleset.catalogue, made.member_id)
            place = options.get("unit"), options.get("department")
            self.members[name] = Caller(made.member_id, name, kind, default_scopes(kind), *place)
        return self.members[name]

    def department(self, unit: str = "huicheng", department: str = "market_supervision") -> Caller:
        return self.member(MemberKind.DEPARTMENT, f"{unit}/{department}", unit=unit, department=department)

    def listing(self, **fields: Any) -> Record:
        """A record of a new merchant of Huicheng; on the joint list unless told otherwise."""
        subject = {"unit": "huicheng"} | fields.pop("subject", {})
        with self.database.write() as session:
            return make_listing(session, make_subject(session, **subject), **({"list": "ecommerce_joint"} | fields))

    def change(self, record: Record, **changes: Any) -> Record:
        with self.database.write() as session:
            return change_listing(session, record.id, **changes)

    def clause(self, measure: str = "entry_limit", who: Caller | None = None) -> str:
        """Id of the clause that a member has for the measure."""
        member_id = (who or self.member()).member_id
        with self.database.read() as session:
            return session.exec(select(Clause.id).where(Clause.member_id == member_id, Clause.measure == measure)).one()

    def pass_days(self, days: int = 1) -> None:
        self.now += timedelta(days=days)

    def run(self) -> int:
        """The job until there is nothing left to do; how often it ran."""
        for turn in range(100):
            with self.database.read() as session:
                keys = behind(session, self.moment)
            if not keys:
                return turn
            with self.database.read() as session:
                found = look(session, keys[0], self.moment)
            with self.database.write() as session:
                follow(session, found, self.moment)
        raise AssertionError("the job never comes to an end")

    def prompts(self, who: Caller = CENTRE, **wanted: Any) -> list[PromptView]:
        with self.database.read() as session:
            return prompt_page(self.work(session, who), Filter(**wanted), after=None, limit=500)[0]

    def tasks(self, who: Caller = CENTRE, **wanted: Any) -> list[PunishmentTaskView]:
        with self.database.read() as session:
            return task_page(self.work(session, who), Filter(**wanted), after=None, limit=500)[0]

    def work(self, session: Any, who: Caller) -> Work:
        return Work(session, who, self.ruleset.catalogue, self.now)

    def answer(self, who: Caller, prompt_id: str, action: str, **fields: Any) -> PromptDetail:
        body = PromptActionRequest.model_validate({"action": action, "by": "a-17", **fields}).root
        with self.database.write() as session:
            work = self.work(session, who)
            return prompt_detail(work, act_on_prompt(work, prompt_id, body))

    def apply(self, who: Caller, prompt_id: str, clause: str | None, **fields: Any) -> PromptDetail:
        day = str(self.moment.today)
        said = {"applied_on": day, "merchant_notified_on": day, "reasons_given": "列入联合惩戒名单", "clause": clause}
        return self.answer(who, prompt_id, "apply", **(said | fields))

    def act(self, who: Caller, task_id: str, action: str, **fields: Any) -> PunishmentTaskDetail:
        body = TaskActionRequest.model_validate({"action": action, **fields}).root
        with self.database.write() as session:
            work = self.work(session, who)
            return task_detail(work, act_on_task(work, task_id, body))

    def done(self, who: Caller, task_id: str, action: str = "done", **fields: Any) -> PunishmentTaskDetail:
        return self.act(who, task_id, action, on=str(self.moment.today), officer="张三", **fields)

    def prompt(self, who: Caller, prompt_id: str) -> PromptDetail:
        with self.database.read() as session:
            work = self.work(session, who)
            return prompt_detail(work, find_prompt(work, prompt_id))

    def task(self, who: Caller, task_id: str) -> PunishmentTaskDetail:
        with self.database.read() as session:
            work = self.work(session, who)
            return task_detail(work, find_task(work, task_id))
