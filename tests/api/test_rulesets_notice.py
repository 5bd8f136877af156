"""What lies between the publication of a version and its instant: notice, and consultation on a new standard."""

import pytest

from tests.api.clerks import RULES, SOON, Centre
from tests.api.conftest import AssertProblem, World

ORDER = """
- instrument: new-order-2026
  title: {zh: 新规定, en: A new order}
  issuer: {zh: 国家发展改革委, en: NDRC}
  rank: dept_rule
  in_force: {from: 2026-11-01}
  verified: false
"""


@pytest.fixture
def centre(world: World) -> Centre:
    centre = Centre(world)
    world.enter({})
    return centre


def approved(centre: Centre, version: str) -> str:
    centre.done("author", f"rulesets/{version}/submission")
    centre.done("second", f"rulesets/{version}/actions", action="approve")
    return f"rulesets/{version}/actions"


def test_an_instrument_that_the_version_brings_itself_is_implemented(centre: Centre) -> None:
    version, path = centre.lenient(), "national/instruments.yaml"
    found = centre.get(f"rulesets/{version}/document?path={path}")
    assert centre.put(version, found["content"] + ORDER, found["etag"], path).status_code == 200
    ground = "    - anti-unfair-competition-2025/9\n  effective: {from: 2017-10-30}\n  scenes: [promotion]"
    centre.edit(version, ground, ground.replace("  effective", "    - new-order-2026\n  effective"))
    told = centre.done("second", approved(centre, version), action="publish", implements="new-order-2026")
    assert (told["standing"], told["implements"]) == ("in_force", "new-order-2026")


def test_what_the_instrument_does_not_carry_is_named_and_waits(centre: Centre, assert_problem: AssertProblem) -> None:
    version = centre.lenient()
    centre.edit(version, "黑名单主体：提示关注", "黑名单主体：关注", RULES)
    path = approved(centre, version)
    refused = centre.post("second", path, action="publish", implements="ecommerce-law")
    body = assert_problem(refused, "invalid_content", "/implements", "beyond_instrument")
    assert f"rule black-watch ({RULES}:" in body["errors"][0]["message"], "with its place"
    assert "black-promotion" not in body["errors"][0]["message"]
    assert centre.done("second", path, action="publish", effective_from=SOON.isoformat())["standing"] == "scheduled"


def test_who_recognises_for_a_blacklist_is_a_standard_whatever_its_publisher_says(
    centre: Centre, assert_problem: AssertProblem
) -> None:
    version = centre.lenient()
    for document in centre.get(f"rulesets/{version}")["documents"]:
        content = centre.get(f"rulesets/{version}/document?path={document['path']}")["content"]
        begins = content.find("parameter: recognisers.brushing_black")
        if begins >= 0:
            last = content.index("]", content.index("value: [", begins))
            written = f"{content[:last]}, commerce{content[last:]}"
            assert centre.put(version, written, document["etag"], document["path"]).status_code == 200
    publishing = {"action": "publish", "effective_from": SOON.isoformat()}
    path = approved(centre, version)
    refused = assert_problem(centre.post("second", path, **publishing), "invalid_content", "/consulted_from")
    assert "brushing_black" in refused["errors"][0]["message"]
    consulted = {"consulted_from": "2026-09-01", "consulted_to": "2026-10-15"}
    assert centre.done("second", path, **publishing, **consulted)["new_standard"] is True


def test_a_body_becomes_an_authority_only_after_the_public_was_consulted(
    centre: Centre, assert_problem: AssertProblem
) -> None:
    version = centre.lenient()
    names = "names: [惠州市电子商务协会, 惠州电子商务协会]\n  body: "
    centre.edit(version, f"{names}association", f"{names}authority", "huizhou/recognisers.yaml")
    path = approved(centre, version)
    for publishing in ({"implements": "ecommerce-law"}, {"effective_from": SOON.isoformat()}):
        refused = centre.post("second", path, action="publish", **publishing)
        assert refused.status_code == 422, refused.text
    body = assert_problem(refused, "invalid_content", "/consulted_from", "consultation_needed")
    assert "recogniser huizhou_ecommerce_association" in body["errors"][0]["message"]


def test_a_value_that_somebody_confirmed_is_published_without_a_consultation(centre: Centre) -> None:
    version = centre.lenient()
    confirmed = "verified: true, confirmed: {by: 张三, on: 2026-05-01, text: 发改财金〔2017〕1798号}"
    value = "value: [industry_commerce], source_note: Choice of this pack; nothing says it by name., "
    centre.edit(version, f"{value}verified: false", value + confirmed, "huizhou/recognisers-local.yaml")
    told = centre.done("second", approved(centre, version), action="publish", effective_from=SOON.isoformat())
    assert (told["standing"], told["new_standard"]) == ("scheduled", False)


def test_a_version_begins_within_five_years(centre: Centre, assert_problem: AssertProblem) -> None:
    path = f"rulesets/{centre.approved()}/actions"
    for slip in ("9999-12-31T23:59:59-12:00", "2126-11-11T00:00:00+08:00", "2031-11-02T00:00:01+08:00"):
        refused = centre.post("second", path, action="publish", effective_from=slip)
        assert_problem(refused, "invalid_content", "/effective_from", "effective_from_out_of_range")
    told = centre.done("second", path, action="publish", effective_from="2031-11-02T00:00:00+08:00")
    assert told["standing"] == "scheduled"
    assert centre.outcome()[0] == "refuse"


def test_a_measure_that_rides_along_waits_for_its_notice(centre: Centre, assert_problem: AssertProblem) -> None:
    version, measures = centre.lenient(), "national/measures.yaml"
    centre.edit(version, "限制参加网络促销和推广", "限制参加促销", measures)
    path = approved(centre, version)
    refused = centre.post("second", path, action="publish", implements="ecommerce-law")
    body = assert_problem(refused, "invalid_content", "/implements", "beyond_instrument")
    assert f"measure promotion_limit ({measures}:" in body["errors"][0]["message"]
