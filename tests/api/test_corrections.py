"""A wrong publication that was withdrawn is published anew, corrected: a new record, and the other stays withdrawn."""

from typing import Any

import pytest

from tests.api.conftest import AssertProblem, World
from tests.api.rights_world import Rights, withdrawal
from tests.api.test_recognitions import decision, heard

SERVE = {"action": "serve", "mode": "direct", "proof": "送达回证"}


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def published(rights: Rights, **decided: Any) -> str:
    path = f"{heard(rights)}/actions"
    rights.done("department", path, **decision(rights, **decided))
    rights.done("department", path, **SERVE, on=rights.today())
    rights.done("centre", path, action="publish", on=rights.today(), channel="信用惠州")
    return path


def withdrawn(rights: Rights, **decided: Any) -> tuple[str, str]:
    """Path of the recognition, and the record that was wrong."""
    path = published(rights, **decided)
    listing_id = rights.get("department", path.removesuffix("/actions")).json()["listing_id"]
    rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    rights.world.pass_time(days=2)
    return path, listing_id


def correction(rights: Rights, **changes: Any) -> dict[str, Any]:
    document = {"document_number": "惠城市监更〔2026〕1号", "document_on": rights.today()}
    return {"action": "correct", "reasons": "公示的事实有误", "facts": "销售假冒商品2件", **document} | changes


def told(rights: Rights) -> list[tuple[str, str]]:
    """The records that a platform reads, with their reasons."""
    items = rights.get("platform", "/v1/listings").json()["items"]
    return [(one["record"]["id"], one["record"]["reason"]) for one in items]


def test_a_new_record_names_the_withdrawn_one_which_stays_withdrawn(rights: Rights) -> None:
    path, wrong_id = withdrawn(rights)
    assert (told(rights), rights.outcome()) == ([], "clear")
    found = rights.done("department", path, **correction(rights))
    [named] = found["corrections"]
    assert (named["withdrawn_id"], named["listing_id"]) == (wrong_id, found["listing_id"])
    assert named["withdrawn_published_on"] == rights.today(-2)
    assert told(rights) == [(found["listing_id"], "销售假冒商品2件")]
    assert rights.outcome() == "refuse"
    kinds = [end["kind"] for end in rights.get("centre", f"/v1/ends/{wrong_id}").json()["items"]]
    assert kinds == ["withdrawn"]
    assert rights.get("centre", f"/v1/ends/{found['listing_id']}").json()["items"] == []


def test_the_past_stays_as_it_was_told_since_the_withdrawal(rights: Rights) -> None:
    path, _ = withdrawn(rights)
    rights.done("department", path, **correction(rights))
    [listed] = rights.get("platform", "/v1/listings").json()["items"]
    assert listed["record"]["valid_from"] == rights.today(), "from the correction on"


def test_the_centre_publishes_it_anew(rights: Rights, assert_problem: AssertProblem) -> None:
    path, _ = withdrawn(rights)
    publish = {"action": "publish", "channel": "信用惠州"}
    assert_problem(rights.post("centre", path, **publish, on=rights.today()), "conflict")
    assert rights.done("department", path, **correction(rights))["published_on"] is None
    early = rights.post("centre", path, **publish, on=rights.today(-1))
    assert_problem(early, "invalid_content", "/on", "before_correction")
    assert rights.done("centre", path, **publish, on=rights.today())["published_on"] == rights.today()


def test_only_its_recogniser_says_what_its_decision_says(rights: Rights) -> None:
    path, _ = withdrawn(rights)
    answers = {who: rights.post(who, path, **correction(rights)).status_code for who in ("centre", "unit")}
    assert answers == {"centre": 403, "unit": 403}
    assert rights.post("department elsewhere", path, **correction(rights)).status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"facts": None}, "", "nothing_corrected"),
        ({"facts": "销售假冒商品"}, "", "nothing_corrected"),
        ({"problem_types": ["no such"]}, "/problem_types/0", "unknown_problem_type"),
        ({"valid_to": "2026-11-03"}, "/valid_to", "over"),
        ({"document_on": "2026-11-01"}, "/document_on", "before_decision"),
        ({"document_on": "2026-11-05"}, "/document_on", "in_the_future"),
    ],
)
def test_it_says_what_it_should_have_said(
    rights: Rights, assert_problem: AssertProblem, change: dict[str, Any], pointer: str, code: str
) -> None:
    path, _ = withdrawn(rights)
    assert_problem(rights.post("department", path, **correction(rights, **change)), "invalid_content", pointer, code)
    assert told(rights) == []


def test_what_was_not_withdrawn_or_was_annulled_since_is_not_published_anew(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    path = published(rights)
    assert_problem(rights.post("department", path, **correction(rights)), "conflict")
    listing_id = rights.get("department", path.removesuffix("/actions")).json()["listing_id"]
    rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    day = rights.today()
    annulled = {"listing_id": listing_id, "kind": "annulled", "on": day, "document_on": day, "document_number": "撤1号"}
    rights.done("department", "/v1/ends", **annulled, reason="认定有误")
    assert_problem(rights.post("department", path, **correction(rights)), "conflict")


def test_a_correction_that_was_wrong_too_is_withdrawn_and_corrected_again(rights: Rights) -> None:
    path, first = withdrawn(rights)
    second = rights.done("department", path, **correction(rights))["listing_id"]
    rights.done("department", "/v1/ends/withdrawals", **withdrawal(rights, second))
    found = rights.done("department", path, **correction(rights, facts="销售假冒商品1件", severity="minor"))
    assert [one["withdrawn_id"] for one in found["corrections"]] == [first, second]
    assert [one["severity"] for one in found["corrections"]] == ["general", "minor"]
    assert told(rights) == [(found["listing_id"], "销售假冒商品1件")]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"severity": "serious"}, "/severity"),
        ({"problem_types": ["counterfeit", "false_advertising"]}, "/problem_types"),
        ({"valid_to": "2027-06-01"}, "/valid_to"),
    ],
)
def test_nothing_graver_than_was_heard_and_served_is_a_correction(
    rights: Rights, assert_problem: AssertProblem, change: dict[str, Any], pointer: str
) -> None:
    path, _ = withdrawn(rights, severity="minor", valid_to="2027-05-31")
    answer = rights.post("department", path, **correction(rights, **change))
    assert_problem(answer, "invalid_content", pointer, "graver")
    assert (told(rights), rights.outcome("onboarding")) == ([], "clear")


def test_the_decision_goes_on_to_say_what_was_served(rights: Rights) -> None:
    path, _ = withdrawn(rights)
    served = rights.get("department", path.removesuffix("/actions")).json()
    page = rights.get("department", f"{path.removesuffix('/actions')}/documents/decision").json()
    found = rights.done("department", path, **correction(rights, severity="minor", valid_to="2027-05-31"))
    assert [found[name] for name in ("facts", "severity")] == [served[name] for name in ("facts", "severity")]
    assert rights.get("department", f"{path.removesuffix('/actions')}/documents/decision").json() == page
    [named] = found["corrections"]
    assert (named["facts"], named["severity"]) == ("销售假冒商品2件", "minor")
    assert (named["problem_types"], named["valid_to"]) == (["counterfeit"], "2027-05-31")


def test_what_an_objection_has_corrected_since_is_published_anew_as_it_stands(rights: Rights) -> None:
    path, wrong_id = withdrawn(rights)
    objection = rights.done("centre", "/v1/objections", listing_id=wrong_id, statement="数量有误", evidence=[])
    upheld = {"reasons": "数量有误", "document_number": "异1号", "correction": {"reason": "销售假冒商品2件"}}
    rights.done("department", f"/v1/objections/{objection['id']}/actions", action="uphold", **upheld)
    found = rights.done("department", path, **correction(rights, facts=None))
    assert told(rights) == [(found["listing_id"], "销售假冒商品2件")]
