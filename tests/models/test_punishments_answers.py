"""What departments and members say of their tasks and prompts, who may say and see it, and what is left of it."""

from datetime import date, datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from huixin.core.records import Record
from huixin.core.vocabulary import EndKind, MemberKind
from models.caller import Caller
from models.clauses import end_clause
from models.database import Database
from models.errors import Conflict, Forbidden, Invalid, NotFound
from models.listings import end_listing
from models.outbox import Event
from models.punishments.tables import Prompt
from models.punishments.views import Filter, prompt_page
from rules.ruleset import RuleSet
from tests.factories import RESIDENT_ID
from tests.punish_desk import CENTRE, CONFIRMED, OVERDUE, PunishDesk

TODAY = date(2026, 6, 15)
NOTE = "该信息已终止公示，不得继续使用"
AUDITOR = Caller("", "auditor", MemberKind.AUDITOR, frozenset())
UNIT = Caller("", "huicheng", MemberKind.UNIT, frozenset(), "huicheng")


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: datetime) -> PunishDesk:
    made = PunishDesk(database, ruleset, now)
    made.member()
    made.department()
    return made


@pytest.fixture
def record(desk: PunishDesk) -> Record:
    made = desk.listing(problem_types=frozenset({"false_advertising"}), reason="虚构交易", document_number="惠认1号")
    desk.run()
    return made


def prompt_of(desk: PunishDesk, measure: str = "entry_limit", who: Caller | None = None) -> str:
    [found] = [prompt.id for prompt in desk.prompts(who or desk.member()) if prompt.measure == measure]
    return found


def task_of(desk: PunishDesk, measure: str = "interview") -> str:
    [found] = [task.id for task in desk.tasks(desk.department()) if task.measure == measure]
    return found


def end(desk: PunishDesk, record: Record, kind: EndKind = EndKind.REMOVED) -> None:
    with desk.database.write() as session:
        end_listing(session, record.id, desk.moment.today, kind, "整改合格")


# --- prompts


def test_a_member_says_that_it_applies_the_measure_hears_an_appeal_and_lifts_it(
    desk: PunishDesk, record: Record
) -> None:
    member, prompt_id = desk.member(), prompt_of(desk)
    applied = desk.apply(member, prompt_id, desk.clause(), published_at="https://p.example/118")
    assert (applied.state, applied.answer and applied.answer.applied_on) == ("applied", TODAY)
    desk.answer(member, prompt_id, "appeal", on=str(TODAY), result="pending")
    appealed = desk.answer(member, prompt_id, "appeal", on=str(TODAY), result="upheld", result_on=str(TODAY))
    assert appealed.appeal is not None
    assert (appealed.state, appealed.appeal.result) == ("applied", "upheld")
    lifted = desk.answer(member, prompt_id, "lift", on=str(TODAY))
    assert (lifted.state, lifted.lifted_on) == ("lifted", TODAY)
    assert [event.action for event in lifted.history] == ["open", "apply", "appeal", "appeal", "lift"]
    assert desk.prompt(CENTRE, prompt_id) == lifted, "the centre sees the state of all"


def test_a_member_decides_by_itself_not_to_apply_it(desk: PunishDesk, record: Record) -> None:
    declined = desk.answer(desk.member(), prompt_of(desk), "do_not_apply", why="非本平台商户")
    assert (declined.state, declined.answer and declined.answer.why) == ("not_applied", "非本平台商户")
    end(desk, record)
    desk.run()
    assert desk.prompt(CENTRE, declined.id).state == "closed", "there is nothing to lift"
    with desk.database.read() as session:
        told = session.exec(select(Event.subject).where(Event.type == "prompt.lift")).all()
    assert declined.id not in told


def test_it_applies_nothing_without_a_clause_of_its_own_on_that_day(desk: PunishDesk, record: Record) -> None:
    member, prompt_id, other = desk.member(), prompt_of(desk), desk.member(name="other")
    refused = {
        None: "clause_needed",
        desk.clause("promotion_limit"): "no_such_clause",
        desk.clause(who=other): "no_such_clause",
        "cls_0": "no_such_clause",
    }
    for clause, code in refused.items():
        with pytest.raises(Invalid) as wrong:
            desk.apply(member, prompt_id, clause)
        assert wrong.value.faults[0].code == code
    with pytest.raises(Invalid):
        desk.apply(member, prompt_id, desk.clause(), applied_on="2018-12-31")


def test_what_the_clause_carried_is_lifted_before_it_is_advice(desk: PunishDesk, record: Record) -> None:
    member, prompt_id, clause = desk.member(), prompt_of(desk), desk.clause()
    desk.apply(member, prompt_id, clause)
    with desk.database.write() as session:
        end_clause(session, member.member_id, clause, TODAY)
    desk.run()
    assert desk.prompt(member, prompt_id).state == "to_be_lifted"
    desk.run()
    assert desk.prompt(member, prompt_id).state == "to_be_lifted"
    desk.answer(member, prompt_id, "lift", on=str(TODAY))
    desk.change(record, reason="其他")
    desk.run()
    found = desk.prompt(member, prompt_id)
    assert (found.state, found.about and found.about.binding) == ("open", "advice")


@pytest.mark.parametrize(
    ("before", "action", "fields"),
    [
        (None, "lift", {"on": "2026-06-15"}),
        (None, "appeal", {"on": "2026-06-15", "result": "pending"}),
        ("apply", "do_not_apply", {"why": "x"}),
        ("do_not_apply", "lift", {"on": "2026-06-15"}),
    ],
)
def test_what_the_state_does_not_take_is_refused(
    desk: PunishDesk, record: Record, before: str | None, action: str, fields: dict[str, str]
) -> None:
    member, prompt_id = desk.member(), prompt_of(desk)
    if before == "apply":
        desk.apply(member, prompt_id, desk.clause())
    elif before is not None:
        desk.answer(member, prompt_id, before, why="非本平台商户")
    with pytest.raises(Conflict):
        desk.answer(member, prompt_id, action, **fields)


def test_what_is_reported_has_happened_and_names_no_person_by_a_number(desk: PunishDesk, record: Record) -> None:
    member, prompt_id = desk.member(), prompt_of(desk)
    with pytest.raises(Invalid) as future:
        desk.apply(member, prompt_id, desk.clause(), merchant_notified_on="2026-06-16")
    assert [(fault.pointer, fault.code) for fault in future.value.faults] == [
        ("/merchant_notified_on", "in_the_future")
    ]
    with pytest.raises(Invalid) as personal:
        desk.answer(member, prompt_id, "do_not_apply", why=f"店主 {RESIDENT_ID}")
    assert personal.value.faults[0].pointer == "/why"
    desk.apply(member, prompt_id, desk.clause())
    for result, day in (("upheld", None), ("pending", "2026-06-15"), ("rejected", "2026-06-13")):
        with pytest.raises(Invalid):
            desk.answer(member, prompt_id, "appeal", on="2026-06-14", result=result, result_on=day)
    with pytest.raises(ValidationError):
        desk.answer(member, prompt_id, "lift", on="2026-06-15", why="x")


def test_no_answer_is_older_than_its_record_and_nothing_is_lifted_before_it_was_applied(
    desk: PunishDesk, record: Record
) -> None:
    assert record.decided_on is not None
    member, prompt_id, clause, before = desk.member(), prompt_of(desk), desk.clause(), "2025-12-19"
    for field in ("applied_on", "merchant_notified_on"):
        with pytest.raises(Invalid) as early:
            desk.apply(member, prompt_id, clause, **{field: before})
        assert [(fault.pointer, fault.code) for fault in early.value.faults] == [(f"/{field}", "before_its_beginning")]
    desk.apply(member, prompt_id, clause, applied_on=str(record.decided_on), merchant_notified_on="2026-06-13")
    with pytest.raises(Invalid) as early:
        desk.answer(member, prompt_id, "appeal", on=before, result="pending")
    assert early.value.faults[0].pointer == "/on"
    desk.apply(member, prompt_id, clause)
    with pytest.raises(Invalid) as early:
        desk.answer(member, prompt_id, "lift", on="2026-06-14")
    assert early.value.faults[0].code == "before_its_beginning"


def test_who_applied_it_without_a_word_may_say_that_it_was_lifted(desk: PunishDesk, record: Record) -> None:
    """It was told of the end; only nobody waits for it."""
    member, prompt_id = desk.member(), prompt_of(desk)
    end(desk, record)
    assert desk.prompt(member, prompt_id).state == "closed"
    with pytest.raises(Invalid) as early:
        desk.answer(member, prompt_id, "lift", on="2001-01-01")
    assert early.value.faults[0].pointer == "/on"
    assert desk.answer(member, prompt_id, "lift", on=str(TODAY)).state == "lifted"


def test_no_member_sees_or_answers_anothers(desk: PunishDesk, record: Record) -> None:
    member = desk.member()
    others = [desk.member(name="other"), desk.member(MemberKind.LOGISTICS), UNIT, desk.department()]
    desk.pass_days(1)
    desk.run()
    own = {prompt.id for prompt in desk.prompts(member)}
    assert own
    for other in others:
        assert own.isdisjoint(prompt.id for prompt in desk.prompts(other))
        assert own.isdisjoint(prompt.id for prompt in desk.prompts(other, member_id=member.member_id))
        for prompt_id in own:
            with pytest.raises(NotFound):
                desk.prompt(other, prompt_id)
            with pytest.raises(NotFound):
                desk.answer(other, prompt_id, "do_not_apply", why="x")
    for keeper in (CENTRE, AUDITOR):
        assert own <= {prompt.id for prompt in desk.prompts(keeper)}
        with pytest.raises(Forbidden):
            desk.answer(keeper, min(own), "do_not_apply", why="x")


def test_of_a_record_that_has_ended_a_member_keeps_the_measure_and_its_own_words(
    desk: PunishDesk, record: Record
) -> None:
    member, prompt_id = desk.member(), prompt_of(desk)
    about = desk.apply(member, prompt_id, desk.clause()).about
    assert about is not None
    end(desk, record)
    told = desk.prompt(member, prompt_id)
    assert (told.state, told.about, told.withheld, told.measure) == ("to_be_lifted", None, NOTE, "entry_limit"), (
        "before any job has looked"
    )
    assert told.answer is not None
    assert [event.action for event in told.history] == ["apply"]
    text = told.model_dump_json() + str([view.model_dump_json() for view in desk.prompts(member)])
    for detail in (about.subject_id, about.subject_name, str(about.uscc), about.listing_id, about.list, about.rule):
        assert detail not in text
    assert desk.prompts(member, subject_id=about.subject_id) == [], "nor can it be found out by asking"
    assert desk.prompts(CENTRE, subject_id=about.subject_id)[0].about is not None
    with pytest.raises(Conflict):
        desk.apply(member, prompt_id, desk.clause())
    assert desk.answer(member, prompt_id, "lift", on=str(TODAY)).state == "lifted"
    assert desk.prompt(member, prompt_id).about is None


def test_a_rectification_accepted_is_no_longer_for_its_eyes(desk: PunishDesk) -> None:
    record = desk.listing(**CONFIRMED, **OVERDUE)
    desk.run()
    prompt_id = prompt_of(desk)
    desk.change(record, due=TODAY + timedelta(days=30))
    assert desk.prompt(desk.member(), prompt_id).withheld == NOTE


def test_pages_go_on_where_the_last_one_ended(desk: PunishDesk, record: Record) -> None:
    desk.listing()
    desk.pass_days(1)
    desk.run()
    everything, seen, after = [prompt.id for prompt in desk.prompts()], list[str](), None
    with desk.database.read() as session:
        while True:
            page, after = prompt_page(desk.work(session, CENTRE), Filter(), after=after, limit=2)
            seen += [prompt.id for prompt in page]
            if after is None:
                break
    assert len(everything) > 4
    assert seen == everything


def test_filters_find_by_state_measure_and_member(desk: PunishDesk, record: Record) -> None:
    member, prompt_id = desk.member(), prompt_of(desk)
    desk.answer(member, prompt_id, "do_not_apply", why="非本平台商户")
    assert [prompt.id for prompt in desk.prompts(state="not_applied")] == [prompt_id]
    assert prompt_id not in {prompt.id for prompt in desk.prompts(state="open")}
    assert [prompt.id for prompt in desk.prompts(measure="entry_limit", member_id=member.member_id)] == [prompt_id]
    assert {task.measure for task in desk.tasks(measure="interview", unit="huicheng")} == {"interview"}
    assert desk.tasks(unit="boluo") == []


# --- tasks


def test_a_department_does_its_task_and_lifts_it(desk: PunishDesk, record: Record) -> None:
    task_id = task_of(desk)
    done = desk.done(desk.department(), task_id, document_number="惠城市监约〔2026〕7号")
    assert done.answer is not None
    assert (done.state, done.answer.officer, done.answer.document_number) == ("done", "张三", "惠城市监约〔2026〕7号")
    end(desk, record)
    desk.run()
    assert [task.id for task in desk.tasks(state="to_be_lifted") if task.measure == "interview"] == [task_id]
    with pytest.raises(Conflict):
        desk.done(desk.department(), task_id)
    lifted = desk.done(desk.department(), task_id, "lift")
    assert (lifted.state, lifted.lifted_on) == ("lifted", TODAY)
    assert [event.action for event in lifted.history] == ["open", "done", "end", "lift"]
    with pytest.raises(Conflict):
        desk.done(desk.department(), task_id, "lift")


def test_a_task_is_not_answered_before_its_record_nor_lifted_before_it_was_done(
    desk: PunishDesk, record: Record
) -> None:
    department, task_id = desk.department(), task_of(desk)
    for action, said in (("done", {}), ("not_applicable", {"reason": "已注销"})):
        with pytest.raises(Invalid) as early:
            desk.act(department, task_id, action, on="2025-12-19", officer="张三", **said)
        assert [(fault.pointer, fault.code) for fault in early.value.faults] == [("/on", "before_its_beginning")]
    desk.done(department, task_id)
    with pytest.raises(Invalid):
        desk.act(department, task_id, "lift", on="2026-06-14", officer="张三")


def test_a_task_that_does_not_apply_says_why(desk: PunishDesk, record: Record) -> None:
    told = desk.done(desk.department(), task_of(desk), "not_applicable", reason="经营者已注销")
    assert (told.state, told.answer and told.answer.reason) == ("not_applicable", "经营者已注销")
    end(desk, record)
    assert desk.task(CENTRE, told.id).state == "closed"
    with pytest.raises(Conflict):
        desk.done(desk.department(), told.id, "lift")


def test_a_department_sees_its_own_and_the_city_all_of_its_kind(desk: PunishDesk, record: Record) -> None:
    task_id, city = task_of(desk), desk.department("huizhou")
    strangers = [desk.department("boluo"), desk.department("huicheng", "commerce"), desk.member()]
    for stranger in strangers:
        assert desk.tasks(stranger) == []
        with pytest.raises(NotFound):
            desk.task(stranger, task_id)
    for reader in (city, UNIT, CENTRE, AUDITOR):
        assert task_id in {task.id for task in desk.tasks(reader)}
    with pytest.raises(Forbidden):
        desk.done(city, task_id)
    with pytest.raises(Forbidden):
        desk.done(AUDITOR, task_id)
    with pytest.raises(Forbidden):
        desk.act(desk.department(), task_id, "urge", basis="逾期未反馈")
    assert desk.act(city, task_id, "urge", basis="逾期未反馈").urged_at == desk.now


def test_what_nobody_is_known_to_answer_for_is_assigned_by_the_centre(desk: PunishDesk) -> None:
    desk.listing(subject={"unit": None}, problem_types=frozenset({"counterfeit"}))
    desk.run()
    [task] = desk.tasks(queue=True, measure="interview")
    where = {"unit": "boluo", "department": "market_supervision", "basis": "登记地址"}
    with pytest.raises(Conflict):
        desk.act(CENTRE, task.id, "urge", basis="逾期未反馈")
    for wrong in ({"unit": "atlantis"}, {"department": "industry_commerce"}):
        with pytest.raises(Invalid):
            desk.act(CENTRE, task.id, "assign", **(where | wrong))
    desk.act(CENTRE, task.id, "assign", **where)
    with pytest.raises(Conflict):
        desk.act(CENTRE, task.id, "assign", **where)
    desk.pass_days(1)
    desk.run()
    assert [found.id for found in desk.tasks(desk.department("boluo")) if found.measure == "interview"] == [task.id]
    assert len(desk.tasks(measure="interview")) == 1, "the rules still know it as the same task"


def test_the_database_holds_one_row_for_each_record_measure_and_member(desk: PunishDesk, record: Record) -> None:
    with desk.database.read() as session:
        row = session.get_one(Prompt, prompt_of(desk))
    for change in ({}, {"measure": "shop_mask", "answer": "applied"}, {"measure": "shop_mask", "binding": "wish"}):
        with pytest.raises(IntegrityError), desk.database.write() as session:
            session.add(Prompt(**(row.model_dump() | {"id": "pmt_0"} | change)))
