"""Recognition: by whom, in which order, from when on it counts."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from models.recognitions.tables import Recognition
from tests.api.conftest import BLACK, NAME, AssertProblem, World
from tests.api.rights_world import EVIDENCE, Rights
from tests.api.test_exits import end


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def notice(rights: Rights, **changes: Any) -> dict[str, Any]:
    usual = {
        "list": "ecommerce_black",
        "uscc": BLACK,
        "name": NAME,
        "notice_number": "惠城市监告〔2026〕7号",
        "noticed_on": rights.today(),
        "facts": "销售假冒商品",
        "grounds": "电子商务法第十三条",
        "problem_types": ["counterfeit"],
    }
    return usual | changes


def decision(rights: Rights, **changes: Any) -> dict[str, Any]:
    usual = {
        "action": "decide",
        "number": "惠城市监认〔2026〕7号",
        "decided_on": rights.today(),
        "facts": "销售假冒商品",
        "grounds": "电子商务法第十三条",
        "evidence": EVIDENCE,
        "severity": "general",
        "measures": ["promotion_limit"],
        "exit_conditions": "召回并赔付",
        "repair_notice_number": "修〔2026〕7号",
    }
    return usual | changes


def heard(rights: Rights) -> str:
    row = rights.done("department", "/v1/recognitions", **notice(rights))
    path = f"/v1/recognitions/{row['id']}"
    step = {"action": "record_statement", "on": rights.today(), "statement": "不申辩", "complete": True}
    rights.done("department", f"{path}/actions", **step)
    return path


def test_it_is_proposed_until_served_and_effective_from_then_on(rights: Rights) -> None:
    path = heard(rights)
    decided = rights.done("department", f"{path}/actions", **decision(rights))
    assert rights.outcome() == "clear"
    assert rights.get("platform", "/v1/listings").json()["items"] == []
    serve = {"action": "serve", "on": rights.today(), "mode": "direct", "proof": "送达回证"}
    served = rights.done("department", f"{path}/actions", **serve)
    assert served["takes_effect_on"] == rights.today()
    assert served["remedies"]["review_until"] == rights.today(60)
    assert rights.outcome() == "refuse"
    [listed] = rights.get("platform", "/v1/listings").json()["items"]
    assert listed["record"]["id"] == decided["listing_id"]
    assert listed["record"]["recogniser"] == "惠城区市场监督管理局"


def test_public_notice_takes_effect_when_its_time_is_over_and_the_feed_tells_it(rights: Rights) -> None:
    path = heard(rights)
    rights.done("department", f"{path}/actions", **decision(rights))
    serve = {"action": "serve", "on": rights.today(), "mode": "public_notice", "proof": "公告"}
    served = rights.done("department", f"{path}/actions", **serve)
    assert served["takes_effect_on"] == rights.today(30)
    rights.work()
    place = rights.get("platform", "/v1/changes").json()["next"]
    rights.world.pass_time(days=29)
    rights.work()
    assert rights.outcome() == "clear"
    assert rights.get("platform", "/v1/changes").json()["items"] == []
    rights.world.pass_time(days=1)
    assert rights.outcome() == "refuse"
    rights.work()
    [told] = rights.get("platform", "/v1/changes", after=place).json()["items"]
    assert (told["kind"], told["listing_id"]) == ("entered", served["listing_id"])


def test_the_feed_tells_it_of_one_whose_end_is_still_to_come_too(rights: Rights) -> None:
    path = heard(rights)
    rights.done("department", f"{path}/actions", **decision(rights))
    serve = {"action": "serve", "on": rights.today(), "mode": "public_notice", "proof": "公告"}
    served = rights.done("department", f"{path}/actions", **serve)
    later = end(rights, served["listing_id"], "removed", on=rights.today(300))
    rights.done("department", "/v1/ends", **later)
    rights.world.pass_time(days=30)
    assert rights.outcome() == "refuse"
    rights.work()
    [told] = rights.get("platform", "/v1/changes").json()["items"]
    assert (told["kind"], told["listing_id"]) == ("entered", served["listing_id"])


def test_a_notice_of_a_day_of_which_the_rules_know_no_period_is_refused(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    for day in ("0001-01-01", "1999-12-31"):
        refused = rights.post("department", "/v1/recognitions", **notice(rights, noticed_on=day))
        assert_problem(refused, "invalid_content", "/noticed_on", "too_old")


def test_where_the_merchant_belongs_is_no_bar_to_a_recognition(rights: Rights) -> None:
    """Who punishes lists, and a breach may be committed in another place."""
    rights.world.enter({"属地": "博罗县"}, list_code="serious_violation")
    assert rights.done("department", "/v1/recognitions", **notice(rights))["recogniser"] == "惠城区市场监督管理局"


def test_nothing_is_decided_before_the_merchant_was_heard(rights: Rights, assert_problem: AssertProblem) -> None:
    row = rights.done("department", "/v1/recognitions", **notice(rights))
    path = f"/v1/recognitions/{row['id']}/actions"
    assert row["statement_until"] == "2026-11-09"
    rights.world.pass_time(days=7)
    assert_problem(rights.post("department", path, **decision(rights)), "invalid_content", "/decided_on", "not_heard")
    rights.world.pass_time(days=1)
    assert rights.done("department", path, **decision(rights))["state"] == "decided"


def state(rights: Rights, path: str, said: str, *, complete: bool) -> Any:
    step = {"action": "record_statement", "on": rights.today(), "statement": said, "complete": complete}
    return rights.done("department", path, **step)


def test_a_statement_in_part_leaves_its_period_running(rights: Rights, assert_problem: AssertProblem) -> None:
    row = rights.done("department", "/v1/recognitions", **notice(rights))
    path = f"/v1/recognitions/{row['id']}/actions"
    assert not state(rights, path, "稍后补充证据", complete=False)["statement_complete"]
    assert_problem(rights.post("department", path, **decision(rights)), "invalid_content", "/decided_on", "not_heard")
    rights.world.pass_time(days=7)
    assert_problem(rights.post("department", path, **decision(rights)), "invalid_content", "/decided_on", "not_heard")
    rights.world.pass_time(days=1)
    decided = rights.done("department", path, **decision(rights))
    assert (decided["state"], decided["statement"]) == ("decided", "稍后补充证据")


def test_the_merchants_word_that_this_is_all_ends_its_period(rights: Rights) -> None:
    row = rights.done("department", "/v1/recognitions", **notice(rights))
    path = f"/v1/recognitions/{row['id']}/actions"
    state(rights, path, "稍后补充证据", complete=False)
    stated = state(rights, path, "补充证据如附，再无其他", complete=True)
    assert (stated["statement"], stated["statement_complete"]) == ("稍后补充证据\n补充证据如附，再无其他", True)
    assert rights.done("department", path, **decision(rights))["state"] == "decided"
    with pytest.raises(IntegrityError), rights.world.context.database.write() as session:
        session.execute(update(Recognition).values(statement_complete=False))


CONSENT = {"by": "惠州市市场监督管理局", "number": "惠市监同〔2026〕3号"}


def serious(rights: Rights, **changes: Any) -> dict[str, Any]:
    """A county's decision on the list of serious dishonesty, with the city's consent unless told otherwise."""
    consent = {"consent": {**CONSENT, "on": rights.today()}}
    return decision(rights, **({"severity": "serious", "measures": ["member_warning"]} | consent | changes))


def heard_on_serious(rights: Rights) -> str:
    row = rights.done("department", "/v1/recognitions", **notice(rights, list="serious_violation"))
    path = f"/v1/recognitions/{row['id']}/actions"
    state(rights, path, "不申辩", complete=True)
    return path


def test_a_county_decides_on_serious_dishonesty_with_the_consent_of_the_city(rights: Rights) -> None:
    path = heard_on_serious(rights)
    decided = rights.done("department", path, **serious(rights))
    assert decided["consent"] == {**CONSENT, "on": rights.today()}
    page = rights.get("department", f"{path.removesuffix('/actions')}/documents/decision").json()
    assert "惠州市市场监督管理局（惠市监同〔2026〕3号）" in str(page)


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        (None, "/consent", "missing_field"),
        ({"by": "惠城区市场监督管理局"}, "/consent/by", "not_the_level_above"),
        ({"by": "惠州市交通运输局"}, "/consent/by", "not_the_level_above"),
        ({"on": 1}, "/consent/on", "after_decision"),
    ],
)
def test_without_it_nothing_is_decided(
    rights: Rights, assert_problem: AssertProblem, change: dict[str, Any] | None, pointer: str, code: str
) -> None:
    path = heard_on_serious(rights)
    said = None if change is None else {**CONSENT, "on": rights.today()} | change
    if said is not None and change is not None and "on" in change:
        said["on"] = rights.today(change["on"])
    assert_problem(rights.post("department", path, **serious(rights, consent=said)), "invalid_content", pointer, code)


def test_a_list_that_asks_for_no_consent_takes_none(rights: Rights, assert_problem: AssertProblem) -> None:
    body = decision(rights, consent={**CONSENT, "on": rights.today()})
    response = rights.post("department", f"{heard(rights)}/actions", **body)
    assert_problem(response, "invalid_content", "/consent", "unknown_field")


@pytest.mark.parametrize("measure", ["carrier_delist", "finance_notice", "shop_close"])
def test_a_measure_that_no_rule_takes_for_the_list_is_refused(
    rights: Rights, assert_problem: AssertProblem, measure: str
) -> None:
    body = serious(rights, measures=["member_warning", measure])
    response = rights.post("department", heard_on_serious(rights), **body)
    assert_problem(response, "invalid_content", "/measures/1", "not_of_this_list")


def test_it_is_served_only_together_with_its_repair_notice(rights: Rights, assert_problem: AssertProblem) -> None:
    path = heard(rights)
    rights.done("department", f"{path}/actions", **decision(rights, repair_notice_number=None))
    serve = {"action": "serve", "on": rights.today(), "mode": "direct", "proof": "送达回证"}
    assert_problem(rights.post("department", f"{path}/actions", **serve), "conflict")
    assert rights.outcome() == "clear"
    rights.done("department", f"{path}/actions", **serve, repair_notice_number="修〔2026〕8号")
    assert rights.outcome() == "refuse"
    with pytest.raises(IntegrityError), rights.world.context.database.write() as session:
        session.execute(update(Recognition).values(repair_notice_number=None))


@pytest.mark.parametrize("who", ["centre", "unit", "department elsewhere"])
def test_only_a_named_department_recognises(rights: Rights, assert_problem: AssertProblem, who: str) -> None:
    response = rights.post(who, "/v1/recognitions", **notice(rights))
    assert response.status_code == 403
    path = heard(rights)
    for step in (decision(rights), {"action": "serve", "on": rights.today(), "mode": "direct", "proof": "x"}):
        assert rights.post(who, f"{path}/actions", **step).status_code in (403, 404)
    assert rights.get("department", path).json()["state"] == "noticed"


def test_the_centre_publishes_once_it_has_taken_effect(rights: Rights, assert_problem: AssertProblem) -> None:
    path = heard(rights)
    rights.done("department", f"{path}/actions", **decision(rights))
    publish = {"action": "publish", "on": rights.today(), "channel": "信用惠州"}
    assert_problem(rights.post("centre", f"{path}/actions", **publish), "conflict")
    serve = {"action": "serve", "on": rights.today(), "mode": "direct", "proof": "送达回证"}
    rights.done("department", f"{path}/actions", **serve)
    assert rights.post("department", f"{path}/actions", **publish).status_code == 403
    assert rights.done("centre", f"{path}/actions", **publish)["channel"] == "信用惠州"


def test_its_documents_have_number_and_place_for_the_seal(rights: Rights) -> None:
    path = heard(rights)
    assert rights.get("department", f"{path}/documents/decision").status_code == 404
    rights.done("department", f"{path}/actions", **decision(rights))
    numbers = {"notice": "惠城市监告〔2026〕7号", "decision": "惠城市监认〔2026〕7号", "repair_notice": "修〔2026〕7号"}
    for document, number in numbers.items():
        printed = rights.get("centre", f"{path}/documents/{document}").json()
        assert printed["number"] == number
        assert all(part in printed["html"] for part in (number, NAME, "惠城区市场监督管理局", "（印章）"))
    assert "60日内申请行政复议" in rights.get("centre", f"{path}/documents/decision").json()["html"]


def test_it_is_seen_by_its_department_its_unit_and_the_centre(rights: Rights) -> None:
    path = heard(rights)
    for who, status in {"department": 200, "unit": 200, "centre": 200, "unit elsewhere": 404}.items():
        assert rights.get(who, path).status_code == status
    assert rights.get("platform", path).status_code == 403
    assert rights.get("unit elsewhere", "/v1/recognitions").json()["items"] == []


def test_a_dropped_one_never_counts(rights: Rights, assert_problem: AssertProblem) -> None:
    path = heard(rights)
    rights.done("department", f"{path}/actions", **decision(rights))
    rights.done("department", f"{path}/actions", action="drop", reasons="申辩成立")
    assert rights.outcome() == "clear"
    serve = {"action": "serve", "on": rights.today(), "mode": "direct", "proof": "送达回证"}
    assert_problem(rights.post("department", f"{path}/actions", **serve), "conflict")
