"""Remarks come where they belong and nowhere else, and never change the outcome."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from huixin.core.evaluation import Evaluation
from huixin.core.records import Record
from huixin.core.vocabulary import MemberKind, Outcome, SubjectKind
from huixin.core.windows import Window
from rules.catalogue import Catalogue

TODAY = Window.inclusive(date(2026, 6, 1), date(2026, 6, 1))
SCENES = ["onboarding", "listing", "promotion", "advertising", "live", "logistics", "membership", "review"]
STEERED = {
    "counterfeit": {"listing": "counterfeit-listing"},
    "false_advertising": {"advertising": "false-advertising-adverts", "live": "false-advertising-adverts"},
    "service_breach": {"promotion": "service-breach-promotion"},
    "brushing": dict.fromkeys(("promotion", "logistics", "review"), "brushing-traffic"),
    "personal_data": {"review": "personal-data-interfaces"},
}
"""Problem type → scene → the remark that steers there."""


def _remarks(found: Evaluation) -> set[str]:
    return {reason.rule for reason in found.gated.reasons if reason.outcome is None}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("problem", STEERED)
def test_a_problem_type_steers_to_its_own_scenes_only(
    judge: Callable[..., Evaluation], listed: Callable[..., Record], problem: str, scene: str
) -> None:
    record = listed("serious_violation", problem_types=frozenset({problem}))
    plain = judge(listed("serious_violation"), scene=scene, window=TODAY)
    found = judge(record, scene=scene, window=TODAY)
    assert _remarks(found) - _remarks(plain) == set(filter(None, [STEERED[problem].get(scene)]))
    assert found.gated.outcome is plain.gated.outcome


@pytest.mark.parametrize("problem", STEERED)
def test_the_responsible_department_is_named_to_those_who_supervise_only(
    judge: Callable[..., Evaluation], listed: Callable[..., Record], problem: str
) -> None:
    record = listed("serious_violation", problem_types=frozenset({problem}))
    rule = "responsible-" + problem.replace("_", "-")
    told = {
        kind
        for kind in MemberKind
        if kind is not MemberKind.MERCHANT and rule in _remarks(judge(record, scene="review", actor=kind, window=TODAY))
    }
    assert told == {MemberKind.CENTRE, MemberKind.UNIT, MemberKind.DEPARTMENT, MemberKind.AUDITOR}


REMARKED: list[tuple[str, dict[str, Any], dict[str, Any], set[str]]] = [
    ("ecommerce_joint", {}, {"scene": "promotion"}, {"notice-first-limb"}),
    ("serious_violation", {}, {"scene": "promotion"}, set()),
    ("serious_violation", {}, {"scene": "promotion", "campaign": "double_11"}, {"notice-double-11"}),
    ("serious_violation", {}, {"scene": "promotion", "campaign": "618"}, set()),
    ("red", {}, {"scene": "promotion", "campaign": "double_11"}, set()),
    ("ecommerce_watch", {}, {"scene": "promotion"}, {"severity-minor", "commitment-invited"}),
    ("ecommerce_watch", {}, {"scene": "listing"}, {"severity-minor"}),
    ("ecommerce_watch", {}, {"scene": "promotion", "commitment": True}, {"severity-minor", "commitment-made"}),
    ("brushing_black", {}, {"scene": "membership", "actor": MemberKind.ASSOCIATION}, {"notice-training"}),
    ("brushing_black", {}, {"scene": "promotion"}, set()),
    ("serious_violation", {}, {"scene": "promotion", "kind": SubjectKind.WEBSITE}, {"account-only"}),
    ("serious_violation", {"names_owner": True}, {"scene": "promotion", "kind": SubjectKind.APP}, set()),
    ("serious_violation", {}, {"scene": "membership", "kind": SubjectKind.WEBSITE}, {"owner-not-named"}),
]
"""List, fields of the record, the question, and all remarks and limits that the answer names."""


@pytest.mark.parametrize(("code", "fields", "asked", "expected"), REMARKED)
def test_no_other_remark_comes_along(
    judge: Callable[..., Evaluation],
    listed: Callable[..., Record],
    code: str,
    fields: dict[str, Any],
    asked: dict[str, Any],
    expected: set[str],
) -> None:
    assert _remarks(judge(listed(code, **fields), window=TODAY, **asked)) == expected


def test_remarks_and_limits_say_something(catalogue: Catalogue) -> None:
    remarks = [r for r in catalogue.rules.values() if r.then.measure is None and r.then.outcome is None]
    assert [entry for entry in (*remarks, *catalogue.limits.values()) if entry.says is None] == []


def test_a_lead_or_a_proposal_never_comes_to_anything(
    judge: Callable[..., Evaluation], listed: Callable[..., Record], catalogue: Catalogue
) -> None:
    problems = frozenset(catalogue.problem_types)
    for scene in SCENES:
        for code in catalogue.lists:
            for standing in ("lead", "proposed"):
                record = listed(code, standing=standing, problem_types=problems, rectification="incomplete")
                found = judge(record, scene=scene, actor=MemberKind.DEPARTMENT, window=TODAY)
                assert found.gated.outcome is Outcome.CLEAR, (scene, code, standing)
                assert found.gated.measures == ()
                assert found.gated.reasons == ()
