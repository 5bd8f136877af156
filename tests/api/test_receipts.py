"""A receipt proves what was answered, away from the service; nothing else passes for one."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from huixin.cli import app
from huixin.local.receipts import HEAD, HEAD_KIND, ReceiptRefused, read_head, verify
from huixin.types.receipt import Receipt
from models.signing import jws
from tests.api.conftest import CLEAN, World
from tests.api.test_checks import ASK, end_all, post


@pytest.fixture
def answered(world: World) -> Any:
    """The answer as it came."""
    world.enter({})
    return post(world, world.headers(), ASK)


def receipt_of(world: World, decision_id: str) -> Receipt:
    reply = world.client.get(f"/v1/decisions/{decision_id}/receipt", headers=world.headers())
    assert reply.status_code == 200, reply.text
    return Receipt.model_validate(reply.json())


def published(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.client.get("/.well-known/jwks.json").json()["keys"]
    return found


def test_it_holds_the_very_text_that_was_sent(world: World, answered: Any) -> None:
    receipt = receipt_of(world, answered.json()["decision_id"])
    assert receipt.answer == answered.text
    proved = verify(receipt, published(world))
    assert (proved.decision["outcome"], proved.answer) == (answered.json()["outcome"], answered.text)


def test_each_of_a_batch_has_its_own(world: World) -> None:
    world.enter({})
    items = [ASK, ASK | {"subject": {"uscc": CLEAN}}, {"scene": "dinner"}, ASK]
    body = post(world, world.headers(), {"items": items}, path="/v1/check/batch").json()
    ids = [item["answer"]["decision_id"] for item in body["items"] if item["answer"]]
    receipts = [receipt_of(world, each) for each in ids]
    assert [verify(each, published(world)).decision["id"] for each in receipts] == ids
    assert len({each.head for each in receipts}) == 1


def test_a_record_that_has_ended_since_is_in_it_no_more_and_the_kept_answer_is_proved(
    world: World, answered: Any
) -> None:
    end_all(world, answered.json()["records"])
    receipt = receipt_of(world, answered.json()["decision_id"])
    assert (receipt.answer, receipt.about) == (None, None)
    assert "惠市监认" not in receipt.model_dump_json()
    assert answered.json()["identity"]["subject_id"] not in receipt.model_dump_json()
    assert verify(receipt, published(world)).answer is None
    assert verify(receipt, published(world), answered.text).answer == answered.text
    with pytest.raises(ReceiptRefused) as refused:
        verify(receipt, published(world), answered.text.replace("refuse", "clear"))
    assert refused.value.reason == "answer"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"answer": "{}"}, "answer"),
        ({"answer": None, "answer_digest": "0" * 64}, "tree"),
        ({"about_digest": "0" * 64, "about": None}, "tree"),
        ({"about": {}}, "unreadable"),
        ({"salt": None}, "answer"),
        ({"decision": {}}, "tree"),
        ({"head": "a.b.c"}, "unsigned"),
        ({"proof": {"place": 5, "path": []}}, "tree"),
        ({"proof": {"place": 0, "path": ["zz"]}}, "tree"),
    ],
)
def test_one_that_was_altered_proves_nothing(world: World, answered: Any, change: Any, reason: str) -> None:
    told = receipt_of(world, answered.json()["decision_id"]).model_dump() | change
    with pytest.raises(ReceiptRefused) as refused:
        verify(Receipt.model_validate(told), published(world))
    assert refused.value.reason == reason


def test_another_outcome_does_not_stand_under_the_head(world: World, answered: Any) -> None:
    told = receipt_of(world, answered.json()["decision_id"]).model_dump()
    told["decision"] |= {"outcome": "clear"}
    with pytest.raises(ReceiptRefused) as refused:
        verify(Receipt.model_validate(told), published(world))
    assert refused.value.reason == "tree"


def test_a_key_of_tokens_signs_no_heads(world: World, answered: Any) -> None:
    tokens = [key for key in published(world) if key["kid"] == world.context.keys.signing_key.kid]
    with pytest.raises(ReceiptRefused) as refused:
        verify(receipt_of(world, answered.json()["decision_id"]), tokens)
    assert refused.value.reason == "unknown_key"


def test_nor_does_one_that_claims_to_sign_heads(world: World, answered: Any) -> None:
    told = receipt_of(world, answered.json()["decision_id"])
    head = read_head(told.head, published(world))
    forged = jws(HEAD.dump_json(head), HEAD_KIND, world.context.keys.signing_key)
    with pytest.raises(ReceiptRefused) as refused:
        verify(told.model_copy(update={"head": forged}), published(world))
    assert refused.value.reason == "unknown_key"


def test_the_end_of_an_answer_is_no_answer(world: World, answered: Any) -> None:
    told = receipt_of(world, answered.json()["decision_id"])
    assert told.answer is not None
    forged = {"salt": f"{told.salt}{told.answer[:20]}", "answer": told.answer[20:], "about": None}
    with pytest.raises(ReceiptRefused) as refused:
        verify(told.model_copy(update=forged), published(world))
    assert refused.value.reason == "unreadable"


def test_a_decision_of_before_has_none(world: World, answered: Any, assert_problem: Any) -> None:
    decision_id = answered.json()["decision_id"]
    with world.context.database.log_write() as log:
        log.connection().exec_driver_sql("UPDATE decision SET batch = NULL, leaf = NULL")
    path = f"/v1/decisions/{decision_id}/receipt"
    assert_problem(world.client.get(path, headers=world.headers()), "not_found")


class TestTheCommand:
    def run(self, *arguments: str) -> Any:
        return CliRunner().invoke(app, ["verify", *arguments])

    def test_says_what_it_proves_and_asks_nobody(self, world: World, answered: Any, tmp_path: Path) -> None:
        receipt = receipt_of(world, answered.json()["decision_id"])
        (tmp_path / "receipt.json").write_text(receipt.model_dump_json())
        (tmp_path / "keys.json").write_text(json.dumps({"keys": published(world)}))
        kid = world.context.keys.receipt_keys[0].kid
        for trusted in (("--keys", str(tmp_path / "keys.json")), ("--kid", kid)):
            result = self.run(str(tmp_path / "receipt.json"), *trusted)
            assert result.exit_code == 0, result.output
            assert f"PROVED: decision {answered.json()['decision_id']}" in result.stdout

    def test_takes_no_key_on_trust(self, world: World, answered: Any, tmp_path: Path) -> None:
        path = tmp_path / "receipt.json"
        path.write_text(receipt_of(world, answered.json()["decision_id"]).model_dump_json())
        assert self.run(str(path)).exit_code == 2
        refused = self.run(str(path), "--kid", "another")
        assert (refused.exit_code, "NOT PROVED" in refused.stderr) == (1, True)
