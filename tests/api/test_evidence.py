"""Evidence over HTTP: what a recognition, an objection, an exit and a case rest on is read by whoever sees them."""

from typing import Any

import pytest

from tests.api.conftest import AssertProblem, World
from tests.api.rights_world import Rights
from tests.api.test_cases import case_of
from tests.api.test_recognitions import decision, heard

PDF = b"%PDF-1.7\n% evidence"


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def sent(rights: Rights, headers: dict[str, str], content: bytes = PDF) -> dict[str, Any]:
    files = {"file": ("凭证.pdf", content, "application/pdf")}
    response = rights.world.client.post("/v1/attachments", files=files, headers=headers)
    assert response.status_code == 201, response.text
    return dict(response.json())


def named(upload: dict[str, Any]) -> list[dict[str, str]]:
    return [{"kind": "document", "description": "凭证", "sha256": upload["sha256"]}]


def readers(rights: Rights, upload: dict[str, Any], *who: str) -> set[str]:
    """Of these those that read the file; the others are told that there is none."""
    answers = {one: rights.get(one, f"/v1/attachments/{upload['id']}/content") for one in who}
    assert {answer.status_code for answer in answers.values()} <= {200, 403, 404}
    return {one for one, answer in answers.items() if answer.status_code == 200 and answer.content == PDF}


EVERYBODY = ("centre", "auditor", "unit", "department", "unit elsewhere", "department elsewhere", "platform")


def test_a_recognitions_evidence(rights: Rights, assert_problem: AssertProblem) -> None:
    upload = sent(rights, rights.headers("department"))
    path = heard(rights)
    unknown = rights.post("department", f"{path}/actions", **decision(rights, evidence=named({"sha256": "0" * 64})))
    assert_problem(unknown, "invalid_content", "/evidence/0/sha256", "unknown_attachment")
    rights.done("department", f"{path}/actions", **decision(rights, evidence=named(upload)))
    assert readers(rights, upload, *EVERYBODY) == {"centre", "auditor", "unit", "department"}


def test_an_objections_evidence_from_the_merchant_itself(rights: Rights, assert_problem: AssertProblem) -> None:
    listing_id, merchant = rights.listing(), rights.merchant()
    upload = sent(rights, merchant)
    body = {"listing_id": listing_id, "statement": "并非本公司", "evidence": named(upload)}
    assert_problem(rights.post("unit", "/v1/objections", **body), "invalid_content", "/evidence/0/sha256")
    raised = rights.world.client.post("/v1/objections", json=body, headers=merchant)
    assert raised.status_code == 201, raised.text
    assert readers(rights, upload, *EVERYBODY) == {"centre", "auditor", "department"}
    listed = rights.world.client.get("/v1/attachments", params={"of": raised.json()["id"]}, headers=merchant)
    assert [one["id"] for one in listed.json()["items"]] == [upload["id"]]


def test_an_exits_evidence(rights: Rights) -> None:
    listing_id, merchant = rights.listing(), rights.merchant()
    upload = sent(rights, rights.headers("unit"))
    body = {"listing_id": listing_id, "reasons": "已整改", "evidence": named(upload)}
    exit_id = rights.done("unit", "/v1/exits", **body)["id"]
    assert readers(rights, upload, *EVERYBODY) == {"centre", "auditor", "unit", "department"}
    got = rights.world.client.get(f"/v1/attachments/{upload['id']}/content", headers=merchant)
    assert got.content == PDF, "the merchant sees the request about itself"
    assert rights.get("unit elsewhere", "/v1/attachments", of=exit_id).json() == {"items": [], "next": None}


def test_a_cases_evidence(rights: Rights) -> None:
    case_id = case_of(rights.world)
    upload = sent(rights, rights.headers("unit"))
    visit = [named(upload)[0] | {"kind": "on_site_record"}]
    act = {"action": "confirm", "problem_types": ["false_advertising"], "evidence": visit}
    rights.done("unit", f"/v1/cases/{case_id}/actions", **act)
    assert readers(rights, upload, *EVERYBODY) == {"centre", "auditor", "unit", "department"}


def test_pages_of_attachments_go_on(rights: Rights, assert_problem: AssertProblem) -> None:
    headers = rights.headers("unit")
    ids = [sent(rights, headers, PDF + bytes([65 + index]))["id"] for index in range(5)]
    seen: list[str] = []
    after = {}
    while True:
        page = rights.get("unit", "/v1/attachments", limit=2, **after).json()
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert sorted(seen) == sorted(ids)
    assert len(seen) == 5
    assert_problem(rights.get("unit", "/v1/attachments", after="att_none"), "invalid_content", "after", "bad_cursor")
    assert rights.get("unit elsewhere", "/v1/attachments").json()["items"] == []


def test_too_many_files_that_nothing_names(
    rights: Rights, assert_problem: AssertProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.evidence.MOST_LOOSE", 1)
    headers = rights.headers("unit")
    sent(rights, headers)
    files = {"file": ("2.pdf", PDF, "application/pdf")}
    assert_problem(rights.world.client.post("/v1/attachments", files=files, headers=headers), "conflict")
