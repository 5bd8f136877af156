"""Imports over HTTP: the same steps as on the command line, and whose word a file is."""

from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from huixin.types.importing import ImportReport
from models.scopes import default_scopes
from tests.api.conftest import BLACK, World, csv_of

WRITES = frozenset({"imports:write", "imports:read"})


def send(world: World, headers: dict[str, str], content: str | bytes, path: str = "", **form: str) -> Any:
    sent = content.encode() if isinstance(content, str) else content
    fields = form if path else {"list": "brushing_black"} | form
    return world.client.post(f"/v1/imports{path}", files={"file": ("名单.csv", sent)}, data=fields, headers=headers)


def test_a_file_comes_in_and_is_reported(world: World) -> None:
    centre = world.headers(MemberKind.CENTRE)
    reply = send(world, centre, csv_of({}, {"TYSHXYDM": "91441302MADEM00030", "文书号": "2"}))
    assert reply.status_code == 200
    report = ImportReport.model_validate(reply.json())
    assert (report.state, report.rows, report.entered, report.rejected) == ("completed", 2, 1, 1)
    assert (report.filename, report.list, report.source) == ("名单.csv", "brushing_black", "file")
    assert (report.errors[0].row, report.errors[0].column) == (3, "TYSHXYDM")
    assert world.client.get(f"/v1/imports/{report.id}", headers=centre).json() == reply.json()
    assert world.ask(world.headers()).json()["outcome"] == "refuse"
    again = send(world, centre, csv_of({})).json()
    assert (again["entered"], again["unchanged"]) == (0, 1)


def test_a_dry_run_writes_nothing(world: World) -> None:
    centre = world.headers(MemberKind.CENTRE)
    report = send(world, centre, csv_of({}), dry_run="true").json()
    assert (report["id"], report["state"], report["entered"]) == (None, "dry_run", 1)
    assert world.ask(world.headers()).json()["outcome"] == "clear"


def test_a_mapping_names_columns(world: World, assert_problem: Any) -> None:
    centre = world.headers(MemberKind.CENTRE)
    text = csv_of({}).replace("TYSHXYDM", "编码")
    assert send(world, centre, text, mapping='{"uscc": "编码"}').json()["entered"] == 1
    for wrong in ("{", "[]", '{"uscc": 1}', '{"usc": "编码"}', '{"uscc": "编码", "name": "编码"}'):
        assert_problem(send(world, centre, text, mapping=wrong), "invalid_content", "/mapping", "bad_mapping")


def test_a_truncated_full_file_delists_nobody_until_confirmed(world: World, assert_problem: Any) -> None:
    centre = world.headers(MemberKind.CENTRE)
    rows = [{"文书号": f"no. {number}"} for number in range(4)]
    send(world, centre, csv_of(*rows), mode="full")
    short = csv_of(*rows[:1])
    proposed = send(world, centre, short, mode="full").json()
    assert (proposed["state"], proposed["proposed_exits"], proposed["exited"]) == ("awaiting_confirmation", 3, 0)
    path = f"/{proposed['id']}/confirm"
    assert_problem(send(world, centre, csv_of(*rows[:2]), path), "conflict")
    assert_problem(send(world, centre, short, path, mapping='{"reason": "RDBM"}'), "conflict")
    confirmed = send(world, centre, short, path).json()
    assert (confirmed["id"], confirmed["state"], confirmed["exited"]) == (proposed["id"], "completed", 3)
    assert_problem(send(world, centre, short, path), "conflict")
    assert_problem(send(world, centre, short, f"/imp_{'0' * 32}/confirm"), "not_found")


UNREADABLE = [b"", b"\x00\x01\x02", b"a,b\n1,2\n", b"PK\x03\x04 no workbook", b"[{", b'[{"a":' + b"[" * 100_000]


@pytest.mark.parametrize("content", UNREADABLE, ids=lambda content: repr(content[:12]))
def test_files_that_cannot_be_read(world: World, assert_problem: Any, content: bytes) -> None:
    assert_problem(send(world, world.headers(MemberKind.CENTRE), content), "import_unreadable")


def test_a_field_that_is_not_known_is_refused_before_anything_is_imported(world: World, assert_problem: Any) -> None:
    centre = world.headers(MemberKind.CENTRE)
    assert_problem(send(world, centre, csv_of({}), dryrun="true"), "invalid_content", "/dryrun", "unknown_field")
    path = f"/imp_{'0' * 32}/confirm"
    assert_problem(send(world, centre, csv_of({}), path, list="red"), "invalid_content", "/list", "unknown_field")
    twice = world.client.post(
        "/v1/imports", files={"file": b"x"}, data={"list": ["red", "ecommerce_black"]}, headers=centre
    )
    assert_problem(twice, "invalid_content", "/list", "repeated_field")
    assert_problem(send(world, world.headers(), csv_of({}), dryrun="true"), "missing_scope")
    assert world.ask(world.headers()).json()["outcome"] == "clear"


def test_forms_that_are_wrong(world: World, assert_problem: Any) -> None:
    centre = world.headers(MemberKind.CENTRE)
    assert_problem(send(world, centre, csv_of({}), list="nowhere"), "invalid_content", "/list", "unknown_list")
    assert_problem(send(world, centre, csv_of({}), mode="half"), "invalid_content", "/mode")
    assert_problem(send(world, centre, csv_of({}), source="a\x00b"), "invalid_content", "/source")
    missing = world.client.post("/v1/imports", data={"list": "red"}, files={"x": b""}, headers=centre)
    assert_problem(missing, "invalid_content", "/file", "missing_field")
    text = world.client.post("/v1/imports", json={"list": "red"}, headers=centre)
    assert_problem(text, "unsupported_media_type")


def test_who_may_not_import_learns_nothing_of_the_form(world: World, assert_problem: Any) -> None:
    """Authorisation comes before the media type, with and without a token."""
    for path in ("/v1/imports", f"/v1/imports/imp_{'0' * 32}/confirm"):
        assert_problem(world.client.post(path, json={"list": "red"}, headers=world.headers()), "missing_scope")
        assert_problem(world.client.post(path, json={"list": "red"}), "unauthenticated")
    as_text = {"Content-Type": "text/plain", **world.headers()}
    assert_problem(world.client.post("/v1/cases/routing", content=b"x", headers=as_text), "missing_scope")


def test_an_upload_may_be_larger_than_a_json_body(world: World, assert_problem: Any) -> None:
    centre = world.headers(MemberKind.CENTRE)
    large = csv_of({}) + "\n" * (2 << 20)
    assert send(world, centre, large).json()["entered"] == 1


def test_only_the_centre_speaks_for_others(world: World, assert_problem: Any) -> None:
    scopes = default_scopes(MemberKind.DEPARTMENT) | WRITES
    department = world.headers(MemberKind.DEPARTMENT, name="惠州市市场监督管理局", scopes=scopes)
    refused = send(world, department, csv_of({}), source="惠州市信用中心")
    assert_problem(refused, "forbidden", "/source", "source_not_yours")
    report = send(world, department, csv_of({})).json()
    assert (report["source"], report["entered"]) == ("惠州市市场监督管理局", 1)
    mine = f"/v1/imports/{report['id']}"
    other = world.headers(MemberKind.PLATFORM, name="a platform", scopes=WRITES)
    assert world.client.get(mine, headers=department).status_code == 200
    assert world.client.get(mine, headers=world.headers(MemberKind.AUDITOR)).status_code == 200
    assert_problem(world.client.get(mine, headers=other), "not_found")
    assert BLACK not in world.client.get(mine, headers=department).text
