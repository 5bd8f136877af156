"""The action plan: whom an administrative measure is addressed to follows from who signed for it, or from a law."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from huixin.core.vocabulary import MemberKind
from huixin.types.plan import GapView, PlanEnding, PlanRequest, PlanSignature
from huixin.types.task import PunishmentTaskView
from models.caller import Caller
from models.cases.work import Work
from models.database import Database
from models.errors import Conflict, Forbidden, Invalid
from models.plans.addressing import plan_on
from models.plans.keeping import end_plan, enter_plan, sign_plan
from models.punishments.gaps import gap_views
from models.punishments.tables import PunishmentGap
from rules.ruleset import RuleSet
from tests.factories import DEPARTMENTS_MEASURES
from tests.punish_desk import CENTRE, PunishDesk

MARKET, COMMERCE = "market_supervision", "commerce"
TODAY = date(2026, 6, 15)
SHOP_CLOSE = {"measure": "shop_close", "grounds": ["ecommerce-law/36"]}
"""A platform's."""


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: datetime) -> PunishDesk:
    """Nobody has signed anything yet."""
    return PunishDesk(database, ruleset, now, signed=False)


def brushing(desk: PunishDesk) -> str:
    """Id of the record of a merchant for which commerce, industry and market supervision answer."""
    return desk.listing(problem_types=frozenset({"brushing"})).id


def addressed(desk: PunishDesk) -> set[tuple[str | None, str]]:
    return {(task.department, task.measure) for task in open_tasks(desk)}


def open_tasks(desk: PunishDesk) -> list[PunishmentTaskView]:
    desk.run()
    return [task for task in desk.tasks(state="open") if task.measure in DEPARTMENTS_MEASURES]


def gaps(desk: PunishDesk) -> list[GapView]:
    desk.run()
    with desk.database.read() as session:
        return gap_views(session, desk.ruleset.catalogue, session.exec(select(PunishmentGap)).all())


def why(desk: PunishDesk, measure: str = "notify_authority") -> dict[str, str]:
    """Department → why a measure is not addressed to it."""
    return {gap.department: gap.reason for gap in gaps(desk) if gap.measure == measure}


def plan(**fields: Any) -> PlanRequest:
    measure = {"measure": "interview", "grounds": ["ndrc-716-2018"]}
    part = {"department": MARKET, "measures": [measure]} | fields.pop("part", {})
    usual = {"title": "行动计划", "document_number": "惠市信用办〔2026〕9号", "ground": "huizhou-notice-2018/三(二)2"}
    said = {"effective_from": "2026-06-01", "signatories": [part]}
    return PlanRequest.model_validate(usual | said | fields)


def at(desk: PunishDesk, session: Session, who: Caller) -> Work:
    return Work(session, who, desk.ruleset.catalogue, desk.now)


def enter(desk: PunishDesk, body: PlanRequest, who: Caller = CENTRE) -> str:
    with desk.database.write() as session:
        return enter_plan(at(desk, session, who), body).id


def sign(desk: PunishDesk, plan_id: str, who: Caller = CENTRE, **fields: Any) -> None:
    body = PlanSignature.model_validate({"on": str(desk.moment.today), "by": "张三"} | fields)
    with desk.database.write() as session:
        sign_plan(at(desk, session, who), plan_id, body)


def end(desk: PunishDesk, plan_id: str, on: date) -> None:
    with desk.database.write() as session:
        end_plan(at(desk, session, CENTRE), plan_id, PlanEnding(on=on, reason="另行签署"))


def test_without_a_plan_only_whom_a_law_names_has_a_task(desk: PunishDesk) -> None:
    brushing(desk)
    [task] = open_tasks(desk)
    assert (task.department, task.measure) == (MARKET, "interview")
    assert task.addressed_by is not None
    assert (task.addressed_by.law, task.addressed_by.plan_id) == ("anti-unfair-competition-2025/18", None)
    assert why(desk) == dict.fromkeys((MARKET, COMMERCE, "industry_information"), "no_plan")
    assert set(why(desk, "interview")) == {COMMERCE, "industry_information"}
    [gap] = [gap for gap in gaps(desk) if (gap.department, gap.measure) == (COMMERCE, "interview")]
    assert (gap.unit, gap.list, gap.rule) == ("huicheng", "ecommerce_joint", "department-interview")
    assert "行动计划" in gap.because.zh


def test_a_task_goes_to_who_signed_for_the_measure(desk: PunishDesk) -> None:
    brushing(desk)
    assert (COMMERCE, "notify_authority") not in addressed(desk)
    signed = desk.sign(parts={COMMERCE: ["notify_authority"], "transport": ["notify_authority"]})
    assert addressed(desk) == {(MARKET, "interview"), (COMMERCE, "notify_authority")}
    [task] = [task for task in open_tasks(desk) if task.department == COMMERCE]
    assert task.addressed_by is not None
    assert task.addressed_by.plan_id == signed
    assert why(desk) == dict.fromkeys((MARKET, "industry_information"), "not_a_signatory")
    assert why(desk, "closer_inspection")[COMMERCE] == "not_its_measure"


def test_who_signs_for_every_record_is_asked_whoever_is_competent(desk: PunishDesk) -> None:
    brushing(desk)
    measure = {"measure": "closer_inspection", "grounds": ["ndrc-716-2018"], "reach": "every"}
    signed = {"signed_on": "2026-06-01", "signed_by": "张三"}
    enter(desk, plan(part={"department": "postal", "measures": [measure], **signed}))
    assert ("postal", "closer_inspection") in addressed(desk)
    assert "postal" not in why(desk, "closer_inspection")


def test_a_part_binds_from_the_day_of_its_signature(desk: PunishDesk) -> None:
    desk.listing(problem_types=frozenset({"service_breach"}))
    entered = enter(desk, plan())
    assert (addressed(desk), why(desk, "interview")) == (set(), {MARKET: "not_signed"})
    sign(desk, entered, desk.department("huizhou"))
    assert (addressed(desk), why(desk, "interview")) == ({(MARKET, "interview")}, {})
    with pytest.raises(Conflict):
        sign(desk, entered, desk.department("huizhou"))


def test_signatories_of_the_notice_bind_those_who_followed_them(desk: PunishDesk) -> None:
    desk.listing(problem_types=frozenset({"service_breach"}))
    desk.sign(parts={"industry_commerce": ["interview"]})
    assert addressed(desk) == {(MARKET, "interview")}


def test_a_version_takes_the_place_of_the_one_before_on_its_day(desk: PunishDesk) -> None:
    desk.listing(problem_types=frozenset({"service_breach"}))
    desk.sign(parts={MARKET: ["interview", "notify_authority"]})
    assert addressed(desk) == {(MARKET, "interview"), (MARKET, "notify_authority")}
    [told] = [task for task in open_tasks(desk) if task.measure == "notify_authority"]
    desk.done(desk.department(), told.id)
    desk.sign(parts={MARKET: ["interview"]}, effective_from=TODAY + timedelta(days=3))
    desk.pass_days(2)
    assert addressed(desk) == {(MARKET, "interview")}, "done, and still bound"
    assert desk.task(CENTRE, told.id).state == "done"
    desk.pass_days()
    assert addressed(desk) == {(MARKET, "interview")}
    assert desk.task(CENTRE, told.id).state == "to_be_lifted"
    assert why(desk) == {MARKET: "not_its_measure"}


def test_an_end_leaves_no_version_and_one_that_never_held_leaves_the_one_before(desk: PunishDesk) -> None:
    desk.listing(problem_types=frozenset({"service_breach"}))
    first = desk.sign(parts={MARKET: ["interview"]})
    second = desk.sign(parts={MARKET: ["closer_inspection"]}, effective_from=TODAY)
    assert addressed(desk) == {(MARKET, "closer_inspection")}
    end(desk, second, TODAY)
    assert addressed(desk) == {(MARKET, "interview")}
    end(desk, first, TODAY)
    assert (addressed(desk), why(desk, "interview")) == (set(), {MARKET: "no_plan"})
    with desk.database.read() as session:
        assert (plan_on(session, TODAY), getattr(plan_on(session, date(2026, 6, 14)), "id", None)) == (None, first)


def test_what_is_assigned_goes_to_who_is_bound_alone(desk: PunishDesk) -> None:
    desk.listing(problem_types=frozenset({"service_breach"}), subject={"unit": None})
    desk.sign(parts={MARKET: ["interview"]})
    [waiting] = [task for task in open_tasks(desk) if task.measure == "interview"]
    assert (waiting.unit, waiting.addressed_by is None) == (None, False)
    with pytest.raises(Invalid) as refused:
        desk.act(CENTRE, waiting.id, "assign", unit="huicheng", department=COMMERCE, basis="x")
    assert [fault.code for fault in refused.value.faults] == ["not_a_signatory"]
    told = desk.act(CENTRE, waiting.id, "assign", unit="huicheng", department=MARKET, basis="x")
    assert (told.unit, told.department) == ("huicheng", MARKET)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ground": "no-such-law"}, "unknown_instrument"),
        ({"ground": "ecommerce-law/1000"}, "unknown_article"),
        ({"effective_to": "2026-05-31"}, "ends_before_it_starts"),
        ({"part": {"department": "nobody"}}, "unknown_department"),
        (
            {"part": {"measures": [SHOP_CLOSE]}},
            "not_a_departments_measure",
        ),
        ({"part": {"signed_on": "2026-06-16", "signed_by": "张三"}}, "in_the_future"),
        ({"part": {"signed_on": "2026-06-15"}}, "incomplete_signature"),
    ],
)
def test_what_is_no_plan_is_refused(desk: PunishDesk, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        enter(desk, plan(**fields))
    assert [fault.code for fault in refused.value.faults] == [code]


def test_who_may_keep_and_sign_it(desk: PunishDesk) -> None:
    entered = enter(desk, plan())
    with pytest.raises(Conflict, match="begins after that"):
        enter(desk, plan())
    with pytest.raises(Forbidden):
        enter(desk, plan(effective_from="2026-07-01"), desk.department())
    with pytest.raises(Forbidden):
        sign(desk, entered, desk.department())  # of a county
    with pytest.raises(Invalid):
        sign(desk, entered, desk.member(MemberKind.DEPARTMENT, "c", unit="huizhou", department=COMMERCE))
    with pytest.raises(Invalid):
        sign(desk, entered, department=MARKET, on=str(TODAY + timedelta(days=1)))
