"""A decision is derived again from what is stored, whatever has changed since."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, event
from sqlmodel import select

from huixin.core.vocabulary import MemberKind
from models.decisions import Decision
from models.listings import ListingVersion
from models.rulesets.tables import RulesetEntries, RulesInForce
from rules.ruleset import RuleSet, digest_of
from tests.api.clerks import SOON, Centre
from tests.api.conftest import BLACK, NAME, AssertProblem, World


@pytest.fixture
def centre(world: World) -> Centre:
    centre = Centre(world)
    world.enter({})
    return centre


def asked(centre: Centre, **request: Any) -> str:
    return str(centre.world.ask(centre.platform, **request).json()["decision_id"])


def again(centre: Centre, decision_id: str, headers: dict[str, str] | None = None) -> Any:
    path, who = f"/v1/decisions/{decision_id}?rederive=true", headers or centre.clerk("author")
    response = centre.world.client.get(path, headers=who)
    assert response.status_code == 200, response.text
    return response.json()["rederived"]


QUESTIONS: list[dict[str, Any]] = [
    {},
    {"scene": "onboarding"},
    {"subject": {"uscc": BLACK, "name": "惠州市别家商贸有限公司"}},
    {"subject": {"name": NAME}},
    {"campaign": {"kind": "double_11", "from": "2026-10-20", "to": "2027-09-11"}},
    {"on": "2026-11-20"},
    {"subject": {"uscc": "91441300195971850Y"}},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_it_agrees_whatever_has_changed_since(centre: Centre, question: dict[str, Any]) -> None:
    decision = asked(centre, **question)
    clauses = centre.world.client.get("/v1/clauses", headers=centre.platform).json()["items"]
    for clause in clauses:
        centre.world.client.delete(f"/v1/clauses/{clause['id']}", headers=centre.platform)
    version = centre.approved()
    centre.done("second", f"rulesets/{version}/actions", action="publish", implements="ecommerce-law")
    centre.done("second", "suspensions", measure="promotion_limit", reason="复核")
    centre.world.enter({"LRMDSY": "另一事由", "文书号": "惠市监认〔2026〕1号"})
    centre.world.pass_time(days=3)
    found = again(centre, decision)
    assert (found["agrees"], found["differences"]) == (True, [])
    assert (found["text_agrees"], found["erased"]) == (True, False)
    assert found["code_version"]


def test_a_version_that_is_published_at_that_moment_does_not_count(centre: Centre) -> None:
    version, platform, told = centre.lenient("watch"), centre.platform, list[str]()
    centre.edit(version, "measure: promotion_limit, outcome: watch", "outcome: watch")
    centre.done("author", f"rulesets/{version}/submission")
    centre.done("second", f"rulesets/{version}/actions", action="approve")

    def ask(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("INSERT INTO rules_in_force") and not told:
            centre.world.pass_time(seconds=0.1)  # it has its instant already, and is not committed yet
            told.append(centre.world.ask(platform).json()["decision_id"])

    engine = centre.world.context.database.main
    event.listen(engine, "before_cursor_execute", ask)
    try:
        centre.done("second", f"rulesets/{version}/actions", action="publish", effective_from=SOON.isoformat())
    finally:
        event.remove(engine, "before_cursor_execute", ask)
    told.append(asked(centre))
    assert [again(centre, decision)["agrees"] for decision in told] == [True, True]


OF_BEFORE = Path(__file__).parents[1] / "data" / "ruleset_of_before.json"
"""Four rules as the first version that stored rule sets wrote them: without fields and sentences that came since."""


def published_of_before(centre: Centre) -> RuleSet:
    """A centre's own rules, stored by that version, are in force when the service is replaced."""
    kept, world = OF_BEFORE.read_text(encoding="utf-8"), centre.world
    with world.context.database.write() as session:
        current = session.exec(select(RulesInForce)).one()
        digest = digest_of(kept)
        session.add(RulesetEntries(digest=digest, entries=kept, entered_at=world.context.now()))
        session.flush()
        now = world.context.now()
        session.add(RulesInForce(at=now, digest=digest, ruleset_id=current.ruleset_id, entered_at=now))
    world.context.book.refresh()
    return world.context.ruleset


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_rules_of_an_earlier_version_answer_and_agree(centre: Centre, question: dict[str, Any]) -> None:
    ruleset = published_of_before(centre)
    decision = asked(centre, **question)
    assert ruleset.digest == digest_of(OF_BEFORE.read_text(encoding="utf-8")), (
        "found again by the digest it is kept under"
    )
    centre.world.pass_time(days=3)
    found = again(centre, decision)
    assert (found["agrees"], found["text_agrees"], found["differences"]) == (True, True, [])


def altered(centre: Centre, decision: str, change: Callable[[dict[str, Any]], None]) -> Any:
    """What is derived again of a decision whose row an earlier version wrote otherwise."""
    with centre.world.context.database.log_write() as log:
        row = log.get_one(Decision, decision)
        answer = deepcopy(row.answer)
        change(answer)
        row.answer, row.code_version = answer, "0.0.1"
        log.add(row)
    return again(centre, decision)


def test_what_answers_did_not_tell_yet_makes_no_difference(centre: Centre) -> None:
    def before_rules_by_themselves(answer: dict[str, Any]) -> None:
        del answer["as_of"]["known_on"]
        for measure in answer["measures"]:
            del measure["rules"], measure["withheld"]

    found = altered(centre, asked(centre), before_rules_by_themselves)
    assert (found["agrees"], found["differences"]) == (True, [])


def test_what_comes_out_otherwise_is_told_with_the_version_that_said_so(centre: Centre) -> None:
    def worded_and_dated_otherwise(answer: dict[str, Any]) -> None:
        answer["explanation"]["zh"] = "另一种说法。"
        answer["measures"][0]["until"] = "2026-12-31"

    found = altered(centre, asked(centre), worded_and_dated_otherwise)
    assert (found["agrees"], found["text_agrees"], found["code_version"]) == (False, False, "0.0.1")
    [difference] = found["differences"]
    assert (difference["field"], difference["then"][0]["until"]) == ("measures", "2026-12-31")
    assert difference["now"][0]["until"] == "2027-08-31"


def test_rules_that_cannot_be_read_any_more_are_said_to_be(centre: Centre, assert_problem: AssertProblem) -> None:
    decision = asked(centre)
    with centre.world.context.database.write() as session:
        kept = json.dumps({"rule": {"old": {"rule": "old", "no_longer_known": True}}})
        session.add(RulesetEntries(digest="sha256:old", entries=kept, entered_at=centre.world.context.now()))
    with centre.world.context.database.log_write() as log:
        log.get_one(Decision, decision).ruleset = "sha256:old"
    path = f"/v1/decisions/{decision}?rederive=true"
    assert_problem(centre.world.client.get(path, headers=centre.clerk("author")), "not_found")


def test_the_member_has_its_own_derived_again_while_they_live(centre: Centre) -> None:
    decision = asked(centre)
    assert again(centre, decision, centre.platform)["agrees"] is True
    centre.world.pass_time(days=400)
    assert again(centre, decision, centre.platform) is None, "what has ended is withheld"
    assert again(centre, decision)["agrees"] is True


def test_a_row_that_was_altered_does_not_agree(centre: Centre) -> None:
    decision = asked(centre)
    with centre.world.context.database.log_write() as log:
        row = log.get_one(Decision, decision)
        row.answer = row.answer | {"outcome": "clear", "explanation": {"zh": "无", "en": "none"}}
        log.add(row)
    found = again(centre, decision)
    assert (found["agrees"], found["text_agrees"]) == (False, False)
    assert [(one["field"], one["then"], one["now"]) for one in found["differences"]] == [("outcome", "clear", "refuse")]


def test_without_asking_nothing_is_derived(centre: Centre) -> None:
    headers = centre.world.headers(MemberKind.AUDITOR)
    told = centre.world.client.get(f"/v1/decisions/{asked(centre)}", headers=headers).json()
    assert told["rederived"] is None


def test_where_what_it_rested_on_was_erased_it_says_so(centre: Centre) -> None:
    decision = asked(centre)
    with centre.world.context.database.write() as session:
        session.execute(delete(ListingVersion))
    found = again(centre, decision)
    assert (found["erased"], found["agrees"], found["text_agrees"], found["differences"]) == (True, None, None, [])


def test_of_what_was_itself_erased_the_receipt_is_left(centre: Centre, assert_problem: AssertProblem) -> None:
    decision = asked(centre)
    with centre.world.context.database.log_write() as log:
        row = log.get_one(Decision, decision)
        row.erased, row.salt, row.subject_key, row.operator = "0" * 128, None, "", None
        row.answer = {"erased": True}
    for path in ("", "?rederive=true", "/document"):
        gone = centre.world.client.get(f"/v1/decisions/{decision}{path}", headers=centre.platform)
        assert "erased" in assert_problem(gone, "not_found")["detail"]
    receipt = centre.world.client.get(f"/v1/decisions/{decision}/receipt", headers=centre.platform)
    assert receipt.status_code == 200, receipt.text
    assert (receipt.json()["answer"], receipt.json()["about"], receipt.json()["about_digest"]) == (None, None, "0" * 64)
