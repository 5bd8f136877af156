"""Whatever is done to a case, in whatever order and dated back however far: a lead, a name not confirmed, one confirmed
and in time, suspended or ended yields no measure for a platform; one that is overdue or incomplete does, and no unit
alone ends that; nor does what two bodies have recognised it as, once that is suspended or has ended. Asked by real
checks, of a name that real imports push, push again, recognise and end."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from huixin.core.vocabulary import MemberKind
from huixin.types.answer import Answer
from huixin.types.case import CaseAction, CaseDetail
from huixin.types.question import CheckRequest, SubjectQuery
from models.caller import Caller
from models.cases.moves import BY_ITSELF
from models.cases.periods import months_after
from models.cases.reopening import lead_again, verify_anew
from models.cases.tables import Case
from models.checks import check
from models.checks.check import CheckContext
from models.clauses import enter_standard_clauses
from models.database import Database
from models.errors import Conflict, Invalid
from models.imports.run import run_import
from models.keys import KeyRing
from models.listings import change_listing
from models.members import Member
from models.scopes import default_scopes
from rules.ruleset import RuleSet
from tests.case_desk import CENTRE, DOCUMENT, HUICHENG, ON_SITE, PHOTO, REGISTER, UNIT, Desk, stopped
from tests.conftest import FULL, NewDatabase
from tests.factories import make_member, uscc_of

ALL_EVIDENCE = [ON_SITE, PHOTO, REGISTER, DOCUMENT]
NAMES = {"find_outside_jurisdiction": {"belongs_to": "深圳市"}, "find_wrong_identity": {"right_subject": "另一主体"}}
LISTED = {"record_penalty", "publish_penalty", "annul_penalty", "withdraw_penalty", "assign_task", "find_duplicate"}
"""Need a second thing; their own tests have it."""
ASKABLE = sorted(str(action) for action in CaseAction if action not in BY_ITSELF and action not in LISTED)

ONWARD = {
    "verifying": "confirm",
    "confirmed": "issue_order",
    "ordered": "serve_order",
    "rectifying": "report_rectification",
    "reported": "inspect",
    "incomplete": "report_rectification",
}


DATED = {"issue_order": "issued_on", "serve_order": "on", "report_rectification": "on", "withdraw_order": "on"}
DATED |= {"confirm": "on", "suspend": "on", "resume": "on"}
BY_UNIT = {"confirm", "extend_order", *DATED} - {"suspend"}
"""What a unit does by itself; the centre does all. Nobody suspends without a decision of another body."""
AGO = st.sampled_from([0, 0, 1, 20, 100])
"""Days by which an action is dated back."""

USCC = uscc_of(44_000_001)
PUSHED = "记录编号,失信主体名称,统一社会信用代码,列入日期,严重程度,住所,列入名单事由,退出日期,RDBM,WSH,RDRQ"
RECOGNISED = {"R1": "国家发展改革委,发改〔2026〕1号,2026-05-01", "R2": "市场监管总局,国市监〔2026〕2号,2026-05-01"}
"""By number of the row, which is that of the name itself or another: by whom, in which document."""
LAST_SHOWN = date(2027, 4, 30)
"""What is general is displayed for a year at most (Order 36 of 2026), and no member hears of it afterwards."""


class CaseMachine(RuleBasedStateMachine):
    def __init__(self, database: Database, ruleset: RuleSet, keys: KeyRing, now: datetime, file: Path) -> None:
        super().__init__()
        self.desk = Desk(database, ruleset, now)
        self.keys = keys
        self.file = file
        self.push("被举报刷单")
        with database.write() as session:
            [self.case_id] = session.exec(select(Case.id))
            member_id = make_member(session, MemberKind.PLATFORM).member_id
            enter_standard_clauses(session, ruleset.catalogue, member_id)
            name = session.get_one(Member, member_id).name
        self.platform = Caller(member_id, name, MemberKind.PLATFORM, default_scopes(MemberKind.PLATFORM))
        self.due: date | None = None
        """Of a served order that stands; what follows is what was said of it, kept apart from the case itself."""
        self.starts_on: date | None = None
        self.reported_on: date | None = None
        self.rejected = self.accepted = self.relief = self.ended = False
        self.suspended: date | None = None
        self.suspensions: list[tuple[date, date]] = []
        self.recognised: dict[str, date] = {}
        """Since when by which row; of these those that stand, and those beside which its case goes on."""
        self.live: set[str] = set()
        self.beside: set[str] = set()
        self.grounds: list[date] = []
        """Days before which nothing is ordered: of the confirmation, and of orders taken back."""

    @property
    def today(self) -> date:
        return self.desk.today

    @property
    def exposed(self) -> bool:
        if self.due is None or self.accepted or self.ended:
            return False
        stands_still = self.suspended is not None and self.suspended <= self.due
        late = not stands_still and (self.reported_on or self.today) > self.due
        return self.rejected or late

    @property
    def told(self) -> bool:
        """Whether a member is told of a measure."""
        return self.exposed and not self.relief and self.suspended is None

    @initialize(steps=st.integers(0, 5), well=st.booleans(), late=st.booleans())
    def it_has_come_some_way(self, steps: int, well: bool, late: bool) -> None:
        for _ in range(steps):
            self.it_goes_on(well)
            if late and self.due is not None and self.due >= self.today:
                self.the_period_runs_out(5)

    @rule(days=st.integers(1, 60))
    def days_pass(self, days: int) -> None:
        self.desk.pass_days(days)

    @precondition(lambda self: self.due is not None and self.due >= self.today)
    @rule(days=st.integers(0, 1))
    def the_period_runs_out(self, days: int) -> None:
        """To its last day, or past it."""
        assert self.due is not None
        self.desk.pass_days((self.due - self.today).days + days)

    @rule(well=st.booleans(), ago=AGO, alone=st.booleans())
    def it_goes_on(self, well: bool, ago: int = 0, alone: bool = False) -> None:
        """The main track, which chance alone seldom takes to its end."""
        before = self.desk.get(self.case_id)
        action = ONWARD.get(before.state)
        if action in before.allowed:
            self.do(before, str(action), well, ago, alone)

    @rule(ago=AGO, alone=st.booleans())
    def a_court_stops_it_or_lets_it_go_on(self, ago: int, alone: bool) -> None:
        before = self.desk.get(self.case_id)
        action = "suspend" if self.suspended is None else "resume"
        if action in before.allowed:
            self.do(before, action, True, ago, alone)

    @precondition(lambda self: self.due is not None and self.due < self.today)
    @rule(action=st.sampled_from(["report_rectification", "suspend"]), alone=st.booleans())
    def a_paper_from_its_period_turns_up(self, action: str, alone: bool) -> None:
        assert self.due is not None
        before = self.desk.get(self.case_id)
        if action in before.allowed:
            self.do(before, action, True, (self.today - self.due).days + 1, alone)

    @rule(data=st.data())
    def something_allowed_is_done(self, data: Any) -> None:
        before = self.desk.get(self.case_id)
        choices = sorted(set(map(str, before.allowed)) - LISTED)
        if choices:
            action = data.draw(st.sampled_from(choices), label="action")
            well, alone = data.draw(st.booleans(), label="well"), data.draw(st.booleans(), label="alone")
            self.do(before, action, well, data.draw(AGO, label="ago"), alone)

    @rule(action=st.sampled_from(ASKABLE))
    def something_else_is_refused_and_changes_nothing(self, action: str) -> None:
        before = self.desk.get(self.case_id)
        if action == "route" or action in before.allowed:
            return
        with pytest.raises((Conflict, Invalid)):
            self.desk.act(self.case_id, action, **self.body(before, action, True))
        assert self.desk.get(self.case_id) == before

    @precondition(lambda self: not self.ended)
    @rule(key=st.sampled_from(sorted(RECOGNISED)))
    def a_body_recognises_it(self, key: str) -> None:
        """Once each; a case that is closed meanwhile goes on beside it when it is verified anew."""
        if key not in self.recognised:
            self.push("虚假宣传", key=key)
            self.recognised[key] = self.today
            self.live.add(key)
            self.beside |= {key} if self.is_open else set()

    @rule(key=st.sampled_from(sorted(RECOGNISED)), ago=AGO)
    def what_it_was_recognised_as_ends(self, key: str, ago: int) -> None:
        if key in self.live:
            goes_beside = self.is_open and key in self.beside
            self.push("虚假宣传", str(max(date(2026, 5, 1), self.today - timedelta(days=ago))), key=key)
            self.live.discard(key)
            if goes_beside and (key == "R1" or not self.live & self.beside):
                self.ended = True

    @precondition(lambda self: not self.ended)
    @rule(says=st.integers(0, 9))
    def the_upstream_speaks(self, says: int) -> None:
        """Rarely: it ends the name, on a day before it was listed at all or today, or names it again."""
        if "R1" in self.recognised:
            return
        was_open = self.is_open
        if says < 2:
            self.push("已整改", str(self.today) if says else "2026-04-30")
            self.ended = True
        elif says < 5:
            self.push("被举报刷单" if says == 2 else "再次被举报刷单")
            if not was_open and self.is_open:
                self.beside = {*self.live}

    @precondition(lambda self: self.ended)
    @rule()
    def it_is_let_in_when_it_comes_back(self) -> None:
        record = self.desk.record(self.case_id)
        with self.desk.database.write() as session:
            change_listing(session, record.id, **lead_again(session, record))
            verify_anew(session, [record.id], self.desk.now, self.desk.ruleset)
        self.due = None
        self.reported_on = None
        self.rejected = self.accepted = self.ended = False
        self.beside = {*self.live}

    @property
    def is_open(self) -> bool:
        return self.desk.get(self.case_id).state != "closed"

    def push(self, reason: str, ended_on: str = "", key: str = "") -> None:
        row = f"{key or 'R1'},惠州市甲商贸有限公司,{USCC},2026-05-01,一般,{HUICHENG},{reason},{ended_on}"
        row = f"{row},{RECOGNISED.get(key, ',,')}"
        self.file.write_text(f"{PUSHED}\n{row}\n")
        report = run_import(
            self.desk.database, self.keys, self.desk.ruleset, self.file, list_code="ecommerce_pushed", now=self.desk.now
        )
        assert report.rejected == 0

    def do(self, before: CaseDetail, action: str, well: bool, ago: int = 0, alone: bool = False) -> None:
        """`alone`: by the unit, without a document."""
        told, alone = self.told, alone and action in BY_UNIT
        said = self.body(before, action, well)
        if action in DATED:
            said[DATED[action]] = str(self.today - timedelta(days=ago))
        if "document_on" in said:
            said["document_on"] = said["on"]
        try:
            if action == "route":
                self.desk.route("huicheng", self.case_id)
            elif action == "inspect":
                self.desk.inspect(self.case_id, well)
            else:
                self.desk.act(self.case_id, action, UNIT if alone else CENTRE, **said)
        except (Conflict, Invalid):
            assert self.desk.get(self.case_id) == before or action == "inspect"
            return
        self.note(action, well, self.today - timedelta(days=ago))
        assert self.told or not (alone and told), "no unit alone ends what members are told"

    def body(self, before: CaseDetail, action: str, well: bool) -> dict[str, Any]:
        today = str(self.today)
        task = before.tasks[0].id if before.tasks else "tsk_none"
        if action == "confirm" or action.startswith("find_"):
            types = {"problem_types": ["false_advertising"]} if action == "confirm" else NAMES.get(action, {})
            return {"evidence": ALL_EVIDENCE, **types}
        bodies: dict[str, dict[str, Any]] = {
            "issue_order": {"number": f"{self.case_id}-{before.version}", "requirements": "改", "issued_on": today},
            "serve_order": {"mode": "direct" if well else "public_notice", "on": today, "proof": "回证"},
            "extend_order": {"due": str(self.today + timedelta(days=100)), "basis": "延期"},
            "report_rectification": {"on": today, "statement": "已改"},
            "receive": {"received_by": "王五", "body": "huicheng"},
            "give_feedback": {"feedback": "无", "body": "huicheng"},
            "send_copy": {"bodies": ["huiyang" if well else "huizhou/customs"]},
            "urge": {"task_id": task, "basis": "督办"},
            "inspect": {"task_id": task, "on": today, "officers": ["张三", "李四"], "results": {"brushing": True}},
            "hand_to_province": {"to": "深圳市", "basis": "住所在深圳市"},
            "rate": {"severity": "general", "basis": "认定"},
            "grant_relief": {"on": today, "basis": "批准重整", "document_number": "（2026）粤13破1号"},
            "suspend": stopped(today),
        }
        marks = ("withdraw_order", "dispute", "settle_dispute", "resume", "end_relief")
        return bodies.get(action) or {"basis": "依法", **({"on": today} if action in marks else {})}

    def note(self, action: str, well: bool, on: date) -> None:
        """What a person would expect, from the words of the law alone."""
        match action:
            case "confirm":
                self.grounds = [on]
            case "return_to_unit":
                self.due = None
            case "report_rectification":
                self.reported_on = on
            case "inspect":
                self.accepted, self.rejected = well, not well
            case "resume_inspection":
                self.accepted = False
            case "suspend":
                self.suspended = on
            case "resume":
                self._resume(on)
            case "grant_relief" | "end_relief":
                self.relief = action == "grant_relief"
            case _:
                self._note_of_order(action, well, on)

    def _note_of_order(self, action: str, well: bool, on: date) -> None:
        match action:
            case "issue_order":
                assert on >= max(self.grounds), "what is not established is not ordered"
            case "serve_order":
                self._serve(on if well else on + timedelta(days=30))
            case "extend_order":
                self.due = self.today + timedelta(days=100)
            case "withdraw_order":
                self.due = None
                self.grounds.append(on)

    def _serve(self, starts_on: date) -> None:
        self.starts_on, self.reported_on, self.rejected, self.accepted = starts_on, None, False, False
        self.due = months_after(starts_on, 3)
        for since, until in self.suspensions:
            self.due += self._stood_still(since, until)

    def _stood_still(self, since: date, until: date) -> timedelta:
        assert self.starts_on is not None
        return max(until - max(since, self.starts_on), timedelta())

    def _resume(self, on: date) -> None:
        assert self.suspended is not None
        if self.due is not None and self.due >= self.suspended:
            self.due += self._stood_still(self.suspended, on)
        self.suspensions.append((self.suspended, on))
        self.suspended = None

    def ask(self, scene: str) -> Answer:
        context = CheckContext(self.desk.ruleset, self.keys, self.desk.now, self.today)
        request = CheckRequest(subject=SubjectQuery(uscc=USCC), scene=scene)
        with self.desk.database.read() as session:
            return check(session, self.platform, request, context).answer

    @invariant()
    def checks_tell_nothing_before_its_time(self) -> None:
        answer = self.ask("promotion")
        codes = [measure.code for measure in answer.measures]
        if not self.exposed and not self.shown:
            assert (codes, answer.records, answer.outcome) == ([], [], "clear")
        else:
            assert codes == (["promotion_limit"] if self.told or self.told_beside else [])

    @property
    def shown(self) -> set[str]:
        return self.live if self.today <= LAST_SHOWN else set()

    @property
    def told_beside(self) -> bool:
        """Whether a member is told of a measure for what it was recognised as."""
        stayed = self.beside if self.relief or self.suspended is not None else set()
        return bool(self.shown - stayed)


def test_no_sequence_of_actions_tells_a_member_too_early(
    new_database: NewDatabase, ruleset: RuleSet, keys: KeyRing, now: datetime, tmp_path: Path
) -> None:
    run_state_machine_as_test(
        lambda: CaseMachine(new_database(), ruleset, keys, now, tmp_path / "pushed.csv"),
        settings=settings(max_examples=80 if FULL else 8, stateful_step_count=50 if FULL else 25, deadline=None),
    )
