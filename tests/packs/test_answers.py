"""What an answer says in words is what it says in codes: for any records, question and member, in both languages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given

from huixin.core.facts import RequestFacts
from huixin.core.records import Record
from huixin.core.vocabulary import (
    Binding,
    MemberKind,
    Outcome,
    Provenance,
    Rectification,
    Severity,
    Standing,
    SubjectKind,
)
from huixin.core.windows import Window
from rules.clauses import standard_clauses
from tests.packs.cases import CATALOGUE, LABELS, SCENES, TODAY, Case, answered, cases
from tests.packs.laws import CHECKS, sentences_of


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.__name__))
@given(case=cases())
def test_whatever_is_asked(check: Callable[[Case], None], case: Case) -> None:
    check(case)


def test_three_lists_that_bar_from_the_promotion_do_so_in_one_measure() -> None:
    lists = ("ecommerce_joint", "ecommerce_black", "serious_violation")
    records = [Record(f"lst_{code}", code, Window(date(2026, 1, 1))) for code in lists]
    platform = MemberKind.PLATFORM
    given = answered(
        records,
        RequestFacts("promotion", platform),
        Window.inclusive(TODAY, TODAY),
        standard_clauses(CATALOGUE, platform),
    )
    [measure] = given.measures
    assert (measure.code, measure.outcome, measure.because) == (
        "promotion_limit",
        Outcome.REFUSE,
        sorted(record.id for record in records),
    )
    outcomes = [(rule.outcome, rule.because) for rule in measure.rules]
    refuse, restrict = Outcome.REFUSE, Outcome.RESTRICT
    assert outcomes == [
        (refuse, ["lst_ecommerce_black"]),
        (refuse, ["lst_ecommerce_joint"]),
        (restrict, ["lst_serious_violation"]),
    ]
    assert given.explanation.zh.count(f"“{measure.title.zh}”") == 1


def test_a_warning_that_a_censure_includes_is_said_to_come_back_with_its_own_record() -> None:
    brushing, recognised = (Record(f"lst_{code}", code, Window(date(2026, 1, 1))) for code in CENSURED)
    association = MemberKind.ASSOCIATION
    given = answered(
        [brushing, recognised],
        RequestFacts("membership", association),
        Window.inclusive(TODAY, TODAY),
        standard_clauses(CATALOGUE, association),
    )
    [measure] = given.measures
    [included] = measure.replaces
    assert (measure.code, measure.because) == ("member_censure", ["lst_brushing_black"])
    assert (included.code, included.because) == ("member_warning", ["lst_ecommerce_black"])
    listed = LABELS.lists["ecommerce_black"].title
    assert f"关于{listed.zh}：“{measure.title.zh}”包含“{included.title.zh}”，以前者代替后者" in given.explanation.zh
    assert f"“{measure.title.zh}”不再适用而此项信息仍然有效的，恢复适用“{included.title.zh}”" in given.explanation.zh
    assert f'As to {listed.en}: "{measure.title.en}" includes "{included.title.en}"' in given.explanation.en


CENSURED = ("brushing_black", "ecommerce_black")


def test_what_binds_for_one_record_is_said_to_be_advice_for_another() -> None:
    bound = Record("lst_1", "ecommerce_joint", Window(date(2026, 1, 1)), document_number="甲")
    told = replace(bound, id="lst_2", document_number="乙", provenance=Provenance.ASSOCIATION)
    asked = RequestFacts("review", MemberKind.DEPARTMENT)
    given = answered([bound, told], asked, Window.inclusive(TODAY, TODAY), ())
    interview = next(measure for measure in given.measures if measure.code == "interview")
    assert [(rule.binding, rule.because) for rule in interview.rules] == [
        (Binding.STATUTORY, ["lst_1"]),
        (Binding.ADVICE, ["lst_2"]),
    ]
    [binds] = sentences_of(given, interview, "直接规定")
    [advises] = sentences_of(given, interview, "仅为建议")
    assert ("甲" in binds, "乙" in binds, "甲" in advises, "乙" in advises) == (True, False, False, True)


def test_a_department_with_measures_of_its_own_hears_of_no_others() -> None:
    listed = [Record("lst_1", "ecommerce_joint", Window(date(2026, 1, 1)))]
    given = answered(listed, RequestFacts("review", MemberKind.DEPARTMENT), Window.inclusive(TODAY, TODAY), ())
    assert {measure.code for measure in given.measures} >= {"interview", "closer_inspection"}
    assert [reason.rule for reason in given.reasons if LABELS.rules[reason.rule].measure is not None] == []


RECTIFICATIONS = (Rectification.NOT_REQUIRED, Rectification.INCOMPLETE, Rectification.RECTIFIED)
KINDS = (SubjectKind.COMPANY, SubjectKind.INDIVIDUAL_BUSINESS, SubjectKind.NATURAL_PERSON)
ASKERS = (MemberKind.PLATFORM, MemberKind.LOGISTICS, MemberKind.ASSOCIATION, MemberKind.DEPARTMENT, MemberKind.CENTRE)
CIRCUMSTANCES: list[dict[str, Any]] = [{}, {"disputed": True}, {"relief": True}, {"provenance": Provenance.PLATFORM}]


@pytest.mark.parametrize("code", sorted(CATALOGUE.lists))
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside a minor one"])
def test_in_every_cell_of_the_table(code: str, beside: bool) -> None:
    today = Window.inclusive(TODAY, TODAY)
    minor = Record("lst_2", "brushing_black", Window(), severity=Severity.MINOR)
    standing = Standing.CONFIRMED if code == "ecommerce_pushed" else Standing.EFFECTIVE
    usual = Record("lst_1", code, Window(date(2026, 1, 1)), standing, severity=Severity.SERIOUS)
    for scene, actor, kind in product(SCENES, ASKERS, KINDS):
        for rectification, circumstance in product(RECTIFICATIONS, CIRCUMSTANCES[:1] if beside else CIRCUMSTANCES):
            record = replace(usual, rectification=rectification, **circumstance)
            for clauses in ((), standard_clauses(CATALOGUE, actor)):
                listed = [record, minor] if beside else [record]
                given = answered(listed, RequestFacts(scene, actor), today, clauses, kind)
                case = Case(given, kind, False, frozenset(clause.measure for clause in clauses))
                for check in CHECKS:
                    check(case)
