"""A merchant goes by its code; what stands under its old registration number is its own unless two claim it."""

from typing import Any

from sqlmodel import select

from huixin.core.vocabulary import MemberKind
from models.subjects import SubjectIdentifier
from tests.api.conftest import BLACK, CLEAN, World

NUMBER = "440301105984804"
INCOMPLETE = {"TYSHXYDM": "", "工商注册号": NUMBER, "文书号": "惠市监认〔2026〕2号", "整改状态": "整改不到位"}


def answers(world: World, **asked: Any) -> list[dict[str, Any]]:
    """By the code and by the number."""
    headers = world.headers()
    subjects: list[dict[str, str]] = [{"uscc": BLACK}, {"registration_number": NUMBER}]
    return [world.ask(headers, subject=subject, **asked).json() for subject in subjects]


def told(answer: dict[str, Any]) -> tuple[Any, ...]:
    identity = answer["identity"]
    measures = [(measure["code"], measure["binding"], measure["because"]) for measure in answer["measures"]]
    return answer["outcome"], identity["uscc"], identity["subject_id"], measures


def test_code_and_number_in_one_row_link_what_stands_under_both(world: World) -> None:
    world.enter(INCOMPLETE)
    before = answers(world)
    assert [answer["outcome"] for answer in before] == ["clear", "refuse"]
    report = world.enter({"工商注册号": NUMBER, "文书号": "惠市监认〔2026〕3号"}, list_code="red")
    assert "identifier_claimed_by_another" not in {issue.code for issue in report.warnings}
    by_code, by_number = answers(world)
    assert told(by_code) == told(by_number)
    assert (by_code["outcome"], by_code["identity"]["uscc"]) == ("refuse", BLACK)
    assert {record["list"] for record in by_code["records"]} == {"red", "brushing_black"}
    seen = world.client.get(f"/v1/subjects/{BLACK}", headers=world.headers()).json()
    assert {record["list"] for record in seen["records"]} == {"red", "brushing_black"}


def test_a_later_row_of_a_known_merchant_brings_its_number_too_and_once(world: World) -> None:
    world.enter(INCOMPLETE)
    world.enter({}, list_code="ecommerce_watch")
    assert answers(world)[0]["outcome"] == "watch"
    for _ in range(2):
        world.enter({"工商注册号": NUMBER}, list_code="ecommerce_watch")
        assert [answer["outcome"] for answer in answers(world)] == ["refuse", "refuse"]
    with world.context.database.read() as session:
        [link] = session.exec(select(SubjectIdentifier)).all()
    assert (link.scheme, link.value, link.seq_to) == ("registration_number", NUMBER, None)


def test_a_number_that_two_codes_claim_sanctions_neither(world: World) -> None:
    world.enter({"工商注册号": NUMBER}, list_code="red")
    wrong = {"TYSHXYDM": CLEAN, "JGMC": "惠州市错填有限公司", "工商注册号": NUMBER}
    report = world.enter(wrong, list_code="ecommerce_joint")
    assert [(issue.row, issue.code) for issue in report.warnings] == [(2, "identifier_claimed_by_another")]
    by_code, by_number = answers(world)
    assert by_code["outcome"] == "favour", "its own code is its own"
    assert (by_number["outcome"], by_number["measures"]) == ("review", [])
    assert {candidate["uscc"] for candidate in by_number["identity"]["candidates"]} == {BLACK, CLEAN}
    assert [cause["code"] for cause in by_number["review"]["why"]] == ["code_claimed_twice"]
    by_other = world.ask(world.headers(), subject={"uscc": CLEAN}).json()
    assert by_other["outcome"] == "refuse"


def test_what_stands_under_a_claimed_number_is_nobodys_until_a_person_has_judged(world: World) -> None:
    world.enter(INCOMPLETE)
    world.enter({"工商注册号": NUMBER}, {"TYSHXYDM": CLEAN, "工商注册号": NUMBER}, list_code="ecommerce_watch")
    by_code, _ = answers(world)
    assert (by_code["outcome"], by_code["measures"]) == ("review", [])
    [candidate] = by_code["identity"]["candidates"]
    judged = {"subject_id": candidate["subject_id"], "judgement": "same", "by": "risk-1", "why": "licence compared"}
    path = f"/v1/decisions/{by_code['decision_id']}/review"
    assert world.client.post(path, json=judged, headers=world.headers()).status_code == 201
    assert answers(world)[0]["outcome"] == "refuse"


def test_a_claim_by_a_lead_alone_shows_to_nobody(world: World) -> None:
    world.enter({"工商注册号": NUMBER}, list_code="red")
    lead = {"TYSHXYDM": CLEAN, "工商注册号": NUMBER, "RDBM": "", "RDRQ": "", "文书号": ""}
    assert world.enter(lead, list_code="ecommerce_pushed").entered == 1
    assert [answer["outcome"] for answer in answers(world)] == ["favour", "favour"]
    centre = world.ask(world.headers(MemberKind.CENTRE), subject={"registration_number": NUMBER}).json()
    assert {candidate["uscc"] for candidate in centre["identity"]["candidates"]} == {BLACK, CLEAN}
