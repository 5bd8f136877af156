"""Whatever is done to a recognition, in whatever order and dated back however far: what is proposed, not yet served,
ended, annulled, withdrawn or stayed yields no measure for a platform; what is served and stands does, though an
objection marks it, and nobody but its recogniser and the centre ends that. Asked by real checks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

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
from huixin.types.answer import Answer
from huixin.types.exit import EndRequest, WithdrawalRequest
from huixin.types.objection import ObjectionActionRequest, ObjectionRequest
from huixin.types.question import CheckRequest, SubjectQuery
from huixin.types.recognition import NoticeOfRecognition, RecognitionActionRequest
from huixin.types.stay import StayLifting, StayRequest
from models.caller import Caller
from models.cases.work import Work
from models.checks import check
from models.checks.check import CheckContext
from models.clauses import enter_standard_clauses
from models.database import Database
from models.errors import Conflict, Forbidden, Invalid, NotFound
from models.exits.ends import record_end, withdraw
from models.keys import KeyRing
from models.recognitions import deciding
from models.rights import objections
from models.rights.stays import enter_stay, lift_stay
from models.scopes import default_scopes
from rules.ruleset import RuleSet
from tests.case_desk import ON_SITE, caller
from tests.conftest import FULL, NewDatabase
from tests.factories import make_member, uscc_of

USCC = uscc_of(44_000_002)
AGO = st.sampled_from([0, 0, 1, 20])
"""Days by which an action is dated back."""
RECOGNISER, OWN_CENTRE, STRANGER = "recogniser", "centre", "stranger"
WHO = st.sampled_from([RECOGNISER, RECOGNISER, RECOGNISER, OWN_CENTRE, STRANGER])
SELDOM = st.sampled_from([False, False, False, True])
"""What ends it all is done seldom, or little else would be looked at."""
COURT = "惠州市中级人民法院"
ONWARD = {None: "notice", "noticed": "decide", "decided": "serve", "served": "publish"}


class RecognitionMachine(RuleBasedStateMachine):
    def __init__(self, database: Database, ruleset: RuleSet, keys: KeyRing, now: datetime) -> None:
        super().__init__()
        self.database, self.ruleset, self.keys, self.now = database, ruleset, keys, now
        with database.write() as session:
            platform = make_member(session, MemberKind.PLATFORM).member_id
            enter_standard_clauses(session, ruleset.catalogue, platform)
            kinds = {RECOGNISER: MemberKind.DEPARTMENT, OWN_CENTRE: MemberKind.CENTRE, STRANGER: MemberKind.DEPARTMENT}
            ids = {who: make_member(session, kind, name=who).member_id for who, kind in kinds.items()}
        self.platform = Caller(platform, "平台", MemberKind.PLATFORM, default_scopes(MemberKind.PLATFORM))
        places = {RECOGNISER: ("huicheng", "market_supervision"), OWN_CENTRE: (), STRANGER: ("boluo", "transport")}
        self.callers = {who: replace(caller(kinds[who], *places[who]), member_id=ids[who]) for who in kinds}
        self.number = 0
        """Of documents; what follows is what was said of the recognition, kept apart from it."""
        self.forget()

    def forget(self) -> None:
        self.key = self.state = self.listing_id = None
        self.counts_from: date | None = None
        self.over_from: date | None = None
        self.withdrawn = self.gone = False
        """`gone`: removed or annulled, which is more than to be displayed or punished no longer."""
        self.stays: dict[str, str] = {}
        self.objection: str | None = None

    @property
    def today(self) -> date:
        return (self.now + timedelta(hours=8)).date()

    @property
    def stands(self) -> bool:
        """Whether a member sees the record."""
        counts = self.counts_from is not None and self.counts_from <= self.today
        return counts and not self.withdrawn and (self.over_from is None or self.today < self.over_from)

    @initialize(steps=st.sampled_from([1, 2, 3, 4, 4]), well=st.booleans())
    def it_has_come_some_way(self, steps: int, well: bool) -> None:
        for _ in range(steps):
            self.it_goes_on(well, 0, RECOGNISER)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(well=st.booleans(), ago=AGO, who=WHO)
    def it_goes_on(self, well: bool, ago: int, who: str) -> None:
        """The main track; `well`: served by hand and not by public notice."""
        on, step = self.today - timedelta(days=ago), ONWARD.get(self.state)
        if step == "notice":
            self._notice(on, who)
        elif self.withdrawn:
            self.it_is_published_anew(who)
        elif step == "publish":
            self.step(OWN_CENTRE, {"action": "publish", "on": str(on), "channel": "信用惠州"})
        elif step == "decide" and self.step(who, self._decision(on)):
            self.state = "decided"
        elif step == "serve":
            mode = "direct" if well else "public_notice"
            if self.step(who, {"action": "serve", "on": str(on), "mode": mode, "proof": "回证"}):
                self.state, self.counts_from = "served", on if well else on + timedelta(days=30)

    @precondition(lambda self: self.state is not None)
    @rule(who=WHO, seldom=SELDOM)
    def it_is_dropped_unless_served(self, who: str, seldom: bool) -> None:
        served = self.state == "served"
        if seldom and self.step(who, {"action": "drop", "reasons": "事实不清"}):
            assert not served
            self.forget()

    @precondition(lambda self: self.listing_id is not None)
    @rule(
        kind=st.sampled_from([kind for kind in EndKind if kind is not EndKind.WITHDRAWN]),
        ago=AGO,
        who=WHO,
        seldom=SELDOM,
    )
    def it_comes_to_an_end(self, kind: EndKind, ago: int, who: str, seldom: bool) -> None:
        on = self.today - timedelta(days=ago)
        body = {"listing_id": self.listing_id, "kind": kind, "on": str(on), "decided_by": "惠城区市场监督管理局"}
        if seldom and self.done(
            who, lambda work: record_end(work, EndRequest(**body, **self.document(), reason="期满"))
        ):
            self.over_from = min(on, self.over_from or on)
            self.gone |= kind in (EndKind.REMOVED, EndKind.ANNULLED)

    @precondition(lambda self: self.state == "served")
    @rule(who=WHO)
    def a_wrong_publication_is_withdrawn(self, who: str) -> None:
        body = {"listing_id": self.listing_id, "reason": "误发布", **self.document()}
        published = self.counts_from is not None and self.counts_from <= self.today
        if self.done(who, lambda work: withdraw(work, WithdrawalRequest(**body))):
            assert published > self.gone, "only what has been published, and is not gone already"
            self.withdrawn = True

    @precondition(lambda self: self.withdrawn or self.over_from is not None)
    @rule(who=WHO)
    def it_is_published_anew(self, who: str) -> None:
        document = self.document()
        body = {"action": "correct", "reasons": "更正", "facts": f"更正{self.number}", **document}
        row = self.step(who, body)
        if row:
            assert self.withdrawn, "only what was withdrawn"
            assert (self.stays, self.objection) == ({}, None), "what is disputed or stayed is decided first"
            assert not self.gone, "what has ended does not come back"
            self.listing_id, self.counts_from, self.withdrawn = row.listing_id, self.today, False

    @precondition(lambda self: self.listing_id is not None)
    @rule(kind=st.sampled_from(["court", "review", "relief"]), ago=AGO, who=WHO)
    def a_court_stays_it(self, kind: str, ago: int, who: str) -> None:
        body = {"listing_id": self.listing_id, "kind": kind, **self.ruling(ago)}
        row = self.done(who, lambda work: enter_stay(work, StayRequest(**body)))
        if row:
            assert kind not in self.stays
            self.stays[kind] = row.id

    @precondition(lambda self: self.stays)
    @rule(data=st.data(), ago=AGO, who=WHO)
    def a_stay_is_lifted(self, data: Any, ago: int, who: str) -> None:
        kind = data.draw(st.sampled_from(sorted(self.stays)), label="kind")
        if self.done(who, lambda work: lift_stay(work, self.stays[kind], StayLifting(**self.ruling(ago)))):
            del self.stays[kind]

    @precondition(lambda self: self.listing_id is not None and self.objection is None)
    @rule()
    def it_is_objected_to(self) -> None:
        body = ObjectionRequest(listing_id=str(self.listing_id), statement="并非本公司")
        row = self.done(OWN_CENTRE, lambda work: objections.raise_objection(work, body))
        self.objection = row.id if row else None

    @precondition(lambda self: self.objection is not None)
    @rule(how=st.sampled_from(["reject", "uphold", "annul"]), who=WHO)
    def the_objection_is_decided(self, how: str, who: str) -> None:
        said: dict[str, Any] = {"action": "reject" if how == "reject" else "uphold", "reasons": "经核查"}
        said |= {"decided_by": "惠城区市场监督管理局"}
        if how != "reject":
            said["correction"] = {"annul": True} if how == "annul" else {"reason": "更正事由"}
        body = ObjectionActionRequest.model_validate(said).root
        if self.done(who, lambda work: objections.take_step(work, str(self.objection), body)):
            self.objection = None
            if how == "annul":
                self.over_from, self.gone = min(self.today, self.over_from or self.today), True

    @precondition(lambda self: self.over_from is not None and not self.stays and self.objection is None)
    @rule()
    def the_department_begins_anew(self) -> None:
        if self.over_from is not None and self.over_from <= self.today:
            self.forget()

    def _notice(self, on: date, who: str) -> None:
        said = {"list": "ecommerce_black", "uscc": USCC, "name": "惠州市乙商贸有限公司", "noticed_on": str(on)}
        said |= {"notice_number": self.numbered("告"), "facts": "售假", "grounds": "电子商务法第十三条"}
        row = self.done(who, lambda work: deciding.give_notice(work, NoticeOfRecognition(**said)))
        if row:
            self.key, self.state = row.id, "noticed"
            heard = {"action": "record_statement", "on": str(on), "statement": "不申辩", "complete": True}
            assert self.step(RECOGNISER, heard)

    def _decision(self, on: date) -> dict[str, Any]:
        said: dict[str, Any] = {"action": "decide", "decided_on": str(on), "severity": "general"}
        said |= {"facts": f"售假{self.number}", "grounds": "电子商务法第十三条", "exit_conditions": "召回"}
        said |= {"number": self.numbered("认"), "repair_notice_number": self.numbered("修")}
        return said | {"evidence": [ON_SITE], "measures": ["promotion_limit"]}

    def numbered(self, what: str) -> str:
        self.number += 1
        return f"惠城市监{what}〔2026〕{self.number}号"

    def document(self) -> dict[str, str]:
        return {"document_number": self.numbered("撤"), "document_on": str(self.today)}

    def ruling(self, ago: int) -> dict[str, str]:
        return {"on": str(self.today - timedelta(days=ago)), "decided_by": COURT, "reason": "裁定", **self.document()}

    def step(self, who: str, said: dict[str, Any]) -> Any:
        body = RecognitionActionRequest.model_validate(said).root
        row = self.done(who, lambda work: deciding.take_step(work, str(self.key), body))
        if row:
            self.listing_id = row.listing_id
        return row

    def done(self, who: str, act: Callable[[Work], Any]) -> Any:
        """What it comes to; None where it is refused, and then nothing changes."""
        try:
            with self.database.write() as session:
                row = act(Work(session, self.callers[who], self.ruleset.catalogue, self.now))
        except (Conflict, Invalid, Forbidden, NotFound):
            return None
        assert who != STRANGER, "another department decides nothing of it"
        return row

    def ask(self) -> Answer:
        context = CheckContext(self.ruleset, self.keys, self.now, self.today)
        request = CheckRequest(subject=SubjectQuery(uscc=USCC), scene="promotion")
        with self.database.read() as session:
            return check(session, self.platform, request, context).answer

    @invariant()
    def checks_tell_what_stands_and_nothing_else(self) -> None:
        answer = self.ask()
        codes = [measure.code for measure in answer.measures]
        if not self.stands:
            assert (codes, answer.records, answer.outcome) == ([], [], "clear")
        else:
            assert (codes, len(answer.records)) == ([] if self.stays else ["promotion_limit"], 1)


def test_no_sequence_of_steps_tells_a_member_of_what_does_not_stand(
    new_database: NewDatabase, ruleset: RuleSet, keys: KeyRing, now: datetime
) -> None:
    run_state_machine_as_test(
        lambda: RecognitionMachine(new_database(), ruleset, keys, now),
        settings=settings(max_examples=100 if FULL else 5, stateful_step_count=50 if FULL else 25, deadline=None),
    )
