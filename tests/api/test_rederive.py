"""A decision is derived again from what is stored, whatever has changed since."""

from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from models.decisions import Decision
from tests.api.conftest import BLACK, NAME, World
from tests.api.test_rulesets import Centre


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
