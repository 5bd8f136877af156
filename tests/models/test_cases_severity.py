"""How serious a case is: as it was pushed, or as the verification finds it."""

from datetime import date

import pytest

from huixin.core.vocabulary import MemberKind, Severity
from models.errors import Conflict
from tests.case_desk import ON_SITE, UNIT, Desk
from tests.punish_desk import CENTRE as KEEPER
from tests.punish_desk import PunishDesk


def confirm(desk: Desk, case_id: str, **fields: str) -> Severity:
    desk.act(case_id, "confirm", problem_types=["false_advertising"], evidence=[ON_SITE], **fields)
    return desk.get(case_id).severity


def test_verification_says_it_and_left_out_it_stays_as_pushed(desk: Desk) -> None:
    named, silent = (desk.open(severity=Severity.UNKNOWN) for _ in range(2))
    assert confirm(desk, named, severity="serious") == desk.record(named).severity == Severity.SERIOUS
    assert confirm(desk, silent) == Severity.UNKNOWN
    assert confirm(desk, desk.open(severity=Severity.MINOR)) == Severity.MINOR


def test_what_does_not_stand_says_nothing_of_it(desk: Desk) -> None:
    case_id = desk.open(severity=Severity.UNKNOWN)
    for severity in ("serious", "general"):
        confirm(desk, case_id, severity=severity)
        desk.act(case_id, "return_to_unit", basis="证据不足")
        assert desk.get(case_id).severity == Severity.UNKNOWN
    assert confirm(desk, case_id) == Severity.UNKNOWN


def test_a_confirmed_case_of_unknown_severity_waits_in_a_queue_until_somebody_says_it(desk: Desk) -> None:
    case_id = desk.open(severity=Severity.UNKNOWN)
    assert desk.queued("severity") == [], "nothing has been established yet"
    confirm(desk, case_id)
    confirm(desk, desk.open(severity=Severity.GENERAL))
    assert desk.queued("severity") == [case_id]
    desk.order(case_id)
    desk.act(case_id, "serve_order", mode="direct", on=str(desk.today), proof="送达回证")
    assert desk.queued("severity") == [case_id], "the order does not say it"
    assert "rate" in desk.get(case_id, UNIT).allowed
    found = desk.act(case_id, "rate", UNIT, severity="general", basis="违法情节一般")
    assert found.severity is desk.record(case_id).severity is Severity.GENERAL
    assert desk.queued("severity") == []
    assert "rate" not in found.allowed


def test_what_has_been_said_of_it_is_not_said_again(desk: Desk) -> None:
    case_id = desk.open(severity=Severity.UNKNOWN)
    confirm(desk, case_id)
    desk.act(case_id, "rate", severity="serious", basis="造成重大损害")
    with pytest.raises(Conflict, match="has been said: serious"):
        desk.act(case_id, "rate", UNIT, severity="minor", basis="改为轻微")
    desk.act(case_id, "return_to_unit", basis="证据不足")
    assert desk.get(case_id).severity is Severity.UNKNOWN, "it went with the confirmation"


@pytest.mark.parametrize(
    ("severity", "asked"), [(None, set()), ("minor", set()), ("general", {"shop_mask"}), ("serious", {"shop_close"})]
)
def test_it_decides_what_follows_once_the_order_is_overdue(desk: Desk, severity: str | None, asked: set[str]) -> None:
    case_id = desk.open(severity=Severity.UNKNOWN)
    confirm(desk, case_id, **({} if severity is None else {"severity": severity}))
    desk.order(case_id)
    desk.act(case_id, "serve_order", mode="direct", on=str(desk.today), proof="送达回证", due="2026-07-01")
    punish = PunishDesk(desk.database, desk.ruleset, desk.now)
    punish.member(MemberKind.PLATFORM)
    punish.pass_days(17)
    assert punish.moment.today == date(2026, 7, 2)
    punish.run()
    found = {prompt.measure for prompt in punish.prompts(KEEPER)}
    assert found & {"shop_mask", "shop_close"} == asked
    assert bool(found) == bool(asked)
