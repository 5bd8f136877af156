"""Exactly which rules name an outcome, for each kind of record and asker: no cell is reached by another's rule."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from huixin.core.evaluation import Evaluation
from huixin.core.records import Record
from huixin.core.vocabulary import BrushingForm, MemberKind, Rectification, Role, Severity, Standing
from huixin.core.windows import Window

TODAY = Window.inclusive(date(2026, 6, 1), date(2026, 6, 1))
INCOMPLETE: dict[str, Any] = {"rectification": Rectification.INCOMPLETE}
CONFIRMED: dict[str, Any] = {"standing": Standing.CONFIRMED, "severity": Severity.GENERAL}

ASKERS = {
    "onboarding": ("onboarding", MemberKind.PLATFORM, Role.MERCHANT),
    "listing": ("listing", MemberKind.PLATFORM, Role.MERCHANT),
    "promotion": ("promotion", MemberKind.PLATFORM, Role.MERCHANT),
    "logistics": ("logistics", MemberKind.LOGISTICS, Role.MERCHANT),
    "carrier": ("logistics", MemberKind.LOGISTICS, Role.CARRIER),
    "membership": ("membership", MemberKind.ASSOCIATION, Role.MERCHANT),
    "review": ("review", MemberKind.PLATFORM, Role.MERCHANT),
    "department": ("review", MemberKind.DEPARTMENT, Role.MERCHANT),
}

DEPARTMENT = "department-interview department-notify department-inspection"
JOINT = "joint-grade joint-search joint-review-promotion"
OVERDUE = {
    "onboarding": "overdue-entry",
    "listing": "overdue-listing",
    "promotion": "overdue-promotion",
    "logistics": "overdue-contract",
    "carrier": "overdue-contract",
    "membership": "overdue-member-downgrade",
    "review": "overdue-shop-mask",
    "department": DEPARTMENT,
}
SERIOUS = "overdue-shop-mask overdue-shop-close overdue-account"
RECOGNISED = {
    **dict.fromkeys(ASKERS, "black-watch"),
    "onboarding": "black-entry",
    "promotion": "black-promotion",
    "membership": "black-member-censure",
}

SPEAKING: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "joint": (
        "ecommerce_joint",
        {},
        {
            "onboarding": "joint-entry",
            "listing": "joint-listing",
            "promotion": "joint-promotion",
            "logistics": "joint-contract",
            "carrier": "joint-carrier",
            "membership": "joint-member",
            "review": JOINT,
            "department": f"{DEPARTMENT} department-finance department-exposure",
        },
    ),
    "brushing": ("brushing_black", {}, RECOGNISED),
    "brushing in time": ("brushing_black", {"rectification": Rectification.ORDERED}, RECOGNISED),
    "e-commerce": ("ecommerce_black", {}, {**RECOGNISED, "membership": "black-member-warning"}),
    "brushing incomplete": ("brushing_black", INCOMPLETE, OVERDUE),
    "e-commerce incomplete": ("ecommerce_black", INCOMPLETE, OVERDUE),
    "confirmed and incomplete": ("ecommerce_pushed", {**CONFIRMED, **INCOMPLETE}, OVERDUE),
    "empty parcels": (
        "brushing_black",
        {**INCOMPLETE, "brushing_form": BrushingForm.EMPTY_PARCEL},
        {**OVERDUE, "logistics": "overdue-empty-parcels", "carrier": "overdue-empty-parcels"},
    ),
    "serious": (
        "ecommerce_black",
        {**INCOMPLETE, "severity": Severity.SERIOUS},
        {**OVERDUE, "review": SERIOUS, "department": f"{DEPARTMENT} department-finance"},
    ),
    "rectified": (
        "brushing_black",
        {"rectification": Rectification.RECTIFIED},
        {**dict.fromkeys(ASKERS, "rectified-watch"), "onboarding": "rectified-review", "promotion": "rectified-review"},
    ),
    "confirmed in time": ("ecommerce_pushed", {**CONFIRMED, "rectification": Rectification.ORDERED}, {}),
    "confirmed and rectified": ("ecommerce_pushed", {**CONFIRMED, "rectification": Rectification.RECTIFIED}, {}),
    "watch": ("ecommerce_watch", {}, dict.fromkeys(ASKERS, "watch-list")),
    "watch incomplete": ("ecommerce_watch", INCOMPLETE, dict.fromkeys(ASKERS, "watch-list")),
    "watch confirmed": ("ecommerce_watch", {**CONFIRMED, **INCOMPLETE}, {}),
    "serious violation": (
        "serious_violation",
        {},
        {
            **dict.fromkeys(ASKERS, "violation-review"),
            "promotion": "violation-promotion",
            "logistics": "violation-watch",
            "carrier": "violation-watch",
            "membership": "violation-member",
        },
    ),
    "debtor": ("dishonest_debtor", INCOMPLETE, dict.fromkeys(ASKERS, "debtor-watch")),
    "transport": (
        "transport_black",
        INCOMPLETE,
        {
            **dict.fromkeys(ASKERS, "transport-watch"),
            "logistics": "transport-contract",
            "carrier": "transport-carrier",
        },
    ),
    "abnormal": ("abnormal", {}, {**dict.fromkeys(ASKERS, "abnormal-watch"), "onboarding": "abnormal-entry"}),
    "red": ("red", {}, dict.fromkeys(ASKERS, "red-favour")),
}
"""List, fields of the record, and the rules that speak to each asker."""


@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize("case", SPEAKING)
def test_these_rules_speak_and_no_other(
    judge: Callable[..., Evaluation], listed: Callable[..., Record], case: str, asker: str
) -> None:
    code, fields, expected = SPEAKING[case]
    scene, actor, role = ASKERS[asker]
    verdict = judge(listed(code, **fields), scene=scene, actor=actor, role=role, window=TODAY).verdict
    speaking = [one.rule for one in (*verdict.proposals, *verdict.reasons) if one.outcome is not None]
    assert sorted(speaking) == sorted(expected.get(asker, "").split())


@pytest.mark.parametrize("scene", ["advertising", "live"])
@pytest.mark.parametrize("case", SPEAKING)
def test_advertising_and_live_rooms_are_judged_as_listing(
    judge: Callable[..., Evaluation], listed: Callable[..., Record], case: str, scene: str
) -> None:
    code, fields, _ = SPEAKING[case]
    found, same = (judge(listed(code, **fields), scene=one, window=TODAY).verdict for one in (scene, "listing"))
    assert found.proposals == same.proposals
    assert [one for one in found.reasons if one.outcome] == [one for one in same.reasons if one.outcome]
