"""The run of a screening: one record for all of its merchants, proved like any decision."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from huixin import Client
from huixin.cli import app
from huixin.core.vocabulary import MemberKind
from huixin.local.receipts import ReceiptRefused, verify_run
from huixin.types.screening import ScreeningReceipt
from models.receipts.audit import audit
from tests.api.bodies import RUN
from tests.api.conftest import AssertProblem, World
from tests.api.test_checks import ASK, post

ID = RUN["id"]


def told(world: World, **fields: Any) -> dict[str, Any]:
    """A run as a member's program tells it."""
    return RUN | {"at": world.context.now().isoformat(), "ruleset": world.context.ruleset.digest} | fields


def record(world: World, **fields: Any) -> Any:
    return post(world, world.headers(), told(world, **fields), path="/v1/screenings")


def read(world: World, kind: MemberKind, path: str = "", **member: str) -> Any:
    return world.client.get(f"/v1/screenings/{ID}{path}", headers=world.headers(kind, **member))


def test_it_is_kept_once_and_read_by_its_owner_the_centre_and_auditors(world: World, assert_problem: Any) -> None:
    first = record(world, counts={"clear": 7, "not_covered": 2}).json()
    assert (first["counts"], first["known"]) == ({"clear": 7, "not_covered": 2}, True)
    world.pass_time(minutes=1)
    assert record(world, counts={"clear": 8}).json() == first
    for kind in (MemberKind.PLATFORM, MemberKind.CENTRE, MemberKind.AUDITOR):
        assert read(world, kind).json() == first
    assert_problem(read(world, MemberKind.LOGISTICS), "not_found")
    other = post(world, world.headers(MemberKind.LOGISTICS), told(world), path="/v1/screenings")
    assert_problem(other, "conflict")


def test_they_are_listed_to_whom_they_may_be_shown_newest_first(world: World, assert_problem: AssertProblem) -> None:
    ids = [f"scr_{number:032x}" for number in range(101, 106)]
    for each in ids:
        record(world, id=each)
        world.pass_time(minutes=1)
    other = post(world, world.headers(MemberKind.LOGISTICS), told(world), path="/v1/screenings").json()

    def listed(kind: MemberKind, limit: int) -> list[str]:
        own = world.member(kind)
        http: Any = world.client
        with Client("http://testserver", own.client_id, own.client_secret, http=http) as client:
            return [run.id for run in client.screenings.iter(limit=limit)]

    assert listed(MemberKind.PLATFORM, limit=2) == ids[::-1]
    assert listed(MemberKind.LOGISTICS, limit=100) == [other["id"]]
    assert listed(MemberKind.AUDITOR, limit=4) == listed(MemberKind.CENTRE, limit=100) == [other["id"], *ids[::-1]]
    page = world.client.get("/v1/screenings", params={"after": other["id"]}, headers=world.headers())
    assert_problem(page, "invalid_content", "after", "bad_cursor")


@pytest.mark.parametrize(
    "fields", [{"sequence": 2**52}, {"ruleset": "sha256:" + "0" * 64}, {"at": "2999-01-01T00:00:00Z"}]
)
def test_what_rests_on_nothing_that_was_there_says_so(world: World, fields: dict[str, Any]) -> None:
    assert record(world, **fields).json()["known"] is False


@pytest.mark.parametrize(
    "fields",
    [{"at": "2026-01-01T00:00:00"}, {"counts": {"perhaps": 1}}, {"counts": {"clear": -1}}, {"input_sha256": "x"}],
)
def test_what_is_no_record_is_refused(world: World, assert_problem: Any, fields: dict[str, Any]) -> None:
    assert_problem(record(world, **fields), "invalid_content")


def test_its_receipt_proves_it_away_from_the_service(world: World, tmp_path: Path) -> None:
    post(world, world.headers(), ASK)
    record(world)
    receipt = read(world, MemberKind.PLATFORM, "/receipt").json()
    published = world.client.get("/.well-known/jwks.json").json()
    assert verify_run(ScreeningReceipt.model_validate(receipt), published["keys"]).size == 1
    file, keys = tmp_path / "receipt.json", tmp_path / "keys.json"
    keys.write_text(json.dumps(published))
    file.write_text(json.dumps(receipt))
    proved = CliRunner().invoke(app, ["verify", str(file), "--keys", str(keys)])
    assert (proved.exit_code, f"PROVED: screening {ID}" in proved.stdout) == (0, True), proved.output
    receipt["run"]["counts"] = {"clear": 2}
    with pytest.raises(ReceiptRefused) as refused:
        verify_run(ScreeningReceipt.model_validate(receipt), published["keys"])
    assert refused.value.reason == "tree"
    file.write_text(json.dumps(receipt))
    assert CliRunner().invoke(app, ["verify", str(file), "--keys", str(keys)]).exit_code == 1


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("UPDATE screening_run SET counts = '{\"clear\": 2}'", [(2, "content")]),
        ("DELETE FROM screening_run", [(2, "content")]),
        ("SELECT 1", []),
    ],
)
def test_the_audit_finds_what_was_altered_or_removed(world: World, done: str, expected: list[tuple[int, str]]) -> None:
    post(world, world.headers(), ASK)
    record(world)
    post(world, world.headers(), ASK)
    keys = [{**key.public_jwk, "kid": key.kid} for key in world.context.keys.receipt_keys]
    with world.context.database.log_write() as log:
        log.connection().exec_driver_sql(done)
    with world.context.database.log_read() as log:
        assert [(finding.head, finding.kind) for finding in audit(log, keys)] == expected
