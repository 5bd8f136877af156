"""Bodies that nobody should have to read: too large, of the wrong kind, not JSON, or JSON that would break things."""

from collections.abc import Iterator
from typing import Any, ClassVar

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
        b"[" * (1 << 20),
        b'{"a":' * 100_000,
        b"[" * 5000 + b"]" * 4999,
        b'"' + b'\\"' * 400_000,
    ],
    ids=lambda body: repr(body[:16]),
)
@pytest.mark.parametrize("path", ["/v1/check", "/v1/check/batch"])
def test_what_is_not_json(world: Any, assert_problem: Any, body: bytes, path: str) -> None:
    assert_problem(post(world, body, path), "malformed_request")


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


@pytest.mark.parametrize(
    ("text", "pointer", "error"),
    [
        ('{"subject": ' + "9" * 33 + "}", "/subject", "number_too_long"),
        ('{"a": [0.' + "9" * 5000 + "]}", "/a/0", "number_too_long"),
        ('{"subject": ' + nested(33) + "}", "/subject" + "/0" * 32, "nested_too_deeply"),
        ('{"subject": ' + nested(5000) + "}", "/subject" + "/0" * 32, "nested_too_deeply"),
        (nested(200_000), "/0" * 33, "nested_too_deeply"),
        ('{"scene": "live", "subject": {}, "scene": "promotion"}', "", "duplicate_key"),
        ('{"scene": "live", "subject": {"name": "a", "name": "a"}}', "/subject", "duplicate_key"),
        ('{"a": 1, "\\u0061": 2}', "", "duplicate_key"),
        ('{"\\udfff": 1, "\\udfff": 2}', "", "duplicate_key"),
    ],
    ids=lambda text: text[:24],
)
def test_json_that_readers_differ_on_or_break_on(
    world: Any, assert_problem: Any, text: str, pointer: str, error: str
) -> None:
    assert_problem(post(world, text), "malformed_request", pointer, error)


def test_as_deep_and_as_long_as_is_taken(world: Any, assert_problem: Any) -> None:
    assert_problem(post(world, '{"a": ' + nested(32) + "}"), "invalid_content", "/a", "unknown_field")
    assert_problem(post(world, '{"a": ' + "9" * 32 + "}"), "invalid_content", "/a", "unknown_field")


def test_the_key_that_stands_twice_is_named(world: Any) -> None:
    [found] = post(world, '{"subject": {"name": "甲", "name": "乙"}, "scene": "live"}').json()["errors"]
    assert found["message"] == 'The key "name" stands more than once in one object.'


class TestBatch:
    """A flawed item is refused at its place; the others are answered."""

    FLAWED: ClassVar = [
        (with_name('"a\\u0000b"'), 422, "/subject/name", "unstorable_text"),
        ('{"\\ud800": 1}', 422, "", "unstorable_text"),
        ('"\\udc00"', 422, "", "unstorable_text"),
        (nested(40), 400, "/0" * 31, "nested_too_deeply"),
        (nested(100_000), 400, "/0" * 31, "nested_too_deeply"),
        (with_name("1" * 40), 400, "/subject/name", "number_too_long"),
        ("1" * 5000, 400, "", "number_too_long"),
        ('{"scene": 1, "scene": 2}', 400, "", "duplicate_key"),
        ('{"a": [{"b": 1, "b": 1}]}', 400, "/a/0", "duplicate_key"),
    ]

    @pytest.mark.parametrize("flawed", FLAWED, ids=lambda flawed: flawed[0][:24])
    def test_one_flawed_item_between_good_ones(self, world: Any, flawed: tuple[str, int, str, str]) -> None:
        text, status, place, code = flawed
        reply = post(world, f'{{"items": [{GOOD}, {text}, {GOOD}]}}', "/v1/check/batch", **{"Idempotency-Key": "k"})
        assert reply.status_code == 200, reply.text
        before, refused, after = reply.json()["items"]
        assert before["answer"]["outcome"] == after["answer"]["outcome"] == "clear"
        problem = refused["problem"]
        assert problem["status"] == status
        assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [("/items/1" + place, code)]

    def test_many_at_once(self, world: Any) -> None:
        reply = post(world, '{"items": [' + ",".join(text for text, *_ in self.FLAWED) + "]}", "/v1/check/batch")
        codes = [item["problem"]["errors"][0]["code"] for item in reply.json()["items"]]
        assert codes == [code for *_, code in self.FLAWED]

    @pytest.mark.parametrize(
        ("text", "code", "pointer", "error"),
        [
            (f'{{"items": [{GOOD}], "items": []}}', "malformed_request", "", "duplicate_key"),
            (f'{{"items": [{GOOD}], "a\\u0000": 1}}', "invalid_content", "", "unstorable_text"),
            ('{"items": "\\ud800"}', "invalid_content", "/items", "unstorable_text"),
            (f'[{{"items": {"1" * 40}}}]', "malformed_request", "/0/items", "number_too_long"),
        ],
    )
    def test_what_is_flawed_around_the_items_refuses_the_batch(
        self, world: Any, assert_problem: Any, text: str, code: str, pointer: str, error: str
    ) -> None:
        assert_problem(post(world, text, "/v1/check/batch"), code, pointer, error)


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
