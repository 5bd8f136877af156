"""Whatever is altered, removed, put in, moved or cut off in the log is found; an erasure that the law wants is not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from huixin.core.leaves import salted
from huixin.local.receipts import digest_of
from models.audits import look
from models.database import Database
from models.decisions import Decision, Head
from models.keys import KeyRing
from models.log_writer import Entering, LogWriter
from models.receipts import current_head
from models.receipts.audit import Expected, Finding, audit
from tests.factories import make_row

BATCHES = (1, 2, 3, 5)
Tamper = Callable[[Session], None]


@pytest.fixture
def log_of_four(database: Database, keys: KeyRing, now: datetime) -> Database:
    """Four commits over a decision that is older than the chain."""
    with database.log_write() as log:
        log.add(_older(now))
    writer = LogWriter(database, keys)
    for batch, size in enumerate(BATCHES):
        rows = [make_row(f"dec_{batch}_{place}", now + timedelta(seconds=batch)) for place in range(size)]
        assert writer.enter(Entering(rows, rows[0].at))
    return database


def _older(now: datetime, decision_id: str = "dec_older") -> Decision:
    told: dict[str, Any] = {"scene": "promotion", "asked_as": "platform", "purpose": "p", "outcome": "clear"}
    keyed = {"member_id": "mem_1", "subject_key": "k", "ruleset": "sha256:0", "body_hash": "h"}
    empty: dict[str, Any] = {"request": {}, "listing_ids": [], "candidate_ids": [], "answer": {}}
    return Decision(id=decision_id, at=now, sequence=1, on=now.date(), **told, **keyed, **empty)


def found(database: Database, keys: KeyRing, expected: Expected | None = None) -> list[Finding]:
    public = [{**key.public_jwk, "kid": key.kid} for key in keys.receipt_keys]
    with database.log_read() as log:
        whole = list(audit(log, public, expected))
        for at_a_time in (1, 4):
            assert in_stretches(log, public, expected, at_a_time) == [{"head": f.head, "kind": f.kind} for f in whole]
        return whole


def in_stretches(
    log: Session, public: list[dict[str, str]], expected: Expected | None, at_a_time: int
) -> list[dict[str, Any]]:
    """What the worker's audit tells, which looks at a stretch at a time."""
    told, after = list[Any](), 0
    for _ in range(100):
        looked = look(log, public, after, expected, at_a_time)
        told += looked.told
        if looked.is_end:
            return told
        assert looked.head > after
        after = looked.head
    raise AssertionError("it comes to no end")


def kinds(database: Database, keys: KeyRing, expected: Expected | None = None) -> set[tuple[int, str]]:
    return {(one.head, one.kind) for one in found(database, keys, expected)}


def test_an_honest_log_holds(log_of_four: Database, keys: KeyRing) -> None:
    assert found(log_of_four, keys) == []


def test_keys_that_were_retired_still_hold(log_of_four: Database, keys: KeyRing) -> None:
    assert found(log_of_four, keys.rotate("receipts")) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("outcome", "refuse"),
        ("answer", {"outcome": "clear "}),
        ("operator", None),
        ("at", datetime.fromisoformat("2026-01-01T00:00:00+00:00")),
        ("listing_ids", []),
        ("member_id", "mem_2"),
        ("salt", "0" * 32),
        ("request", {"role": "seller", "x": 1}),
        ("subject_id", "sub_1"),
        ("rules_read", None),
    ],
)
def test_an_altered_row_is_found(log_of_four: Database, keys: KeyRing, field: str, value: object) -> None:
    with log_of_four.log_write() as log:
        setattr(log.get_one(Decision, "dec_2_1"), field, value)
    assert kinds(log_of_four, keys) == {(3, "content")}


def _remove(log: Session) -> None:
    log.delete(log.get_one(Decision, "dec_1_1"))


def _reorder(log: Session) -> None:
    one, other = (log.get_one(Decision, f"dec_1_{place}") for place in (0, 1))
    one.leaf = 9
    log.flush()
    other.leaf = 0
    log.flush()
    one.leaf = 1


def _put_in(log: Session) -> None:
    other = log.get_one(Decision, "dec_1_1")
    log.add(Decision(**other.model_dump(exclude={"id", "leaf"}), id="dec_forged", leaf=2))


def _put_under_another(log: Session) -> None:
    log.get_one(Decision, "dec_1_1").batch = 77


def _alter_a_head(log: Session) -> None:
    head = log.get_one(Head, 2)
    protected, payload, signature = head.signed.split(".")
    head.signed = f"{protected}.{payload[:-2]}AA.{signature}"
    head.digest = digest_of(head.signed)


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (_remove, {(2, "content")}),
        (_reorder, {(2, "content")}),
        (_put_in, {(2, "content")}),
        (_put_under_another, {(2, "content"), (77, "missing_head")}),
        (lambda log: log.delete(log.get_one(Head, 2)), {(2, "missing_head"), (3, "chain")}),
        (_alter_a_head, {(2, "signature"), (3, "chain")}),
        (lambda log: log.delete(log.get_one(Decision, "dec_older")), {(0, "without_head")}),
        (lambda log: log.add(_older(datetime.fromisoformat("2026-01-01T00:00:00+00:00"), "x")), {(0, "without_head")}),
    ],
)
def test_whatever_is_not_as_it_was_signed_is_found(
    log_of_four: Database, keys: KeyRing, tamper: Tamper, expected: set[tuple[int, str]]
) -> None:
    with log_of_four.log_write() as log:
        tamper(log)
    assert kinds(log_of_four, keys) == expected


def test_heads_that_another_signed_do_not_hold(log_of_four: Database, tmp_path: Any) -> None:
    assert {kind for _, kind in kinds(log_of_four, KeyRing.open(tmp_path / "another"))} == {"signature"}


def test_a_cut_tail_is_found_by_a_head_that_was_kept(log_of_four: Database, keys: KeyRing, now: datetime) -> None:
    with log_of_four.log_read() as log:
        head = current_head(log)
    assert head is not None
    public = [{**key.public_jwk, "kid": key.kid} for key in keys.receipt_keys]
    kept = [Expected.of(text, public) for text in (head.signed, f"{head.number}:{head.digest}")]
    assert kept[0] == kept[1]
    assert found(log_of_four, keys, kept[0]) == []
    with log_of_four.log_write() as log:
        log.delete(log.get_one(Head, 4))
        for place in range(5):
            log.delete(log.get_one(Decision, f"dec_3_{place}"))
    assert found(log_of_four, keys) == [], "what is cut off whole leaves no trace but in what was given out"
    assert kinds(log_of_four, keys, kept[0]) == {(4, "cut")}
    LogWriter(log_of_four, keys).enter(Entering([make_row("dec_instead", now)], now))
    assert kinds(log_of_four, keys, kept[0]) == {(4, "cut")}


def test_what_has_been_erased_leaves_its_digests_and_the_proof_of_the_rest(
    log_of_four: Database, keys: KeyRing
) -> None:
    with log_of_four.log_write() as log:
        row = log.get_one(Decision, "dec_3_2")
        about = f'["{row.subject_key}",null,"{row.operator}",null,[]]'
        row.erased = salted(row.salt or "", about) + salted(row.salt or "", "{}")
        row.salt, row.operator, row.subject_key, row.answer = None, None, "", {"erased": True}
    assert found(log_of_four, keys) == []
