"""Bodies that nobody should have to read: too large, of the wrong kind, not JSON, or JSON that would break things."""

from collections.abc import Iterator
from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind

GOOD = '{"subject": {"uscc": "91441302MADEM0003B"}, "scene": "promotion"}'
JSON = {"Content-Type": "application/json"}


def post(world: Any, body: bytes | str | Iterator[bytes], path: str = "/v1/check", **headers: str) -> Any:
    return world.client.post(path, content=body, headers=world.headers() | JSON | headers)


def with_name(text: str) -> str:
    return '{"subject": {"name": ' + text + '}, "scene": "onboarding"}'


def test_the_ordinary_body_passes(world: Any) -> None:
    assert post(world, GOOD).status_code == 200
    assert post(world, GOOD, **{"Content-Type": "application/json; charset=utf-8"}).status_code == 200
    assert post(world, with_name('"\\ud83d\\ude00 whole pair"')).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"subject": NaN}',
        b'{"subject": Infinity}',
        b'{"subject": ' + b"9" * 5000 + b"}",
        b'{"subject": 0.' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"subject": ' + b"[" * 50 + b"]" * 50 + b"}",
    ],
    ids=lambda body: repr(body[:16]),
)
def test_what_is_not_json(world: Any, assert_problem: Any, body: bytes) -> None:
    assert_problem(post(world, body), "malformed_request")


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (with_name('"\\ud800"'), "/subject/name"),
        (with_name('"a\\u0000b"'), "/subject/name"),
        ('{"\\udfff": 1}', ""),
        ('{"a": [1, {"b": "\\udc00"}]}', "/a/1/b"),
    ],
)
def test_text_that_no_database_holds(world: Any, assert_problem: Any, text: str, pointer: str) -> None:
    assert_problem(post(world, text), "invalid_content", pointer, "unstorable_text")


@pytest.mark.parametrize(
    ("text", "pointer", "error"),
    [
        ("{}", "/subject", "missing_field"),
        ("[]", "", "model_attributes_type"),
        ('"text"', "", "model_attributes_type"),
        ("", "", "missing_field"),
        ("null", "", "model_attributes_type"),
        ('{"subject": {}, "scene": "promotion"}', "/subject", "subject_empty"),
        ('{"subject": {"uscc": 5}, "scene": "promotion"}', "/subject/uscc", "string_type"),
        ('{"subject": {"uscc": "1"}, "scene": "promotion", "colour": 1}', "/colour", "unknown_field"),
        ('{"subject": {"uscc": "1", "a/b~c": 1}, "scene": "promotion"}', "/subject/a~1b~0c", "unknown_field"),
        ('{"subject": {"uscc": "91441302MADEM00030"}, "scene": "promotion"}', "/subject/uscc", "bad_uscc_checksum"),
        ('{"subject": {"name": "x"}, "scene": "dinner"}', "/scene", "unknown_scene"),
        ('{"subject": {"name": "x"}, "scene": "live", "on": "2026-02-30"}', "/on", None),
        ('{"subject": {"name": "x"}, "scene": "live", "on": 20261102}', "/on", None),
        ('{"subject": {"name": "x"}, "scene": "live", "on": 1.5}', "/on", None),
        ('{"subject": {"name": "x"}, "scene": "live", "on": 1793577600}', "/on", None),
        ('{"subject": {"name": "x"}, "scene": "live", "on": "2099-01-01"}', "/on", "on_out_of_range"),
        ('{"subject": {"name": "x"}, "scene": "live", "as": "king"}', "/as", "enum"),
    ],
)
def test_content_that_is_wrong(world: Any, assert_problem: Any, text: str, pointer: str, error: str | None) -> None:
    assert_problem(post(world, text), "invalid_content", pointer, error)


def test_a_thousand_faults_are_not_all_told(world: Any, assert_problem: Any) -> None:
    many = ",".join(f'"x{number}": 1' for number in range(1000))
    assert len(assert_problem(post(world, "{" + many + "}"), "invalid_content")["errors"]) == 100


def test_a_body_over_one_mebibyte(world: Any, assert_problem: Any) -> None:
    large = with_name('"' + "x" * (1 << 20) + '"')
    assert_problem(post(world, large), "too_large")
    assert_problem(post(world, large, path="/v1/check/batch"), "too_large")
    just = with_name('"' + "x" * 200 + '"') + " " * ((1 << 20) - 253)
    assert post(world, just).status_code == 200


def test_a_body_that_hides_its_length(world: Any, assert_problem: Any) -> None:
    assert_problem(post(world, (b"x" * 65536 for _ in range(20))), "too_large")


@pytest.mark.parametrize("media", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
def test_other_media(world: Any, assert_problem: Any, media: str) -> None:
    assert_problem(post(world, GOOD, **{"Content-Type": media}), "unsupported_media_type")


def test_a_form_that_breaks_off(world: Any, assert_problem: Any) -> None:
    headers = world.headers(MemberKind.CENTRE) | {"Content-Type": "multipart/form-data"}
    assert_problem(world.client.post("/v1/imports", content=b"x", headers=headers), "malformed_request")
    headers["Content-Type"] = "multipart/form-data; boundary=b"
    assert_problem(world.client.post("/v1/imports", content=b"--b\r\nx", headers=headers), "invalid_content", "/file")
