"""What a merchant reads of an order to rectify, in every state of its case, and its own report of having done so."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from rules.catalogue import Catalogue
from tests.api.conftest import BLACK, AssertProblem, World
from tests.api.rights_world import Rights
from tests.api.test_cases import ON_SITE, case_of
from tests.api.test_evidence import EVERYBODY, PDF, readers, sent
from tests.case_desk import stopped


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


@pytest.fixture
def path(rights: Rights) -> str:
    """Path of a case of the merchant, verified, with an order that has not been served."""
    path = f"/v1/cases/{case_of(rights.world, BLACK)}"
    confirm = {"action": "confirm", "problem_types": ["false_advertising"], "evidence": [ON_SITE]}
    rights.done("unit", f"{path}/actions", **confirm)
    order = {"number": "惠城限改〔2026〕1号", "requirements": "删除虚假评价", "issued_on": rights.today()}
    rights.done("unit", f"{path}/actions", action="issue_order", **order)
    return path


def step(rights: Rights, path: str, action: str, who: str = "unit", **fields: Any) -> None:
    rights.done(who, f"{path}/actions", action=action, **fields)


def served(rights: Rights, path: str) -> str:
    """The record of a case whose order is served: due on 2 December 2026."""
    step(rights, path, "serve_order", mode="direct", on=rights.today(), proof="送达回证", due="2026-12-02")
    return str(rights.get("unit", path).json()["listing_id"])


def page(rights: Rights) -> dict[str, Any]:
    return dict(rights.world.client.get("/v1/merchant", headers=rights.merchant()).json())


def order(rights: Rights) -> dict[str, Any]:
    [record] = page(rights)["records"]
    return dict(record["order"])


def reported(rights: Rights, listing_id: str, **fields: Any) -> httpx.Response:
    body = {"listing_id": listing_id, "statement": "已删除虚假评价", **fields}
    return rights.world.client.post("/v1/merchant/reports", json=body, headers=rights.merchant())


def inspected(rights: Rights, path: str, accepted: bool) -> None:
    [task] = rights.get("unit", path).json()["tasks"]
    result = {"task_id": task["id"], "officers": ["甲", "乙"], "results": {"false_advertising": accepted}}
    step(rights, path, "inspect", "department", on=rights.today(), **result)


def test_nothing_is_told_of_an_order_before_its_service(rights: Rights, path: str) -> None:
    assert page(rights)["records"] == []
    served(rights, path)
    assert order(rights)["number"] == "惠城限改〔2026〕1号"
    step(rights, path, "withdraw_order", on=rights.today(), basis="依据有误")
    assert page(rights)["records"] == []


def test_the_page_says_what_to_do_by_when_to_whom_and_whom_to_phone(rights: Rights, path: str) -> None:
    served(rights, path)
    [record] = page(rights)["records"]
    told = record["order"]
    assert (told["requirements"], told["due"], told["may_report"]) == ("删除虚假评价", "2026-12-02", True)
    for language, day in (("zh", "2026年12月2日"), ("en", "2026-12-02")):
        for word in ("惠城限改〔2026〕1号", day, told["report_to"][language], "12345"):
            assert word in told["what_to_do"][language]
    assert told["report_to"]["zh"] == "惠城区人民政府"
    assert (told["phone"], told["phone_of"]["zh"]) == ("12345", "信用中心咨询电话（未登记惠城区人民政府的电话）")
    assert "无需信用修复" not in record["how_to_end"]["zh"]
    assert "nothing to repair" not in record["how_to_end"]["en"]
    assert "移出" in record["how_to_end"]["zh"]


def test_a_unit_with_a_number_of_its_own_is_phoned_itself(
    rights: Rights, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def known(self: Catalogue, code: str, day: object, default: object) -> object:
        return "0752-2800000" if code == "contact_phone.huicheng" else default

    served(rights, path)
    monkeypatch.setattr(Catalogue, "parameter_or", known)
    told = order(rights)
    assert (told["phone"], told["phone_of"]["zh"]) == ("0752-2800000", "惠城区人民政府")
    assert "0752-2800000" in told["what_to_do"]["en"]


def states(rights: Rights, path: str) -> Iterator[tuple[str, bool, str, str]]:
    """After each step: the state, whether a report is taken, and words of what to do, zh and en."""
    listing_id = served(rights, path)
    yield "rectifying", True, "前（含当日）完成", "by the end of 2026-12-02"
    step(rights, path, "suspend", **stopped(rights.today()))
    yield "rectifying", False, "已依法中止", "is suspended"
    step(rights, path, "resume", on=rights.today(), basis="裁定撤销")
    rights.world.pass_time(days=31)
    yield "rectifying", True, "已于2026年12月2日届满", "ended on 2026-12-02"
    assert reported(rights, listing_id).status_code == 201
    yield "reported", False, "但期限已于2026年12月2日届满", "after 2026-12-02, its last day"
    inspected(rights, path, accepted=False)
    yield "incomplete", True, "整改不到位", "is not complete"
    assert reported(rights, listing_id).status_code == 201
    inspected(rights, path, accepted=True)
    yield "rectified", False, "已验收合格", "has been accepted"


def test_every_state_of_a_case_says_what_is_to_be_done(
    rights: Rights, path: str, assert_problem: AssertProblem
) -> None:
    for state, may_report, zh, en in states(rights, path):
        [record] = page(rights)["records"]
        told = record["order"]
        assert (told["state"], told["may_report"]) == (state, may_report)
        assert zh in told["what_to_do"]["zh"]
        assert en in told["what_to_do"]["en"]
        assert "无需信用修复" not in record["how_to_end"]["zh"]
        if not may_report:
            refused = assert_problem(reported(rights, record["listing_id"]), "conflict")
            assert en in refused["detail"], "the refusal says what comes next"


def test_in_time_the_report_waits_for_the_inspection(rights: Rights, path: str) -> None:
    listing_id = served(rights, path)
    answer = reported(rights, listing_id).json()["records"][0]["order"]
    assert (answer["state"], answer["overdue"]) == ("reported", False)
    assert "等待惠城区人民政府组织验收" in answer["what_to_do"]["zh"]
    rights.world.pass_time(days=60)
    assert order(rights)["overdue"] is False


def test_the_report_is_a_step_of_the_case_with_its_files(rights: Rights, path: str) -> None:
    listing_id = served(rights, path)
    upload = sent(rights, rights.merchant())
    files = [{"name": "整改照片.pdf", "sha256": upload["sha256"]}]
    assert reported(rights, listing_id, files=files).status_code == 201
    case = rights.get("unit", path).json()
    last = case["history"][-1] if "history" in case else case["events"][-1]
    assert (case["state"], last["action"]) == ("reported", "report_rectification")
    assert last["by"].endswith("（商户）")
    assert last["data"]["files"] == files
    assert readers(rights, upload, *EVERYBODY) == {"centre", "auditor", "unit", "department"}


def test_only_ones_own_files_are_named_and_not_many(rights: Rights, path: str, assert_problem: AssertProblem) -> None:
    listing_id = served(rights, path)
    foreign = sent(rights, rights.headers("unit"))
    named = [{"name": "x.pdf", "sha256": foreign["sha256"]}]
    assert_problem(
        reported(rights, listing_id, files=named), "invalid_content", "/files/0/sha256", "unknown_attachment"
    )
    assert_problem(reported(rights, listing_id, files=named * 21), "invalid_content", "/files")
    assert_problem(reported(rights, listing_id, statement="44130219900101001X"), "invalid_content")
    merchant = rights.merchant()
    for number in range(20):
        sent(rights, merchant, PDF + str(number).encode())
    further = {"file": ("x.pdf", PDF, "application/pdf")}
    assert_problem(rights.world.client.post("/v1/attachments", files=further, headers=merchant), "conflict")


def test_nobody_reports_on_what_is_not_its_own_or_was_not_ordered(
    rights: Rights, path: str, assert_problem: AssertProblem
) -> None:
    lead = rights.get("unit", path).json()["listing_id"]
    assert_problem(reported(rights, lead), "not_found")
    assert_problem(reported(rights, "lst_" + "0" * 32), "not_found")
    assert_problem(reported(rights, rights.listing()), "conflict")
    body = {"listing_id": served(rights, path), "statement": "x"}
    assert_problem(rights.post("unit", "/v1/merchant/reports", **body), "missing_scope")


def test_the_page_gives_the_decisions_against_which_one_may_appeal(rights: Rights) -> None:
    rights.listing()
    ask = {"subject": {"uscc": BLACK}, "scene": "promotion"}
    first = rights.done("platform", "/v1/check", **ask)["decision_id"]
    rights.world.pass_time(hours=1)
    newest = rights.done("platform", "/v1/check", **ask)["decision_id"]
    rights.done("centre", "/v1/check", **ask, **{"as": "platform"})
    rights.done("unit", "/v1/check", **ask)
    [told] = page(rights)["decisions"]
    assert (told["decision_id"], told["asked_by"], told["outcome"]) == (newest, "platform", "refuse")
    assert (told["scene"], told["appeal"]) == ("promotion", None)
    member = rights.world.members["platform"].member_id
    assert member not in str(page(rights))
    assert first not in str(page(rights))
    said = {"decision_id": told["decision_id"], "statement": "已整改"}
    raised = rights.world.client.post("/v1/appeals", json=said, headers=rights.merchant())
    assert raised.status_code == 201
    assert page(rights)["decisions"][0]["appeal"] == "open"


def test_a_merchant_that_nobody_refused_has_nothing_to_appeal_against(rights: Rights) -> None:
    rights.listing(list="ecommerce_watch")
    outcome = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")["outcome"]
    assert outcome not in ("refuse", "restrict", "review")
    assert page(rights)["decisions"] == []
