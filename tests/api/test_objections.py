"""Objections: the mark at once, the deadlines, and what upholding and rejecting do."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.api.conftest import BLACK, AssertProblem, World
from tests.api.rights_world import Rights


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def objected(rights: Rights, listing_id: str, who: str = "unit") -> str:
    row = rights.done(who, "/v1/objections", listing_id=listing_id, statement="处罚已撤销")
    return f"/v1/objections/{row['id']}/actions"


def test_the_record_is_disputed_at_once_and_for_everybody(rights: Rights) -> None:
    listing_id = rights.listing()
    row = rights.done("unit", "/v1/objections", listing_id=listing_id, statement="处罚已撤销")
    told = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    assert [one["disputed"] for one in told["records"]] == [True]
    assert "disputed" in [one["rule"] for one in told["reasons"]]
    assert (row["check_due"], row["due"]) == ("2026-11-03", "2026-11-05")
    kinds = [change["kind"] for change in rights.get("platform", "/v1/changes").json()["items"]]
    assert kinds == ["changed"] or kinds == ["entered", "changed"]


def test_rejected_takes_the_mark_off_and_says_why(rights: Rights, assert_problem: AssertProblem) -> None:
    path = objected(rights, rights.listing())
    assert rights.post("unit", path, action="reject", reasons="x").status_code == 403
    row = rights.done("department", path, action="reject", reasons="与事实相符")
    assert (row["state"], row["decided_by"]) == ("rejected", "惠城区市场监督管理局")
    told = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    assert [one["disputed"] for one in told["records"]] == [False]
    assert_problem(rights.post("department", path, action="reject", reasons="x"), "conflict")
    early = rights.post("unit", path, action="tell", on=rights.today(-1), how="邮寄")
    assert_problem(early, "invalid_content", "/on", "before_decision")
    assert rights.done("unit", path, action="tell", on=rights.today(), how="邮寄")["told_how"] == "邮寄"


def test_rejected_leaves_what_the_source_itself_says_of_a_dispute(rights: Rights) -> None:
    rights.done("department", objected(rights, rights.listing(disputed=True)), action="reject", reasons="与事实相符")
    told = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    assert [one["disputed"] for one in told["records"]] == [True]


def test_the_mark_stays_while_another_objection_is_open(rights: Rights) -> None:
    listing_id = rights.listing()
    first, second = objected(rights, listing_id), objected(rights, listing_id, "centre")
    for path, disputed in ((first, True), (second, False)):
        rights.done("department", path, action="reject", reasons="与事实相符")
        told = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
        assert [one["disputed"] for one in told["records"]] == [disputed]


def test_the_mark_stays_whatever_the_source_says_anew(rights: Rights) -> None:
    undisputed, centre = {"是否异议": "否"}, rights.headers("centre")
    rights.world.enter(undisputed)

    def record() -> Any:
        listed = rights.world.client.get("/v1/listings", headers=centre, params={"list": "brushing_black"})
        [found] = listed.json()["items"]
        return found["record"]

    path = objected(rights, record()["id"], "centre")
    report = rights.world.enter(undisputed | {"LRMDSY": "组织虚假交易，情节一般"})
    assert (report.changed, record()["disputed"]) == (1, True)
    rights.done("centre", path, action="reject", reasons="与事实相符", decided_by="惠州市市场监督管理局")
    assert record()["disputed"] is False


def test_each_side_has_one_objection_open_at_a_time(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing()
    said = {"listing_id": listing_id, "statement": "处罚已撤销"}
    path = objected(rights, listing_id)
    told = assert_problem(rights.post("unit", "/v1/objections", **said), "conflict")
    assert path.split("/")[3] in told["detail"]
    merchant = rights.merchant()
    ask = rights.world.client.post
    assert ask("/v1/objections", json=said, headers=merchant).status_code == 201, "what its unit entered is no bar"
    assert_problem(ask("/v1/objections", json=said, headers=merchant), "conflict")
    rights.done("department", path, action="reject", reasons="与事实相符")
    objected(rights, listing_id)
    assert ask("/v1/objections", json=said | {"listing_id": rights.listing()}, headers=merchant).status_code == 201


def test_six_objections_a_year_from_each_side(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing()
    for _ in range(6):
        rights.done("department", objected(rights, listing_id), action="reject", reasons="与事实相符")
        rights.world.pass_time(days=1)
    told = assert_problem(rights.post("unit", "/v1/objections", listing_id=listing_id, statement="再次"), "conflict")
    assert "2027-11-02" in told["detail"]
    objected(rights, listing_id, "centre")
    rights.world.set_clock(datetime(2027, 11, 1, 4, tzinfo=UTC))
    assert_problem(rights.post("unit", "/v1/objections", listing_id=listing_id, statement="再次"), "conflict")
    rights.world.pass_time(days=1)
    objected(rights, listing_id)


def test_upheld_annuls_as_far_as_the_error_spread_and_tells_who_received_it(rights: Rights) -> None:
    number = {"document_number": "惠城市监认〔2026〕9号"}
    one, other = rights.listing(**number), rights.listing(list="ecommerce_watch", **number)
    further, right = rights.listing(list="brushing_black"), rights.listing(document_number="惠城市监认〔2026〕10号")
    assert rights.outcome() == "refuse"
    rights.work()
    correction = {"annul": True, "also": [further]}
    row = rights.done("department", objected(rights, one), action="uphold", reasons="已撤销", correction=correction)
    assert row["corrected"] == sorted([one, other, further])
    told = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    assert [record["id"] for record in told["records"]] == [right]
    rights.work()
    notices = rights.get("platform", "/v1/notices").json()["items"]
    assert {notice["listing_id"] for notice in notices} == {one, other, further}
    assert {notice["kind"] for notice in notices} == {"ended"}


def test_anothers_document_of_the_same_number_stays_and_the_end_names_its_own(rights: Rights) -> None:
    """Each body numbers its documents for itself, and does so anew each year."""
    one = rights.listing(document_number="1号")
    another = {"recogniser": "惠州市市场监督管理局", "recogniser_code": "huizhou/market_supervision"}
    foreign = rights.listing(list="serious_violation", document_number="1号", **another)
    unknown = rights.listing(list="brushing_black", document_number="1号", recogniser=None, recogniser_code=None)
    earlier = rights.listing(list="ecommerce_watch", document_number="1号", decided_on=date(2025, 6, 2))
    step = {"action": "uphold", "reasons": "已撤销", "document_number": "撤1号", "correction": {"annul": True}}
    row = rights.done("department", objected(rights, one), **step)
    assert row["corrected"] == [one]
    [end] = rights.get("centre", "/v1/ends").json()["items"]
    assert (end["listing_id"], end["decided_by"]) == (one, "惠城区市场监督管理局")
    assert (end["document_number"], end["document_on"]) == ("撤1号", rights.today())
    for untouched in (foreign, unknown, earlier):
        assert rights.get("centre", f"/v1/ends/{untouched}").json()["items"] == []


def test_upheld_corrects_and_tells_who_received_the_wrong_record(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id = rights.listing()
    assert rights.outcome() == "refuse"
    path = objected(rights, listing_id)
    step: dict[str, Any] = {"action": "uphold", "reasons": "程度有误"}
    nothing = rights.post("department", path, **step, correction={})
    assert_problem(nothing, "invalid_content", "/correction", "nothing_corrected")
    rights.done("department", path, **step, correction={"severity": "minor"})
    assert rights.outcome() == "watch"
    rights.work()
    [told] = rights.get("platform", "/v1/notices").json()["items"]
    assert (told["listing_id"], told["kind"], told["ended_on"]) == (listing_id, "corrected", None)


def test_no_correction_dates_the_decision_after_today_or_after_its_end(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    listing_id = rights.listing(decided_on=date(2026, 6, 1))
    document = {"document_number": "惠城市监〔2026〕3号", "document_on": "2026-07-01", "reason": "修复"}
    lifted = {"kind": "measures_lifted", "on": "2026-07-02"}
    rights.done("department", "/v1/ends", listing_id=listing_id, **lifted, **document)
    path = objected(rights, listing_id)
    for decided_on, code in ((rights.today(1), "in_the_future"), ("2026-07-02", "after_its_end")):
        correction = {"decided_on": decided_on}
        told = rights.post("department", path, action="uphold", reasons="日期有误", correction=correction)
        assert_problem(told, "invalid_content", "/correction/decided_on", code)
    right = {"decided_on": "2026-07-01"}
    rights.done("department", path, action="uphold", reasons="日期有误", correction=right)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("severity", "serious"),
        ("problem_types", ["brushing", "counterfeit"]),
        ("valid_to", "2029-01-01"),
        ("decided_on", "2026-07-01"),
    ],
)
def test_what_is_upheld_gets_no_graver(rights: Rights, assert_problem: AssertProblem, name: str, value: object) -> None:
    """Shown for a year from the decision, as what is general in this list; nobody was heard on more."""
    listing_id = rights.listing(list="ecommerce_joint", decided_on=date(2025, 12, 20))
    path = objected(rights, listing_id)
    told = rights.post("department", path, action="uphold", reasons="程度有误", correction={name: value})
    assert_problem(told, "invalid_content", f"/correction/{name}", "graver")
    assert listing_id in told.json()["detail"]


def test_another_merchants_record_is_not_corrected_beside_it(rights: Rights, assert_problem: AssertProblem) -> None:
    path = objected(rights, rights.listing())
    correction = {"annul": True, "also": ["lst_" + "0" * 32]}
    refused = rights.post("department", path, action="uphold", reasons="x", correction=correction)
    assert_problem(refused, "invalid_content", "/correction/also/0")


def test_it_is_extended_once_and_never_beyond_the_longest_answer(rights: Rights, assert_problem: AssertProblem) -> None:
    path = objected(rights, rights.listing())
    row = rights.done("department", path, action="extend", basis="调卷")
    assert date.fromisoformat(row["due"]) == date(2026, 11, 10)
    assert_problem(rights.post("department", path, action="extend", basis="调卷"), "conflict")


def test_members_raise_none_and_see_none(rights: Rights) -> None:
    listing_id = rights.listing()
    objected(rights, listing_id)
    assert rights.get("platform", "/v1/objections").status_code == 403
    assert rights.get("unit elsewhere", "/v1/objections").json()["items"] == []
    assert rights.get("department elsewhere", "/v1/objections").json()["items"] == []
    assert len(rights.get("department", "/v1/objections").json()["items"]) == 1
    refused = rights.post("department", "/v1/objections", listing_id=listing_id, statement="x")
    assert refused.status_code == 403
