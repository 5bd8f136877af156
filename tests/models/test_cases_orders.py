"""Orders to rectify: what they say, how they are served, and until when they run."""

from datetime import date, timedelta

import pytest

from huixin.core.vocabulary import MemberKind, Standing
from huixin.types.case import CaseState
from models.cases.periods import months_after, start_of_service
from models.errors import Conflict, Invalid
from rules.ruleset import RuleSet
from tests.case_desk import CENTRE, ON_SITE, UNIT, Desk, caller

MARKET = caller(MemberKind.DEPARTMENT, "huicheng", "market_supervision")


MODES = [("direct", 0), ("left", 0), ("mail", 0), ("electronic", 0), ("entrusted", 0), ("public_notice", 30)]


@pytest.mark.parametrize(("mode", "days"), MODES)
def test_the_period_starts_as_the_mode_of_service_says(desk: Desk, mode: str, days: int) -> None:
    case_id = desk.confirmed()
    desk.order(case_id)
    assert desk.record(case_id).standing is Standing.LEAD, "not served yet"
    found = desk.act(case_id, "serve_order", UNIT, mode=mode, on=str(desk.today), proof="送达回证")
    starts = desk.today + timedelta(days=days)
    [order] = found.orders
    assert (order.starts_on, order.due) == (starts, months_after(starts, 3))
    record = desk.record(case_id)
    assert (record.standing, record.rectification, record.due) == ("confirmed", "ordered", order.due)
    assert record.problem_types == {"false_advertising"}
    assert not desk.seen_by_members(record)


def test_service_by_notice_took_longer_before_2022(ruleset: RuleSet) -> None:
    assert start_of_service(ruleset.catalogue, "public_notice", date(2021, 12, 31)) == date(2022, 3, 1)
    assert start_of_service(ruleset.catalogue, "public_notice", date(2022, 1, 1)) == date(2022, 1, 31)


def test_an_order_may_name_its_last_day_itself(desk: Desk) -> None:
    case_id = desk.confirmed()
    fields = {"number": "惠城市监责改〔2026〕1号", "requirements": "改正", "issued_on": str(desk.today)}
    with pytest.raises(Invalid, match="its period ends later"):
        desk.act(case_id, "issue_order", **fields, due=str(desk.today))
    desk.act(case_id, "issue_order", **fields, due="2026-08-31")
    service = {"mode": "direct", "on": str(desk.today), "proof": "送达回证，门卫代收"}
    with pytest.raises(Invalid, match="order itself says 2026-08-31"):
        desk.act(case_id, "serve_order", **service, due="2026-09-30")
    [order] = desk.act(case_id, "serve_order", **service).orders
    assert (order.ordered_due, order.due, order.proof) == (date(2026, 8, 31), date(2026, 8, 31), "送达回证，门卫代收")


def test_an_order_is_no_older_than_the_confirmation(desk: Desk) -> None:
    case_id = desk.open()
    opened_on = str(desk.today)
    desk.pass_days(100)
    desk.act(case_id, "confirm", UNIT, problem_types=["brushing"], evidence=[ON_SITE])
    fields = {"number": "惠城市监责改〔2026〕1号", "requirements": "改正"}
    for issued_on in ("2019-01-01", opened_on, str(desk.today - timedelta(days=1))):
        with pytest.raises(Invalid, match="The case was confirmed on 2026-09-23; its order is not older") as refused:
            desk.act(case_id, "issue_order", UNIT, **fields, issued_on=issued_on)
        assert [fault.pointer for fault in refused.value.faults] == ["/issued_on"]
    desk.pass_days(30)
    desk.act(case_id, "issue_order", UNIT, **fields, issued_on="2026-09-23")
    assert not desk.seen_by_members(desk.record(case_id))


def test_an_order_is_no_older_than_the_withdrawal_of_the_one_before(desk: Desk) -> None:
    case_id = desk.rectifying()
    served_on = str(desk.today)
    desk.pass_days(100)
    desk.act(case_id, "withdraw_order", CENTRE, on=str(desk.today), basis="文书有误")
    fields = {"number": "惠城市监责改〔2026〕新1号", "requirements": "改正"}
    with pytest.raises(Invalid, match="withdrawn on 2026-09-23; this one is not older"):
        desk.act(case_id, "issue_order", UNIT, **fields, issued_on=served_on)
    desk.act(case_id, "issue_order", UNIT, **fields, issued_on=str(desk.today))


def test_a_service_gives_a_week_unless_the_order_itself_says_otherwise(desk: Desk) -> None:
    service = {"mode": "direct", "on": str(desk.today), "proof": "送达回证"}
    plain, urgent = desk.confirmed(), desk.confirmed()
    desk.order(plain)
    with pytest.raises(Invalid, match="does not end before 2026-06-22"):
        desk.act(plain, "serve_order", **service, due="2026-06-21")
    assert desk.act(plain, "serve_order", **service, due="2026-06-22").orders[0].due == date(2026, 6, 22)
    fields = {"number": "惠城市监责改〔2026〕急1号", "requirements": "立即下架", "issued_on": str(desk.today)}
    desk.act(urgent, "issue_order", **fields, due="2026-06-17")
    assert desk.act(urgent, "serve_order", **service).orders[0].due == date(2026, 6, 17)


def test_no_period_and_no_extension_is_longer_than_a_year(desk: Desk) -> None:
    case_id = desk.confirmed()
    fields = {"number": "惠城市监责改〔2026〕1号", "requirements": "改正", "issued_on": str(desk.today)}
    with pytest.raises(Invalid, match="ends on 2027-06-15 at the latest"):
        desk.act(case_id, "issue_order", **fields, due="2027-06-16")
    desk.order(case_id)
    service = {"mode": "direct", "on": str(desk.today), "proof": "送达回证"}
    with pytest.raises(Invalid, match="ends on 2027-06-15 at the latest"):
        desk.act(case_id, "serve_order", **service, due="2027-06-16")
    desk.act(case_id, "serve_order", **service)
    with pytest.raises(Invalid, match="ends on 2027-09-15 at the latest"):
        desk.act(case_id, "extend_order", due="2099-01-01", basis="延期")
    assert desk.act(case_id, "extend_order", due="2027-09-15", basis="延期").orders[0].due == date(2027, 9, 15)


def test_an_order_served_after_its_own_last_day_gives_no_time(desk: Desk) -> None:
    case_id = desk.confirmed()
    fields = {"number": "惠城市监责改〔2026〕1号", "requirements": "改正", "issued_on": str(desk.today)}
    desk.act(case_id, "issue_order", **fields, due="2026-06-30")
    with pytest.raises(Invalid, match="period ends after that day"):
        desk.act(case_id, "serve_order", mode="public_notice", on=str(desk.today), proof="公告")


def test_months_end_on_their_last_day() -> None:
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2026, 6, 15), 3) == date(2026, 9, 15)
    assert months_after(date(2025, 12, 31), 2) == date(2026, 2, 28)


def test_days_of_an_order_fit_each_other(desk: Desk) -> None:
    case_id = desk.confirmed()
    tomorrow, yesterday = str(desk.today + timedelta(days=1)), str(desk.today - timedelta(days=1))
    with pytest.raises(Invalid, match="has not come"):
        desk.act(case_id, "issue_order", number="甲1号", requirements="改正", issued_on=tomorrow)
    desk.order(case_id)
    for on, says in ((tomorrow, "has not come"), (yesterday, "not served before")):
        with pytest.raises(Invalid, match=says):
            desk.act(case_id, "serve_order", mode="direct", on=on, proof="回证")
    with pytest.raises(Invalid, match="ends after"):
        desk.act(case_id, "serve_order", mode="direct", on=str(desk.today), proof="回证", due=str(desk.today))
    assert desk.get(case_id).state is CaseState.ORDERED


def test_a_number_is_given_once(desk: Desk) -> None:
    first, second = desk.confirmed(), desk.confirmed()
    desk.act(first, "issue_order", number="甲1号", requirements="改正", issued_on=str(desk.today))
    with pytest.raises(Conflict, match="already an order"):
        desk.act(second, "issue_order", number="甲1号", requirements="改正", issued_on=str(desk.today))


def test_overdue_is_derived_from_the_day(desk: Desk) -> None:
    case_id = desk.rectifying()
    due = desk.get(case_id).deadline
    assert due is not None
    assert (due.what, due.due, due.days_left) == ("rectification", date(2026, 9, 15), 92)
    desk.pass_days(92)
    assert not desk.get(case_id).overdue, "the due day itself is in time"
    assert not desk.seen_by_members(desk.record(case_id))
    desk.pass_days(1)
    assert desk.get(case_id).overdue
    assert desk.seen_by_members(desk.record(case_id))


def test_an_extension_moves_the_day_while_the_period_runs(desk: Desk) -> None:
    case_id = desk.rectifying()
    with pytest.raises(Invalid, match="ends later"):
        desk.act(case_id, "extend_order", due="2026-09-15", basis="疫情")
    desk.act(case_id, "extend_order", due="2026-10-15", basis="确有困难", document_number="惠延〔2026〕1号")
    assert desk.record(case_id).due == date(2026, 10, 15)
    desk.pass_days(200)
    with pytest.raises(Conflict, match="not extended"):
        desk.act(case_id, "extend_order", due="2027-10-15", basis="太迟")


def test_a_withdrawn_order_makes_it_a_lead_again(desk: Desk) -> None:
    case_id = desk.rectifying()
    desk.pass_days(100)
    assert desk.seen_by_members(desk.record(case_id))
    fields = {"on": str(desk.today), "basis": "文书有误", "document_number": "惠城责撤〔2026〕1号"}
    found = desk.act(case_id, "withdraw_order", UNIT, **fields)
    assert found.state is CaseState.CONFIRMED
    record = desk.record(case_id)
    assert (record.standing, record.rectification, record.due) == (Standing.LEAD, "not_required", None)
    fields = {"number": "惠城市监责改〔2026〕新1号", "requirements": "改正", "issued_on": str(desk.today)}
    assert len(desk.act(case_id, "issue_order", **fields).orders) == 2


@pytest.mark.parametrize("unmet", ["overdue", "incomplete", "reported once more"])
def test_an_order_that_was_not_met_is_not_taken_back_by_the_unit_alone(desk: Desk, unmet: str) -> None:
    case_id = desk.rectifying()
    if unmet == "overdue":
        desk.pass_days(100)
    else:
        desk.report(case_id)
        desk.inspect(case_id, accepted=False)
    if unmet == "reported once more":
        desk.report(case_id)
    assert desk.seen_by_members(desk.record(case_id))
    said = {"on": str(desk.today), "basis": "文书有误"}
    with pytest.raises(Invalid, match="name the document by which it is taken back") as refused:
        desk.act(case_id, "withdraw_order", UNIT, **said)
    assert [fault.pointer for fault in refused.value.faults] == ["/document_number"]
    assert desk.seen_by_members(desk.record(case_id))
    assert desk.act(case_id, "withdraw_order", CENTRE, **said).state is CaseState.CONFIRMED


def test_an_order_in_time_is_taken_back_without_more_ado(desk: Desk) -> None:
    case_id = desk.rectifying()
    said = {"on": str(desk.today), "basis": "文书有误"}
    assert desk.act(case_id, "withdraw_order", UNIT, **said).state is CaseState.CONFIRMED


def test_an_extension_is_offered_while_the_period_runs(desk: Desk) -> None:
    case_id = desk.rectifying()
    assert "extend_order" in desk.get(case_id, UNIT).allowed
    desk.pass_days(100)
    assert "extend_order" not in desk.get(case_id, UNIT).allowed
