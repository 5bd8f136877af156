"""Documents over HTTP: who may print what, and what it says."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.api.conftest import AssertProblem, World
from tests.api.rights_world import Rights
from tests.api.test_cases import ON_SITE, case_of
from tests.api.test_exits import end, requested
from tests.api.test_recognitions import decision, heard
from tests.printed import Printed


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


@pytest.fixture
def html(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Printed)


def ordered(rights: Rights) -> str:
    """Path of a case that has an order."""
    path = f"/v1/cases/{case_of(rights.world)}"
    confirm = {"action": "confirm", "problem_types": ["false_advertising"], "evidence": [ON_SITE]}
    rights.done("unit", f"{path}/actions", **confirm)
    order = {"action": "issue_order", "number": "改1号", "requirements": "改正", "issued_on": rights.today()}
    rights.done("unit", f"{path}/actions", **order)
    return path


def test_who_sees_the_case_prints_its_documents(rights: Rights, assert_problem: AssertProblem) -> None:
    path = f"{ordered(rights)}/documents/rectification_order"
    for who in ("unit", "department", "centre", "auditor"):
        printed = rights.get(who, path).json()
        assert (printed["title"], printed["number"]) == ("责令限期整改通知书", "改1号")
        assert "（印章）" in printed["html"]
    for who in ("unit elsewhere", "department elsewhere"):
        assert_problem(rights.get(who, path), "not_found")
    assert_problem(rights.get("platform", path), "missing_scope")
    assert_problem(rights.get("unit", path.replace("rectification_order", "extension_notice")), "not_found")
    assert_problem(rights.get("unit", path.replace("rectification_order", "verdict")), "invalid_content")


def test_a_letter_of_referral_opens_to_three_only(rights: Rights, assert_problem: AssertProblem) -> None:
    path = ordered(rights)
    body = {"number": "移1号", "referred_on": rights.today(), "to": "惠州市公安局惠城区分局"}
    referral = rights.done("unit", f"{path}/referrals", **body)
    letter = f"{path}/referrals/{referral['id']}/document"
    assert rights.get("unit", letter).json()["title"] == "涉嫌犯罪案件移送书"
    for who in ("department", "unit elsewhere"):
        assert_problem(rights.get(who, letter), "not_found")
    for who in ("centre", "auditor"):
        assert_problem(rights.get(who, letter), "missing_scope")
    assert_problem(rights.get("unit", f"{path}/referrals/ref_{'0' * 32}/document"), "not_found")


def test_the_documents_of_a_recognition(rights: Rights, html: SnapshotAssertion) -> None:
    path = heard(rights)
    rights.done("department", f"{path}/actions", **decision(rights))
    for document in ("notice", "decision", "repair_notice"):
        printed = rights.get("unit", f"{path}/documents/{document}").json()
        assert printed["html"] == html(name=f"recognition_{document}")


def test_the_documents_of_a_removal(
    rights: Rights,
    html: SnapshotAssertion,
    assert_problem: AssertProblem,
) -> None:
    listing_id = rights.listing(document_number="惠市监认〔2026〕7号")
    path = requested(rights, listing_id)
    rights.done("unit", f"{path}/actions", action="give_opinion", opinion="整改属实，同意移出。")
    rights.done("unit", f"{path}/actions", action="send", on=rights.today())
    assert rights.get("unit", f"{path}/documents/submission").json()["html"] == html(name="exit_submission")
    for document in ("removal", "return"):
        assert_problem(rights.get("unit", f"{path}/documents/{document}"), "not_found")
    back = {"action": "return", "on": rights.today(), "reasons": "凭证不全", "document_number": "退1号"}
    rights.done("department", f"{path}/actions", **back)
    assert rights.get("unit", f"{path}/documents/return").json()["html"] == html(name="exit_return")
    again = requested(rights, listing_id)
    rights.done("unit", f"{again}/actions", action="give_opinion", opinion="凭证已补齐。")
    rights.done("unit", f"{again}/actions", action="send", on=rights.today())
    remove = {"action": "remove", "on": rights.today(), "document_number": "移1号", "document_on": rights.today(-1)}
    rights.done("department", f"{again}/actions", **remove, channel="信用惠州网站")
    assert rights.get("unit", f"{again}/documents/removal").json()["html"] == html(name="exit_removal")
    assert notice_of(rights, listing_id)["html"] == html(name="end_removed")
    assert_problem(rights.get("unit elsewhere", f"{again}/documents/removal"), "not_found")


@pytest.mark.parametrize("kind", ["display_ended", "measures_lifted", "annulled"])
def test_each_end_has_its_notice(rights: Rights, html: SnapshotAssertion, kind: str) -> None:
    listing_id = rights.listing()
    rights.done("department", "/v1/ends", **end(rights, listing_id, kind))
    assert notice_of(rights, listing_id)["html"] == html(name=f"end_{kind}")


def notice_of(rights: Rights, listing_id: str) -> dict[str, str]:
    ended = rights.get("centre", f"/v1/ends/{listing_id}").json()["items"][-1]["id"]
    return dict(rights.get("centre", f"/v1/ends/{ended}/document").json())
