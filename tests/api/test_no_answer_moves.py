"""What the alliance shares, trains and promises is no ground: no member's answer changes by it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import World
from tests.conftest import FULL
from tests.factories import uscc_of
from tests.sharing_desk import SharingDesk

ASKED = tuple(uscc_of(73_000_000 + number) for number in range(4))
SHARE = st.tuples(
    st.just("share"),
    st.sampled_from(("platform", "courier", "internet", "association")),
    st.sampled_from(ASKED),
    st.integers(1, 100),
)
LINK = st.tuples(st.just("link"), st.just(""), st.sampled_from(ASKED), st.integers(0, 1))
DECIDE = st.tuples(st.just("decide"), st.just(""), st.just(""), st.integers(0, 1))
TRAIN = st.tuples(st.just("train"), st.just(""), st.just(""), st.integers(0, 100))
PROMISE = st.tuples(st.just("promise"), st.just(""), st.sampled_from(ASKED), st.just(0))


@pytest.fixture
def desk(world: World) -> SharingDesk:
    desk = SharingDesk(world)
    desk.found("platform", "courier", "internet", "association")
    return desk


@settings(max_examples=40 if FULL else 8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(SHARE, LINK, DECIDE, TRAIN, PROMISE), min_size=4, max_size=12))
def test_no_signal_link_lead_training_or_promise_changes_any_members_answer(
    desk: SharingDesk, steps: list[Any]
) -> None:
    """Whoever asks about whomever, before and after: the same word for word. Where somebody has promised, that may be
    said beside the rest: it has no outcome, and what decides is the same."""
    desk.world.enter({"TYSHXYDM": ASKED[0], "JGMC": "惠州市印证商贸有限公司"})
    watched = {"TYSHXYDM": ASKED[1], "JGMC": "惠州市关注商贸有限公司", "失信类型": "刷单炒信"}
    desk.world.enter(watched, list_code="ecommerce_watch")
    before = answers(desk)
    for kind, who, uscc, number in steps:
        if kind == "share":
            desk.share(who, uscc=uscc, name="植入被疑公司", confidence=number, target={"kind": "shop", "id": uscc})
        elif kind == "link":
            desk.enter_register(f"{uscc},植入代表{number},,")
        elif kind == "train":
            train(desk, number)
        elif kind == "promise":
            promise(desk, uscc)
        else:
            for suspect in desk.suspects(state="open"):
                body = {"action": "dismiss", "reason": "x"} if number else {"action": "open_case", "basis": "植入依据"}
                desk.done("centre", f"/v1/suspects/{suspect['id']}/actions", **body)
    promised = any(kind == "promise" for kind, *_ in steps)
    after = answers(desk)
    if promised:
        before, after = ([decides(one) for one in told] for told in (before, after))
    assert after == before


REMARKS = {"commitment-made", "commitment-invited"}
"""That there is a promise, or may be one; the notice (四(三)) has promises shown, and nothing follow from them."""


def decides(told: dict[str, Any]) -> dict[str, Any]:
    """All but the two remarks on promises, and the explanation, whose words they are part of."""
    if "reasons" not in told:
        return told
    remarks = [one for one in told["reasons"] if one["rule"] in REMARKS]
    assert [one["outcome"] for one in remarks] == [None] * len(remarks)
    others = [one for one in told["reasons"] if one not in remarks]
    return {name: told[name] for name in told if name != "explanation"} | {"reasons": others}


def train(desk: SharingDesk, mark: int) -> None:
    """A round to which whoever stands on a list is invited, and comes or stays away."""
    held = {"title": "第一期", "contents": "电子商务法", "place": "惠州", "pass_mark": 60, "lists": ["brushing_black"]}
    made = desk.done("centre", "/v1/trainings", **held, first_day=desk.today, last_day=desk.today)
    path = f"/v1/trainings/{made['id']}"
    assert desk.done("centre", f"{path}/invitations")["invited"] == 1
    [seat] = desk.get("centre", f"{path}/seats")["items"]
    steps = [{"action": "absent"}] if mark % 2 else [{"action": "attend", "on": desk.today}]
    steps += [] if mark % 2 else [{"action": "examine", "on": desk.today, "mark": mark}]
    for step in steps:
        desk.done("centre", f"{path}/seats/{seat['id']}/actions", **step)


def promise(desk: SharingDesk, uscc: str) -> None:
    """From paper; a second one is refused while the first holds."""
    words = {"zh": "自愿承诺诚信经营", "en": "Honest trade"}
    template = {"code": "honest_trade", "title": words, "text": words, "months": 12, "since": desk.today}
    desk.post("centre", "/v1/commitments/templates", **template)
    paper = {"file": ("承诺书.pdf", b"%PDF-1.4\n1\n%%EOF\n", "application/pdf")}
    digest = desk.ask("centre", "POST", "/v1/attachments", files=paper).json()["sha256"]
    said = {"evidence": [{"kind": "document", "description": "承诺书", "sha256": digest}], "accepted_on": desk.today}
    got = desk.post("centre", "/v1/commitments", template="honest_trade", uscc=uscc, name="某公司", **said)
    assert got.status_code in (201, 409), got.text


def answers(desk: SharingDesk) -> list[dict[str, Any]]:
    """All that each member is answered about each, without what every question has of its own: its number, and up to
    which change the service knew."""
    told = []
    for who in ("platform", "courier", "internet", "association", "agency"):
        headers = desk.headers(who)
        for subject in (*({"uscc": code} for code in ASKED), {"name": "植入被疑公司"}):
            answer = desk.world.ask(headers, subject=subject).json()
            del answer["decision_id"], answer["as_of"]["sequence"]
            told.append(answer)
        for path in ("/v1/listings", "/v1/prompts", "/v1/changes"):
            told.append({path: desk.world.client.get(path, headers=headers).json()["items"]})
    return told
