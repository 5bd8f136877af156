"""Figures as of a day: what they count, that a past day never changes, and what thresholds propose."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types.monitoring import Dimension, Figure, SupervisionKind, SupervisionRequest
from models.cases.reopening import lead_again, verify_anew, verify_said_anew
from models.cases.work import Work
from models.database import Database
from models.errors import Forbidden, Invalid
from models.listings import change_listing, end_listing
from models.monitoring.figures import Group, Span, groups, seen_by
from models.monitoring.proposals import proposals
from models.monitoring.seen import CaseSeen, cases_seen
from models.monitoring.supervisions import open_supervision
from models.monitoring.table import as_csv, cases_behind, figure_table
from rules.routing import Place
from rules.ruleset import RuleSet
from tests.case_desk import CENTRE, ON_SITE, UNIT, Desk, caller, stopped
from tests.factories import make_member

ALWAYS = (date(2020, 1, 1), date(2030, 1, 1))


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: Any) -> Desk:
    """Its days are those that the database keeps."""
    found = Desk(database, ruleset, now)
    object.__setattr__(database, "today", lambda: found.today)
    return found


def look(desk: Desk, figure: Figure, by: Dimension = Dimension.ALL, who: Any = CENTRE, **days: Any) -> dict[str, Group]:
    span = Span(*days.pop("span", ALWAYS), days.pop("as_of", desk.today))
    with desk.database.read() as session:
        cases = cases_seen(session, desk.ruleset.catalogue, span.as_of, desk.today)
    found = groups(cases, figure, by, span, seen_by(who, desk.ruleset.catalogue))
    return {one.code: one for one in found}


def seen(desk: Desk, case_id: str) -> CaseSeen:
    with desk.database.read() as session:
        cases = cases_seen(session, desk.ruleset.catalogue, desk.today, desk.today)
    return [one for one in cases if one.id == case_id][-1]


def test_verification_counts_results_and_forgets_those_taken_back(desk: Desk) -> None:
    verified, open_one = desk.confirmed(), desk.open()
    one = look(desk, Figure.VERIFICATION)["all"]
    assert (one.counted, one.others, one.percent) == ((verified,), (open_one,), 50.0)
    desk.act(verified, "return_to_unit", basis="重新核查")
    assert look(desk, Figure.VERIFICATION)["all"].percent == 0.0


def test_a_past_day_stays_as_it_was(desk: Desk) -> None:
    case_id = desk.open()
    first = desk.today
    desk.pass_days(1)
    desk.act(case_id, "confirm", problem_types=["brushing"], evidence=[ON_SITE])
    assert look(desk, Figure.VERIFICATION)["all"].counted == (case_id,)
    assert look(desk, Figure.VERIFICATION, as_of=first)["all"].counted == ()
    desk.pass_days(1)
    desk.act(case_id, "return_to_unit", basis="重新核查")
    desk.route("boluo", case_id)
    assert set(look(desk, Figure.VERIFICATION, Dimension.UNIT, as_of=first)) == {"huicheng"}
    assert set(look(desk, Figure.VERIFICATION, Dimension.UNIT)) == {"boluo"}


def test_an_order_is_looked_at_once_it_is_due_or_reported(desk: Desk) -> None:
    late, in_time = desk.rectifying(), desk.rectifying()
    assert look(desk, Figure.RECTIFICATION_ON_TIME) == {}
    desk.pass_days(30)
    desk.report(in_time)
    assert look(desk, Figure.RECTIFICATION_ON_TIME)["all"].counted == (in_time,)
    desk.pass_days(90)
    found = look(desk, Figure.RECTIFICATION_ON_TIME)["all"]
    assert (found.counted, found.others) == ((in_time,), (late,))
    desk.report(late)
    assert look(desk, Figure.RECTIFICATION_ON_TIME)["all"].others == (late,), "a late report is no report in time"


def test_the_due_day_is_the_one_that_the_case_itself_has(desk: Desk) -> None:
    case_id = desk.rectifying()
    desk.pass_days(10)
    desk.act(case_id, "suspend", **stopped(desk.today))
    assert look(desk, Figure.RECTIFICATION_ON_TIME) == {}
    desk.pass_days(200)
    assert look(desk, Figure.RECTIFICATION_ON_TIME) == {}, "a suspended order waits"
    desk.act(case_id, "resume", on=str(desk.today), basis="驳回起诉", document_number="（2026）粤13行终1号")
    [order] = desk.get(case_id).orders
    assert order.due is not None
    assert seen(desk, case_id).due == order.due
    due = order.due + timedelta(days=20)
    desk.act(case_id, "extend_order", due=str(due), basis="延期")
    assert seen(desk, case_id).due == due
    desk.act(case_id, "withdraw_order", on=str(desk.today), basis="撤回", document_number="撤1号")
    assert seen(desk, case_id).due is None


def remove(desk: Desk, case_id: str) -> None:
    with desk.database.write() as session:
        end_listing(session, desk.record(case_id).id, desk.today, EndKind.REMOVED)


def comes_back(desk: Desk, case_id: str) -> None:
    """It is pushed again, as a source does it."""
    record = desk.record(case_id)
    with desk.database.write() as session:
        change_listing(session, record.id, **lead_again(session, record))
        verify_anew(session, [record.id], desk.now, desk.ruleset)


def test_removal_and_recurrence(desk: Desk) -> None:
    case_id = desk.rectifying()
    desk.report(case_id)
    desk.inspect(case_id)
    assert look(desk, Figure.REMOVAL)["all"].others == (case_id,)
    day = desk.today
    desk.pass_days(1)
    remove(desk, case_id)
    assert look(desk, Figure.REMOVAL)["all"].counted == (case_id,)
    assert look(desk, Figure.REMOVAL, as_of=day)["all"].counted == ()
    assert look(desk, Figure.RECURRENCE)["all"].others == (case_id,)


def numbers(desk: Desk, **days: Any) -> dict[str, tuple[int, int]]:
    found = {figure: look(desk, figure, **days).get("all") for figure in Figure}
    return {figure: (len(one.counted), one.of) for figure, one in found.items() if one is not None}


def test_a_name_that_comes_back_keeps_what_was_and_recurs(desk: Desk) -> None:
    case_id = desk.rectifying()
    desk.report(case_id)
    desk.inspect(case_id)
    desk.pass_days(1)
    remove(desk, case_id)
    gone, day = numbers(desk), desk.today
    assert gone == {"verification": (1, 1), "rectification_on_time": (1, 1), "removal": (1, 1), "recurrence": (0, 1)}
    desk.pass_days(20)
    comes_back(desk, case_id)
    assert numbers(desk) == gone | {"verification": (1, 2), "recurrence": (1, 1)}
    assert look(desk, Figure.RECURRENCE)["all"].counted == (case_id,)
    assert numbers(desk, as_of=day) == gone, "a past day stays"
    desk.pass_days(1)
    remove(desk, case_id)
    assert numbers(desk)["recurrence"] == (1, 2), "once for each time that its name was removed"
    desk.pass_days(1)
    comes_back(desk, case_id)
    assert numbers(desk)["recurrence"] == (2, 2)


def test_an_order_that_went_with_its_name_is_of_no_day_that_came_after(desk: Desk) -> None:
    case_id = desk.rectifying()
    remove(desk, case_id)
    desk.pass_days(1)
    comes_back(desk, case_id)
    desk.pass_days(200)
    assert look(desk, Figure.RECTIFICATION_ON_TIME) == {}


def test_new_facts_about_a_name_that_stands_are_no_return_of_one(desk: Desk) -> None:
    case_id = desk.open()
    desk.act(case_id, "find_not_established", evidence=[ON_SITE])
    desk.act(case_id, "report_upward", basis="报请核销")
    desk.pass_days(1)
    with desk.database.write() as session:
        verify_said_anew(session, {desk.record(case_id).id: ["reason"]}, desk.now, desk.ruleset)
    desk.pass_days(1)
    assert numbers(desk) == {"verification": (1, 2)}
    remove(desk, case_id)
    assert numbers(desk)["recurrence"] == (0, 1)


def test_a_merchant_that_comes_back_recurs() -> None:
    first = CaseSeen("a", "la", "merchant", "ecommerce_pushed", date(2026, 1, 1), removed_on=date(2026, 3, 1))
    other = CaseSeen("b", "lb", "other", "ecommerce_pushed", date(2026, 1, 1), removed_on=date(2026, 3, 1))
    again = CaseSeen("c", "lc", "merchant", "ecommerce_pushed", date(2026, 4, 1), unit="boluo")
    span = Span(*ALWAYS, date(2026, 6, 1))
    [found] = groups([first, other, again], Figure.RECURRENCE, Dimension.ALL, span, lambda case: case.unit is None)
    assert (found.counted, found.others) == (("a",), ("b",)), "also where another unit has the further case"


def test_a_case_is_no_further_one_of_itself() -> None:
    """Removed on the day on which it was opened, as what was pushed wrongly is."""
    day = date(2026, 3, 1)
    once = CaseSeen("a", "la", "merchant", "ecommerce_pushed", day, removed_on=day)
    [found] = groups([once], Figure.RECURRENCE, Dimension.ALL, Span(*ALWAYS, date(2026, 6, 1)), lambda _: True)
    assert (found.counted, found.others) == ((), ("a",))


def test_dimensions_and_whose_figures_they_are(desk: Desk) -> None:
    brushing = desk.confirmed("brushing", "counterfeit")
    elsewhere = desk.open(Place(jurisdiction="boluo"))
    figure = Figure.VERIFICATION
    assert set(look(desk, figure, Dimension.UNIT)) == {"huicheng", "boluo"}
    assert set(look(desk, figure, Dimension.PROBLEM_TYPE)) == {"brushing", "counterfeit", "none"}
    departments = set(look(desk, figure, Dimension.DEPARTMENT))
    assert departments == {"commerce", "industry_information", "market_supervision", "none"}
    assert set(look(desk, figure, Dimension.LIST)) == {"ecommerce_pushed"}
    assert set(look(desk, figure, Dimension.MONTH)) == {f"{desk.today:%Y-%m}"}
    assert look(desk, figure, who=UNIT)["all"].counted == (brushing,)
    of_boluo = look(desk, figure, who=caller(MemberKind.UNIT, "boluo"))["all"]
    assert of_boluo.others == (elsewhere,)
    assert look(desk, figure, who=caller(MemberKind.DEPARTMENT, "boluo", "commerce")) == {}
    assert look(desk, figure, who=caller(MemberKind.DEPARTMENT, "huizhou", "commerce"))["all"].of == 1
    assert look(desk, figure, who=caller(MemberKind.PLATFORM)) == {}


def test_every_number_leads_to_its_cases_and_adds_up(desk: Desk) -> None:
    """By the two ways, for every figure and division: what is counted is what is named."""
    desk.report(desk.rectifying("brushing"))
    desk.confirmed("counterfeit", "false_advertising")
    desk.open(Place())
    span = Span(*ALWAYS, desk.today)
    with desk.database.read() as session:
        work = desk.work(session, CENTRE)
        for by in Dimension:
            for one in figure_table(work, by, span).items:
                behind = cases_behind(work, one.figure, by, one.group, span)
                assert (len(behind.counted), len(behind.counted) + len(behind.others)) == (one.counted, one.of)
                assert f"group={one.group}&" in one.cases
        whole = figure_table(work, Dimension.ALL, span, [Figure.VERIFICATION]).items[0]
        assert (whole.counted, whole.of, whole.percent) == (2, 3, 66.7)
        lines = as_csv(figure_table(work, Dimension.ALL, span)).splitlines()
    assert lines[1].startswith("verification,all,全市,2,3,66.7,2020-01-01,")


def test_days_that_nobody_knows_are_refused(desk: Desk) -> None:
    desk.open()
    for day in (desk.today + timedelta(days=1), desk.today - timedelta(days=400)):
        with pytest.raises(Invalid):
            look(desk, Figure.VERIFICATION, as_of=day)


def proposed(desk: Desk) -> list[tuple[str, str, str]]:
    with desk.database.read() as session:
        found = proposals(desk.work(session, CENTRE), Span(*ALWAYS, desk.today)).items
    return [(one.kind, one.body, one.figure) for one in found]


def test_thresholds_propose_the_gravest_once_there_are_enough(desk: Desk) -> None:
    done = [desk.confirmed() for _ in range(3)]
    desk.open()
    assert proposed(desk) == [], "four cases say nothing yet"
    desk.open()
    assert proposed(desk) == [("circular", "huicheng", "verification")], "60 % is below both thresholds"
    desk.act(desk.open(), "find_not_ecommerce", evidence=[ON_SITE])
    desk.confirmed()
    desk.confirmed()
    assert proposed(desk) == [("inspection", "huicheng", "verification")], f"75 %, {len(done)} of them first"


def work_of(desk: Desk, session: Any, kind: MemberKind) -> Work:
    member = make_member(session, kind=kind)
    return desk.work(session, replace(caller(kind), member_id=member.member_id))


def test_the_centre_opens_on_the_figure_as_it_stands(desk: Desk) -> None:
    desk.confirmed()
    desk.open()
    said = SupervisionRequest(kind=SupervisionKind.CIRCULAR, body="huicheng", reason="核查率低", figure="verification")
    with desk.database.write() as session:
        row = open_supervision(work_of(desk, session, MemberKind.CENTRE), said)
        assert (row.counted, row.of, row.due) == (1, 2, desk.today + timedelta(days=15))
    for fields, error in (
        ({"body": "nowhere"}, Invalid),
        ({"body": "boluo"}, Invalid),
        ({"body": "huicheng/commerce"}, Invalid),
        ({"due": desk.today - timedelta(days=1)}, Invalid),
    ):
        with desk.database.write() as session, pytest.raises(error):
            open_supervision(work_of(desk, session, MemberKind.CENTRE), said.model_copy(update=fields))
    with desk.database.write() as session, pytest.raises(Forbidden):
        open_supervision(work_of(desk, session, MemberKind.AUDITOR), said)
