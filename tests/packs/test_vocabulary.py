"""The words of the service that are data: lists, scenes, measures, who may apply them, standard clauses, texts."""

import re
from datetime import date

import pytest

from huixin.core.texts import REQUIRED
from huixin.core.vocabulary import ClauseKind, MeasureClass, MemberKind, Nature, Standing
from rules.catalogue import Catalogue
from rules.clauses import standard_clauses

LISTS = {
    "ecommerce_pushed": (Nature.LEAD, False),
    "alliance_lead": (Nature.LEAD, False),
    "ecommerce_joint": (Nature.BLACK, True),
    "brushing_black": (Nature.BLACK, False),
    "ecommerce_black": (Nature.BLACK, False),
    "ecommerce_watch": (Nature.WATCH, False),
    "serious_violation": (Nature.BLACK, True),
    "dishonest_debtor": (Nature.BLACK, True),
    "transport_black": (Nature.BLACK, True),
    "abnormal": (Nature.WATCH, True),
    "red": (Nature.RED, True),
}
"""Nature, and whether it is publicly displayed."""

PLATFORM = {
    "entry_limit",
    "account_limit",
    "shop_mask",
    "shop_close",
    "grade_down",
    "promotion_limit",
    "listing_limit",
    "search_down",
}
INDUSTRY = {"member_warning", "member_censure", "member_downgrade", "member_expulsion"}
DEPARTMENTS = {"interview", "notify_authority", "closer_inspection", "public_exposure", "finance_notice"}
LOGISTICS = {"contract_limit", "carrier_delist", "sender_verification"}


def test_lists_scenes_and_problem_types(catalogue: Catalogue) -> None:
    assert {code: (entry.nature, entry.public) for code, entry in catalogue.lists.items()} == LISTS
    assert list(catalogue.scenes) == [
        "onboarding",
        "listing",
        "promotion",
        "advertising",
        "live",
        "logistics",
        "membership",
        "review",
    ]
    assert list(catalogue.problem_types) == [
        "counterfeit",
        "false_advertising",
        "service_breach",
        "brushing",
        "personal_data",
    ]


def test_only_names_for_verification_start_as_leads(catalogue: Catalogue) -> None:
    leads = {code for code, entry in catalogue.lists.items() if entry.default_standing is not Standing.EFFECTIVE}
    assert leads == {"ecommerce_pushed", "alliance_lead"}


def test_measures_are_those_of_the_design(catalogue: Catalogue) -> None:
    assert set(catalogue.measures) == PLATFORM | INDUSTRY | DEPARTMENTS | LOGISTICS | {"honour_display"}
    classes = {code: entry.measure_class for code, entry in catalogue.measures.items()}
    assert all(classes[code] is MeasureClass.CONTRACTUAL for code in PLATFORM)
    assert all(classes[code] is MeasureClass.INDUSTRY for code in INDUSTRY)


def test_who_may_apply_what(catalogue: Catalogue) -> None:
    actors = {code: set(entry.actors) for code, entry in catalogue.measures.items()}
    assert all(actors[code] == {MemberKind.DEPARTMENT} for code in DEPARTMENTS)
    assert all(actors[code] == {MemberKind.PLATFORM, MemberKind.INTERNET} for code in PLATFORM)
    assert all(actors[code] == {MemberKind.ASSOCIATION, MemberKind.AGENCY} for code in INDUSTRY)
    courier = {code for code, kinds in actors.items() if MemberKind.LOGISTICS in kinds}
    assert courier == LOGISTICS | {"honour_display"}


def test_what_cannot_be_undone(catalogue: Catalogue) -> None:
    held = {code for code, entry in catalogue.measures.items() if entry.irreversible}
    assert held == {"shop_close", "account_limit", "public_exposure", "member_expulsion"}


@pytest.mark.parametrize(
    ("kind", "covered"),
    [
        (MemberKind.PLATFORM, {**dict.fromkeys(PLATFORM, ClauseKind.PLATFORM_RULE), "carrier_delist": "contract"}),
        (MemberKind.INTERNET, {**dict.fromkeys(PLATFORM, ClauseKind.PLATFORM_RULE), "carrier_delist": "contract"}),
        (MemberKind.LOGISTICS, {"contract_limit": "contract", "carrier_delist": "contract"}),
        (MemberKind.ASSOCIATION, dict.fromkeys(INDUSTRY, ClauseKind.CHARTER)),
        (MemberKind.AGENCY, {}),
        (MemberKind.DEPARTMENT, {}),
    ],
)
def test_standard_clauses_of_a_kind(catalogue: Catalogue, kind: MemberKind, covered: dict[str, str]) -> None:
    clauses = standard_clauses(catalogue, kind)
    assert {clause.measure: clause.kind for clause in clauses} == covered
    assert len(clauses) == len(covered)
    first = date(2019, 1, 1)
    assert all(clause.window.start == first and clause.window.end is None for clause in clauses)


RECORD = {"list", "recogniser", "document_number", "decided_on", "reason"}
ORDER = {"number", "office", "phone"}
PLACEHOLDERS = {
    "rectification_ordered": {"due"},
    "rectification_overdue": {"due"},
    "rectification_incomplete": {"due"},
    "record": RECORD,
    "record_to_come": RECORD | {"valid_from"},
    "measure_by_own_clause": {"rules", "title", "grounds", "clause", "until"},
    "measure_replaces": {"title", "included"},
    "measure_returns": {"title", "included"},
    "measure_to_decide": {"title"},
    "reason_to_look": {"title"},
    "suspended": {"title", "rule"},
    "reason_rule": {"title", "grounds"},
    "reason_stated": {"title", "grounds"},
    "as_to": {"records"},
    "candidates": {"count"},
    "merchant_rectifying": ORDER | {"due"},
    "merchant_overdue": ORDER | {"due"},
    "merchant_reported": ORDER | {"reported_on"},
    "merchant_reported_late": ORDER | {"due", "reported_on"},
    "merchant_incomplete": ORDER,
    "merchant_rectified": {"number", "phone"},
    "merchant_suspended": ORDER,
    "merchant_closed": {"number", "phone"},
    "merchant_how_to_end": {"office"},
    "merchant_phone_of_centre": {"office"},
    "inspection": {"body", "on", "officers", "results"},
    "notice_number": {"number"},
    "notice_addressee": {"name", "uscc"},
    "notice_measure": {"title", "binding", "rule", "grounds", "until"},
    "notice_measure_withheld": {"title"},
    "notice_by_own_clause": {"clause"},
    "notice_reason": {"title", "grounds"},
    "notice_phone": {"phone"},
}
PLACEHOLDERS_OF_ALL = {"outcome_": {"name", "scene", "days"}, "measure_": {"rules", "title", "grounds", "until"}}
"""Of all whose code begins so, unless they have their own."""


def test_every_sentence_of_an_answer_is_there(catalogue: Catalogue) -> None:
    assert set(REQUIRED) <= set(catalogue.texts)


def test_both_languages_say_the_same_things(catalogue: Catalogue) -> None:
    for code, text in catalogue.texts.items():
        of_all = (fields for begins, fields in PLACEHOLDERS_OF_ALL.items() if code.startswith(begins))
        expected = PLACEHOLDERS.get(code, next(of_all, set()))
        for sentence in (text.says.zh, text.says.en):
            assert set(re.findall(r"{(\w+)}", sentence)) == expected, code
