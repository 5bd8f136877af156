"""Attachments over HTTP: a file goes in, and comes out as it was, for those who may have it."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from huixin.core.vocabulary import MemberKind
from models.attachments import Limits
from tests.api.conftest import AssertProblem, World

PDF = b"%PDF-1.7\n% a report"


def upload(world: World, content: bytes = PDF, name: str = "现场核查记录.pdf", **who: Any) -> httpx.Response:
    headers = world.headers(MemberKind.UNIT, name=who.get("who", "unit"))
    return world.client.post("/v1/attachments", files={"file": (name, content, "text/html")}, headers=headers)


def test_what_goes_in_comes_out(world: World) -> None:
    sent = upload(world)
    assert sent.status_code == 201, sent.text
    view = sent.json()
    assert (view["name"], view["media_type"], view["size"], view["by"]) == (
        "现场核查记录.pdf", "application/pdf", len(PDF), "unit"
    )  # fmt: skip
    headers = world.headers(MemberKind.UNIT, name="unit")
    assert world.client.get(f"/v1/attachments/{view['id']}", headers=headers).json() == view
    got = world.client.get(f"/v1/attachments/{view['id']}/content", headers=headers)
    assert (got.content, got.headers["content-type"]) == (PDF, "application/pdf")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E7%8E%B0")
    assert "sandbox" in got.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("name", "stored"),
    [("../../etc/passwd", "passwd"), ("C:\\files\\a.pdf", "a.pdf"), ("x" * 300 + ".pdf", "x" * 252 + ".pdf")],
)
def test_a_name_is_only_a_name(world: World, name: str, stored: str) -> None:
    assert upload(world, name=name).json()["name"] == stored


def test_no_resident_id_in_a_name(world: World) -> None:
    assert "11010519491231002X" not in upload(world, name="11010519491231002X.pdf").text


def test_only_the_sender_reads_what_nothing_names(world: World, assert_problem: AssertProblem) -> None:
    view = upload(world).json()
    paths = [f"/v1/attachments/{view['id']}", f"/v1/attachments/{view['id']}/content"]
    for path in paths:
        assert world.client.get(path, headers=world.headers(MemberKind.UNIT, name="unit")).status_code == 200
    others = [
        world.headers(MemberKind.CENTRE),
        world.headers(MemberKind.AUDITOR),
        world.headers(MemberKind.UNIT, name="another unit"),
        world.headers(MemberKind.DEPARTMENT),
        world.headers(MemberKind.PLATFORM, name="nosy", scopes=frozenset({"attachments:read"})),
    ]
    for headers in others:
        for path in paths:
            assert_problem(world.client.get(path, headers=headers), "not_found")


def test_the_same_bytes_from_another_are_another_upload(world: World) -> None:
    one, other = upload(world).json(), upload(world, who="another unit").json()
    assert (one["sha256"], one["id"] == other["id"]) == (other["sha256"], False)


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"<html>", "unsupported_media_type"), (b"", "invalid_content"), (b"MZ", "unsupported_media_type")],
)
def test_what_is_not_taken(world: World, assert_problem: AssertProblem, content: bytes, problem: str) -> None:
    assert_problem(upload(world, content, "report.pdf"), problem)


def test_what_is_too_large_is_not_taken(world: World, assert_problem: AssertProblem) -> None:
    settings = replace(world.context.settings, attachment_limits=Limits(largest=100))
    context = replace(world.context, settings=settings)
    with TestClient(create_app(context)) as client:
        small = World(context, client, world.clock_file)
        assert upload(small).status_code == 201
        assert_problem(upload(small, PDF + b"x" * 100), "too_large")


def test_damaged_bytes_are_never_served(world: World, assert_problem: AssertProblem) -> None:
    view = upload(world).json()
    path = world.context.settings.home / "attachments" / view["sha256"][:2] / view["sha256"]
    path.write_bytes(PDF + b"tampered")
    sender = world.headers(MemberKind.UNIT, name="unit")
    assert_problem(world.client.get(f"/v1/attachments/{view['id']}/content", headers=sender), "internal_error")


def test_a_store_that_is_away_is_said(world: World, assert_problem: AssertProblem) -> None:
    (world.context.settings.home / "attachments").write_text("in the way")
    assert_problem(upload(world), "unavailable")


def test_the_environment_says_where_and_how_much() -> None:
    read = Settings.read(
        {
            "HUIXIN_ATTACHMENTS": "s3://huixin/files",
            "HUIXIN_ATTACHMENT_LARGEST": "1000",
            "HUIXIN_ATTACHMENT_TYPES": "application/pdf image/png",
        }
    )
    assert (read.attachments, read.attachment_limits) == (
        "s3://huixin/files", Limits(1000, ("application/pdf", "image/png"))
    )  # fmt: skip
    assert Settings.read({}).attachment_limits == Limits()
    with pytest.raises(ValueError, match="text/html is not among"):
        Settings.read({"HUIXIN_ATTACHMENT_TYPES": "text/html"})
