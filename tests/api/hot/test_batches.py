"""A batch on the hot path: the same answers and records as on the ordinary way, or none of its own."""

from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from models.caller import Quota
from models.quotas import set_quota
from tests.api.conftest import BLACK, CLEAN
from tests.api.hot.conftest import Both, _row
from tests.factories import make_listing, make_subject

BATCH = "/v1/check/batch"
ITEMS: list[Any] = [
    {"subject": {"uscc": BLACK}, "scene": "promotion", "reference": "A-1"},
    {"subject": {"uscc": CLEAN}, "scene": "promotion"},
    {"subject": {"uscc": BLACK, "name": '惠州市"别\\名"贸易有限公司'}, "scene": "live", "on": "2026-11-05"},
]


def agree(both: Both, headers: dict[str, str], body: Any) -> bool:
    """Asserts that both ways answer and record the same; whether the hot path gave its own."""
    before = both.path.answered
    told = both.hot.post(BATCH, json=body, headers=headers)
    hot = both.path.answered > before
    expected = both.ordinary.post(BATCH, json=body, headers=headers)
    assert told.status_code == expected.status_code, told.text
    assert told.headers.keys() == expected.headers.keys()
    if told.status_code != 200:
        assert told.json() | {"request_id": ""} == expected.json() | {"request_id": ""}
        return hot
    texts = told.text, expected.text
    pairs = [*zip(told.json()["items"], expected.json()["items"], strict=True)]
    with both.world.context.database.log_read() as log:
        for one, other in pairs:
            if one["answer"] is None:
                assert one["problem"] | {"request_id": ""} == other["problem"] | {"request_id": ""}
                continue
            ids = one["answer"]["decision_id"], other["answer"]["decision_id"]
            texts = texts[0].replace(ids[0], ""), texts[1].replace(ids[1], "")
            assert _row(log, ids[0]) == _row(log, ids[1])
    assert texts[0] == texts[1] or any(one["answer"] is None for one, _ in pairs)
    return hot


@pytest.mark.both_databases
def test_a_batch_of_codes(both: Both) -> None:
    both.world.enter({})
    headers = both.world.headers()
    both.warm(headers)
    assert agree(both, headers, {"items": ITEMS})
    assert agree(both, headers, {"items": ITEMS * 40})
    with both.world.context.database.write() as session:
        make_listing(session, make_subject(session, uscc=CLEAN))
    agree(both, headers, {"items": ITEMS})
    told = both.hot.post(BATCH, json={"items": ITEMS}, headers=headers).json()
    assert [item["answer"]["outcome"] for item in told["items"]][:2] == ["refuse", "refuse"]


@pytest.mark.parametrize(
    "body",
    [
        {"items": [*ITEMS, {"subject": {"name": "某某贸易有限公司"}, "scene": "live"}]},
        {"items": [*ITEMS, {"subject": {"uscc": "9144"}, "scene": "live"}]},
        {"items": [*ITEMS, 7, "x", {"subject": {"uscc": BLACK, "name": "\x00"}, "scene": "live"}]},
        {"items": []},
        {"items": [ITEMS[0]] * 1001},
        {"items": ITEMS, "more": 1},
        {"items": {}},
        [],
    ],
    ids=lambda body: str(body)[-40:],
)
def test_what_is_left_to_the_ordinary_way(both: Both, body: Any) -> None:
    both.world.enter({})
    headers = both.world.headers()
    both.warm(headers)
    assert not agree(both, headers, body)


def test_each_item_counts_against_the_quota(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    world, headers = both.world, both.world.headers()
    monkeypatch.setattr(world.context.meter, "_tick", lambda: 1.0)
    with world.context.database.write() as session:
        set_quota(session, world.member(MemberKind.PLATFORM).member_id, Quota(1, 8, 10_000_000))
    both.warm(headers)
    both.ask(headers, ITEMS[1])
    before = both.path.answered
    replies = [both.hot.post(BATCH, json={"items": ITEMS}, headers=headers) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert both.path.answered == before + 3
