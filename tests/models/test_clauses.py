"""Clauses: standard ones to start with, own ones where they can carry the measure, ended ones from a day on."""

from datetime import date, timedelta
from typing import Any

import pytest

from huixin.core.vocabulary import ClauseKind, MemberKind
from huixin.core.windows import Window
from huixin.types.clause import ClauseRequest
from models.clauses import clauses_of, end_clause, enter_clause, enter_standard_clauses, list_clauses
from models.database import Database
from models.errors import Invalid, NotFound
from rules.clauses import standard_clauses
from rules.ruleset import RuleSet
from tests.factories import RESIDENT_ID, make_member

DAY = date(2026, 3, 1)
LONGER = {"published_on": DAY - timedelta(days=15)}


def a_clause(**fields: Any) -> ClauseRequest:
    usual = {"kind": "platform_rule", "measure": "promotion_limit", "reference": "平台规则第八条"}
    return ClauseRequest(**(usual | {"published_on": DAY - timedelta(days=7), "effective_from": DAY} | fields))


@pytest.mark.parametrize("kind", MemberKind)
def test_a_member_starts_with_the_clauses_of_its_kind(database: Database, ruleset: RuleSet, kind: MemberKind) -> None:
    with database.write() as session:
        member = make_member(session, kind).member_id
        enter_standard_clauses(session, ruleset.catalogue, member)
    with database.read() as session:
        expected = standard_clauses(ruleset.catalogue, kind)
        assert set(clauses_of(session, member)) == set(expected)
        assert all(row.standard for row in list_clauses(session, member))


def test_a_clause_holds_to_the_end_of_its_last_day(database: Database, ruleset: RuleSet) -> None:
    with database.write() as session:
        member = make_member(session).member_id
        enter_clause(session, ruleset.catalogue, member, a_clause(effective_to=date(2026, 3, 31)))
    with database.read() as session:
        [clause] = clauses_of(session, member)
        assert clause.window == Window(DAY, date(2026, 4, 1))
        assert (clause.kind, clause.reference_zh) == (ClauseKind.PLATFORM_RULE, "平台规则第八条")
        on = (date(2026, 2, 28), DAY, date(2026, 3, 31), date(2026, 4, 1))
        assert [len(clauses_of(session, member, day)) for day in on] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"measure": "no_such_measure"}, "/measure", "unknown_measure"),
        ({"kind": "charter"}, "/kind", "clause_kind_does_not_fit"),
        ({"measure": "interview"}, "/kind", "clause_kind_does_not_fit"),
        ({"effective_to": date(2026, 2, 28)}, "/effective_to", "ends_before_it_starts"),
        ({"published_on": DAY - timedelta(days=6)}, "/effective_from", "notice_period"),
        ({"published_on": DAY - timedelta(days=14), "major": True}, "/effective_from", "notice_period"),
        ({"published_on": date.max, "effective_from": date.max}, "/effective_from", "notice_period"),
        ({"url": "javascript:alert(1)"}, "/url", "not_a_web_address"),
        ({"url": "p.example/rules"}, "/url", "not_a_web_address"),
        ({"consulted_from": date(2026, 1, 1)}, "/consulted_to", "incomplete_consultation"),
        ({"consulted_from": DAY, "consulted_to": DAY}, "/published_on", "published_before_heard"),
    ],
)
def test_a_clause_that_cannot_carry_its_measure_is_refused(
    database: Database, ruleset: RuleSet, fields: dict[str, Any], pointer: str, code: str
) -> None:
    with database.write() as session:
        member = make_member(session).member_id
        with pytest.raises(Invalid) as refused:
            enter_clause(session, ruleset.catalogue, member, a_clause(**fields))
    [fault] = refused.value.faults
    assert (fault.pointer, fault.code) == (pointer, code)


@pytest.mark.parametrize("part", ["reference", "url"])
@pytest.mark.parametrize("written", [RESIDENT_ID, "1101 0519 4912 3100 2X", "110105-491231-002"])
def test_a_clause_with_a_resident_id_is_refused(database: Database, ruleset: RuleSet, part: str, written: str) -> None:
    with database.write() as session:
        member = make_member(session).member_id
        with pytest.raises(Invalid) as refused:
            enter_clause(session, ruleset.catalogue, member, a_clause(**{part: f"https://p.example/{written}"}))
        other = a_clause(**{part: "https://p.example/110105194912310021"})
        enter_clause(session, ruleset.catalogue, member, other)
        assert len(list_clauses(session, member)) == 1, "another number is nobody's"
    [fault] = refused.value.faults
    assert (fault.pointer, fault.code) == (f"/{part}", "personal_identifier_in_text")
    assert "1231" not in fault.message


@pytest.mark.parametrize("measure", ["shop_mask", "shop_close", "account_limit"])
def test_what_closes_a_shop_touches_major_interests_whatever_the_member_says(
    database: Database, ruleset: RuleSet, measure: str
) -> None:
    with database.write() as session:
        member = make_member(session).member_id
        published = {"published_on": DAY - timedelta(days=14), "measure": measure, "major": False}
        with pytest.raises(Invalid) as refused:
            enter_clause(session, ruleset.catalogue, member, a_clause(**published))
        assert refused.value.faults[0].code == "notice_period"
        entered = enter_clause(session, ruleset.catalogue, member, a_clause(**published | LONGER))
        assert entered.major


def test_an_ended_clause_holds_until_that_day(database: Database, ruleset: RuleSet) -> None:
    with database.write() as session:
        member = make_member(session).member_id
        clause = enter_clause(session, ruleset.catalogue, member, a_clause())
        end_clause(session, member, clause.id, date(2026, 6, 1))
        again = end_clause(session, member, clause.id, date(2026, 7, 1))
        assert again.effective_to == date(2026, 6, 1), "the first end stands"
        [held] = clauses_of(session, member)
        assert held.window == Window(DAY, date(2026, 6, 1))


def test_a_clause_ended_before_it_began_never_holds(database: Database, ruleset: RuleSet) -> None:
    with database.write() as session:
        member = make_member(session).member_id
        clause = enter_clause(session, ruleset.catalogue, member, a_clause())
        end_clause(session, member, clause.id, date(2026, 1, 1))
        assert clauses_of(session, member, DAY) == ()


def test_nobody_ends_the_clause_of_another(database: Database, ruleset: RuleSet) -> None:
    with database.write() as session:
        member, other = make_member(session).member_id, make_member(session).member_id
        clause = enter_clause(session, ruleset.catalogue, member, a_clause())
        with pytest.raises(NotFound):
            end_clause(session, other, clause.id, DAY)
        assert clauses_of(session, other) == ()
        with pytest.raises(NotFound):
            enter_standard_clauses(session, ruleset.catalogue, "mem_none")
