"""Whatever is done to a case, in whatever order: a lead, a name not confirmed, one confirmed and in time, suspended or
ended yields no measure for a platform; one that is overdue or incomplete does. Asked by real checks."""

from datetime import date, datetime, timedelta
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

from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types import Answer, CheckRequest, SubjectQuery
from huixin.types.case import CaseAction, CaseDetail
from models.caller import Caller
from models.cases.closing import close_ended
from models.cases.moves import BY_ITSELF
from models.cases.opening import open_cases
from models.cases.reopening import lead_again, verify_anew
from models.cases.seen import find_case
from models.checks import check
from models.checks.check import CheckContext
from models.clauses import enter_standard_clauses
from models.database import Database
from models.errors import Conflict, Invalid
from models.keys import KeyRing
from models.listings import change_listing, end_listing
from models.members import Member
from models.scopes import default_scopes
from models.subjects import current_version
from rules.routing import Place
from rules.ruleset import RuleSet
from tests.case_desk import DOCUMENT, HUICHENG, ON_SITE, PHOTO, REGISTER, UNIT, Desk
from tests.conftest import FULL, NewDatabase
from tests.factories import make_member

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


class CaseMachine(RuleBasedStateMachine):
    def __init__(self, database: Database, ruleset: RuleSet, keys: KeyRing, now: datetime) -> None:
        super().__init__()
        self.desk = Desk(database, ruleset, now)
        self.keys = keys
        lead = self.desk.lead()
        with database.write() as session:
            [self.case_id] = open_cases(session, [lead.id], now, ruleset, {lead.id: Place(address=HUICHENG)})
            version = current_version(session, find_case(session, UNIT, self.case_id).subject_id)
            assert version is not None
            self.uscc = version.uscc
            member_id = make_member(session, MemberKind.PLATFORM).member_id
            enter_standard_clauses(session, ruleset.catalogue, member_id)
            name = session.get_one(Member, member_id).name
        self.platform = Caller(member_id, name, MemberKind.PLATFORM, default_scopes(MemberKind.PLATFORM))
        self.due: date | None = None
        """Of a served order that stands; what follows is what was said of it, kept apart from the case itself."""
        self.in_time = self.rejected = self.accepted = self.relief = self.ended = False
        self.suspended: date | None = None
        self.orders = 0

    @property
    def today(self) -> date:
        return self.desk.today

    @property
    def exposed(self) -> bool:
        if self.due is None or self.accepted or self.ended:
            return False
        counted = self.suspended or self.today  # a period that stands still is not overstepped
        return self.rejected or (not self.in_time and self.due < counted)

    @initialize(steps=st.integers(0, 5), well=st.booleans())
    def it_has_come_some_way(self, steps: int, well: bool) -> None:
        for _ in range(steps):
            self.it_goes_on(well)

    @rule(days=st.integers(1, 60))
    def days_pass(self, days: int) -> None:
        self.desk.pass_days(days)

    @precondition(lambda self: self.due is not None and self.due >= self.today)
    @rule(days=st.integers(0, 1))
    def the_period_runs_out(self, days: int) -> None:
        """To its last day, or past it."""
        assert self.due is not None
        self.desk.pass_days((self.due - self.today).days + days)

    @rule(well=st.booleans())
    def it_goes_on(self, well: bool) -> None:
        """The main track, which chance alone seldom takes to its end."""
        before = self.desk.get(self.case_id)
        action = ONWARD.get(before.state)
        if action in before.allowed:
            self.do(before, str(action), well)

    @rule(data=st.data())
    def something_allowed_is_done(self, data: Any) -> None:
        before = self.desk.get(self.case_id)
        choices = sorted(set(map(str, before.allowed)) - LISTED)
        if choices:
            action = data.draw(st.sampled_from(choices), label="action")
            self.do(before, action, data.draw(st.booleans(), label="well"))

    @rule(action=st.sampled_from(ASKABLE))
    def something_else_is_refused_and_changes_nothing(self, action: str) -> None:
        before = self.desk.get(self.case_id)
        if action == "route" or action in before.allowed:
            return
        with pytest.raises((Conflict, Invalid)):
            self.desk.act(self.case_id, action, **self.body(before, action, True))
        assert self.desk.get(self.case_id) == before

    @precondition(lambda self: not self.ended)
    @rule(rarely=st.integers(0, 9))
    def the_upstream_ends_it(self, rarely: int) -> None:
        if rarely:
            return
        listing_id = self.desk.record(self.case_id).id
        with self.desk.database.write() as session:
            end_listing(session, listing_id, self.today, EndKind.REMOVED)
            close_ended(session, [listing_id], self.desk.now)
        self.ended = True

    @precondition(lambda self: self.ended)
    @rule()
    def the_upstream_names_it_again(self) -> None:
        record = self.desk.record(self.case_id)
        with self.desk.database.write() as session:
            change_listing(session, lead_again(session, record))
            verify_anew(session, [record.id], self.desk.now, self.desk.ruleset)
        self.due = None
        self.in_time = self.rejected = self.accepted = self.ended = False

    def do(self, before: CaseDetail, action: str, well: bool) -> None:
        try:
            if action == "route":
                self.desk.route("huicheng", self.case_id)
            elif action == "inspect":
                self.desk.inspect(self.case_id, well)
            else:
                self.desk.act(self.case_id, action, **self.body(before, action, well))
        except (Conflict, Invalid):
            assert self.desk.get(self.case_id) == before or action == "inspect"
            return
        self.note(action, well)

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
            "suspend": {"on": today, "basis": "停止执行", "by": "court"},
        }
        marks = ("withdraw_order", "dispute", "settle_dispute", "resume", "end_relief")
        return bodies.get(action) or {"basis": "依法", **({"on": today} if action in marks else {})}

    def note(self, action: str, well: bool) -> None:
        """What a person would expect, from the words of the law alone."""
        match action:
            case "serve_order":
                [order] = [order for order in self.desk.get(self.case_id).orders if order.withdrawn_on is None]
                self.due, self.in_time, self.rejected, self.accepted = order.due, False, False, False
            case "withdraw_order" | "return_to_unit":
                self.due = None
            case "extend_order":
                self.due = self.today + timedelta(days=100)
            case "report_rectification":
                assert self.due is not None
                self.in_time = self.today <= self.due
            case "inspect":
                self.accepted, self.rejected = well, not well
            case "suspend":
                self.suspended = self.today
            case "resume":
                self._resume()
            case "grant_relief" | "end_relief":
                self.relief = action == "grant_relief"

    def _resume(self) -> None:
        assert self.suspended is not None
        rectifying = self.desk.get(self.case_id).state == "rectifying"
        if rectifying and self.due is not None and self.due >= self.suspended:
            self.due += self.today - self.suspended
        self.suspended = None

    def ask(self, scene: str) -> Answer:
        context = CheckContext(self.desk.ruleset, self.keys, self.desk.now, self.today)
        request = CheckRequest(subject=SubjectQuery(uscc=self.uscc), scene=scene)
        with self.desk.database.read() as session:
            return check(session, self.platform, request, context).answer

    @invariant()
    def checks_tell_nothing_before_its_time(self) -> None:
        answer = self.ask("promotion")
        shielded = self.relief or self.suspended is not None
        codes = [measure.code for measure in answer.measures]
        if not self.exposed:
            assert (codes, answer.records, answer.outcome) == ([], [], "clear")
        elif shielded:
            assert codes == []
        else:
            assert codes == ["promotion_limit"]


def test_no_sequence_of_actions_tells_a_member_too_early(
    new_database: NewDatabase, ruleset: RuleSet, keys: KeyRing, now: datetime
) -> None:
    run_state_machine_as_test(
        lambda: CaseMachine(new_database(), ruleset, keys, now),
        settings=settings(max_examples=200 if FULL else 10, stateful_step_count=50 if FULL else 25, deadline=None),
    )
