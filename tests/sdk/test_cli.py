"""`huixin check` against the stub: what it prints, how it exits."""

import json

import pytest

from tests.sdk.conftest import Run
from tests.sdk.stub import Stub, problem


def test_a_card_in_chinese(run: Run) -> None:
    result = run("check", "9133", "--scene", "promotion", "--name", "某公司")
    assert result.exit_code == 0
    for part in ("refuse 拒绝", "某公司 · 9133 · promotion", "限制促销", "法定", "→ 2027-01-01", "解释", "dec_1"):
        assert part in result.stdout


def test_a_card_in_english(run: Run) -> None:
    result = run("check", "9133", "--scene", "promotion", "--lang", "en")
    assert "No promotions" in result.stdout
    assert "Explained 9133" in result.stdout
    assert "解释" not in result.stdout


def test_the_answer_as_json(run: Run, stub: Stub) -> None:
    options = ("--campaign", "double_11", "--on", "2026-11-11", "--as", "logistics", "--json")
    result = run("check", "9133", "--scene", "promotion", *options)
    assert json.loads(result.stdout)["measures"][0]["class"] == "contractual"
    sent = stub.to("/v1/check")[0].json
    assert (sent["campaign"], sent["on"], sent["as"]) == ({"kind": "double_11"}, "2026-11-11", "logistics")


def test_what_was_known_on_a_day(run: Run, stub: Stub) -> None:
    options = ("--as-known-on", "2026-06-30", "--purpose", "complaint_handling")
    assert run("check", "9133", "--scene", "promotion", *options).exit_code == 0
    sent = stub.to("/v1/check")[0].json
    assert (sent["as_known_on"], sent["purpose"]) == ("2026-06-30", "complaint_handling")


def test_a_name_alone_can_be_checked(run: Run, stub: Stub) -> None:
    assert run("check", "--name", "某公司", "--scene", "onboarding").exit_code == 0
    assert "uscc" not in stub.to("/v1/check")[0].json["subject"]


def test_neither_code_nor_name_is_a_usage_error(run: Run) -> None:
    result = run("check", "--scene", "onboarding")
    assert result.exit_code == 2
    assert "Give a code" in result.stderr


def test_text_of_others_does_not_steer_the_terminal(run: Run) -> None:
    result = run("check", "91", "--scene", "promotion", "--name", "某[bold]公司\x1b[2J\u202e")
    assert "某[bold]公司\ufffd[2J\ufffd" in result.stdout


def test_a_refusal_is_a_sentence_and_exit_1(run: Run, stub: Stub) -> None:
    stub.faults.append(problem("missing_scope", 403))
    result = run("check", "91", "--scene", "promotion")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "huixin: Refused: missing_scope [403 missing_scope, request req_7]\n"
    assert stub.to("/v1/check")[0].headers["accept-language"] == "zh"


def test_nothing_set_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIXIN_CLIENT_SECRET")
    result = run("check", "91", "--scene", "promotion")
    assert result.exit_code == 1
    assert "Not set: HUIXIN_CLIENT_SECRET" in result.stderr
