"""The hot path gives just the answer that the ordinary way gives, and writes just the same record, or gives none."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huixin.core.vocabulary import EndKind, MemberKind, Role
from models.caller import Quota
from models.clauses import end_clause, list_clauses
from models.listings import end_listing
from models.members import disable_member
from models.quotas import set_quota
from tests.api.bundles.register import NAMES, Register
from tests.api.bundles.test_parity import AUDIENCES, LISTED, TODAY, questions, with_the_same_organisation_code
from tests.api.clerks import Centre
from tests.api.conftest import BLACK, CLEAN, World
from tests.api.hot.conftest import Both
from tests.conftest import FULL
from tests.factories import fresh_usccs, make_listing, make_person, make_subject

pytestmark = pytest.mark.both_databases

ASK = {"subject": {"uscc": BLACK}, "scene": "promotion"}


@pytest.mark.parametrize("kind", AUDIENCES)
@settings(
    max_examples=10 if FULL else 1,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_random_lists_days_scenes_and_campaigns(both: Both, kind: MemberKind, data: st.DataObject) -> None:
    world = both.world
    codes = [code for code, _ in zip(fresh_usccs(), range(12), strict=False)]
    with world.context.database.write() as session:
        for code, fields in zip(codes, data.draw(LISTED), strict=True):
            subject = make_subject(session, uscc=code)
            listed = [make_listing(session, subject, **each).id for each in fields]
    headers = world.headers(kind)
    both.warm(headers)
    given_hot = 0
    for _ in range(15):
        who: dict[str, Any] = {
            "uscc": data.draw(st.sampled_from([*codes, CLEAN])),
            "role": data.draw(st.sampled_from(Role)),
        }
        who |= data.draw(st.sampled_from([{}, {"name": "某某贸易有限公司"}]))
        body = {name: value for name, value in data.draw(questions()).items() if value is not None} | {"subject": who}
        given_hot += both.agree(headers, body | data.draw(st.sampled_from([{}, {"reference": "PO-7/1"}])))
    assert given_hot == 15
    with world.context.database.write() as session:
        end_listing(session, listed[0], TODAY, EndKind.REMOVED)
    for code in codes[-2:]:
        both.agree(headers, {"subject": {"uscc": code}, "scene": "promotion"})


@settings(max_examples=20 if FULL else 3, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_merchants_who_share_names_and_codes_change_by_change(both: Both, data: st.DataObject) -> None:
    world, headers = both.world, both.world.headers()
    with world.context.database.write() as session:
        register = Register(session, data.draw)
        for _ in range(3):
            register.act()
    both.warm(headers)
    for _ in range(2):
        with world.context.database.write() as session:
            register.session = session
            register.act()
        for code in (*register.codes[:2], *map(with_the_same_organisation_code, register.codes[:2])):
            name = data.draw(st.none() | st.sampled_from(NAMES))
            both.agree(headers, {"subject": {"uscc": code} | ({"name": name} if name else {}), "scene": "onboarding"})


class TestWhatIsLeftToTheOrdinaryWay:
    @pytest.mark.parametrize(
        "body",
        [
            {"subject": {"name": "某某贸易有限公司"}},
            {"subject": {"uscc": "91441302MADEM00030"}},
            {"subject": {"uscc": BLACK.lower()}},
            {"subject": {"uscc": BLACK, "registration_number": "441300000000017"}},
            {"subject": {"uscc": CLEAN, "kind": "natural_person"}},
            {"subject": {"resident_id": "11010519491231002X"}},
            {"on": "2026-11-01"},
            {"on": "2027-12-03"},
            {"scene": "nowhere"},
            {"purpose": "curiosity"},
            {"campaign": {"kind": "no_such"}},
            {"reference": "11010519491231002X"},
            {"operator": "11010519491231002X"},
            {"as_known_on": "2026-11-02"},
            {"as": "logistics"},
            {"unknown": 1},
            {"reference": 'a\\b"c'},
        ],
    )
    def test_bodies(self, both: Both, body: dict[str, Any]) -> None:
        both.world.enter({})
        headers = both.world.headers()
        both.warm(headers)
        assert not both.agree(headers, ASK | body)

    @pytest.mark.parametrize(
        "content",
        [
            b"{",
            b'{"subject":{"uscc":"%s","uscc":"%s"},"scene":"live"}' % (BLACK.encode(), CLEAN.encode()),
            b'{"subject":{"uscc":"%s"},"scene":"live","scene":"review"}' % BLACK.encode(),
            b'{"subject":{"name":"\\"uscc\\":\\"%s\\""},"scene":"live"}' % BLACK.encode(),
            b'{"subject":{"name":"x"},"scene":"live","operator":{"uscc":"%s"}}' % BLACK.encode(),
            b'{"subject":{"uscc":"%s"},"scene":"live","reference":NaN}' % BLACK.encode(),
            b'{"subject":{"uscc":"%s"},"scene":"live"}\0' % BLACK.encode(),
            b'\xef\xbb\xbf{"subject":{"uscc":"%s"},"scene":"live"}' % BLACK.encode(),
            b"[" * 5000,
            b"x" * (1 << 20) + b"x",
        ],
        ids=lambda content: content[:60],
    )
    def test_what_is_no_such_body(self, both: Both, content: bytes) -> None:
        headers = both.world.headers() | {"Content-Type": "application/json"}
        both.warm(headers)
        before = both.path.answered
        for _ in range(2):
            told = both.hot.post("/v1/check", content=content, headers=headers)
            expected = both.ordinary.post("/v1/check", content=content, headers=headers)
            assert told.status_code == expected.status_code
            assert told.status_code == 200 or told.json() | {"request_id": 0} == expected.json() | {"request_id": 0}
        assert both.path.answered == before

    def test_an_escaped_code_inside_a_name_is_no_code(self, both: Both) -> None:
        headers = both.world.headers()
        both.warm(headers)
        name = f'x","uscc":"{CLEAN}'
        assert both.agree(headers, ASK | {"subject": {"uscc": BLACK, "name": name}})

    @pytest.mark.parametrize(
        "headers",
        [{"Idempotency-Key": "k"}, {"Content-Type": "application/json; charset=utf-8"}, {"Huixin-Min-Sequence": "999"}],
    )
    def test_headers(self, both: Both, headers: dict[str, str]) -> None:
        own = both.world.headers()
        both.warm(own)
        assert both.agree(own, ASK)
        assert not both.agree(own | headers, ASK)

    @pytest.mark.parametrize("kind", [MemberKind.CENTRE, MemberKind.AUDITOR])
    def test_those_who_keep_the_lists(self, both: Both, kind: MemberKind) -> None:
        both.world.enter({})
        headers = both.world.headers(kind)
        both.warm(headers)
        assert not both.agree(headers, ASK)

    def test_a_natural_person_and_a_subject_judged_by_a_person(self, both: Both) -> None:
        world = both.world
        world.enter({})
        headers = world.headers()
        with world.context.database.write() as session:
            make_listing(session, make_person(session, world.context.keys))
        both.warm(headers)
        named = ASK | {"subject": {"uscc": BLACK, "name": "惠州市别名贸易有限公司"}}
        assert both.agree(headers, named)
        told = both.ordinary.post("/v1/check", json=named, headers=headers).json()
        judged = {"subject_id": told["identity"]["subject_id"], "judgement": "same", "by": "张三", "why": "同一主体"}
        path = f"/v1/decisions/{told['decision_id']}/review"
        assert world.client.post(path, json=judged, headers=headers).status_code == 201
        assert not both.agree(headers, named)
        assert both.agree(headers, ASK)


def test_merchants_who_are_listed_alike_are_each_answered_with_what_is_their_own(both: Both) -> None:
    world, headers = both.world, both.world.headers()
    names = ['甲"乙\\丙{name}有限公司', "丁贸易有限公司", "戊\u2028\x7f有限公司"]
    with world.context.database.write() as session:
        subjects = [make_subject(session, name=name) for name in names]
        for number, subject in enumerate(subjects):
            for document in ('"一"', None, f"二{number}"):
                make_listing(session, subject, document_number=document, decided_on=TODAY - timedelta(days=9))
    both.warm(headers)
    for subject in (*subjects, *subjects):
        assert both.agree(headers, {"subject": {"uscc": subject.key.removeprefix("uscc:")}, "scene": "promotion"})


class TestWhatChanges:
    def test_is_answered_before_the_next_question(self, both: Both) -> None:
        world, headers = both.world, both.world.headers()
        both.warm(headers)
        assert both.agree(headers, ASK)
        world.enter({})
        both.agree(headers, ASK)
        assert both.ask(headers, ASK)[0].json()["outcome"] == "refuse"
        both.path._following.follow()
        assert both.agree(headers, ASK)
        listing = both.ask(headers, ASK)[0].json()["records"][0]["id"]
        with world.context.database.write() as session:
            end_listing(session, listing, TODAY, EndKind.REMOVED)
        assert both.ask(headers, ASK)[0].json()["outcome"] == "clear"

    def test_clauses_and_days(self, both: Both) -> None:
        world, headers = both.world, both.world.headers()
        world.enter({"YXQZ": "2026-11-09"})
        both.warm(headers)
        assert both.agree(headers, ASK)
        member = world.member(MemberKind.PLATFORM).member_id
        with world.context.database.write() as session:
            for clause in list_clauses(session, member):
                end_clause(session, member, clause.id, TODAY)
        assert both.agree(headers, ASK)
        for days in (1, 7):
            world.pass_time(days=days)
            headers = world.headers()
            both.warm(headers)
            assert both.agree(headers, ASK)

    def test_a_member_that_is_disabled_is_refused_at_once(self, both: Both) -> None:
        world, headers = both.world, both.world.headers()
        both.warm(headers)
        assert both.agree(headers, ASK)
        with world.context.database.write() as session:
            disable_member(session, world.member(MemberKind.PLATFORM).member_id, world.context.now())
        assert both.ask(headers, ASK)[0].status_code == 401

    def test_a_token_that_is_over(self, both: Both) -> None:
        world, headers = both.world, both.world.headers()
        both.warm(headers)
        assert both.agree(headers, ASK)
        world.set_clock(world.context.now() + timedelta(minutes=16))
        assert both.ask(headers, ASK)[0].status_code == 401

    def test_a_measure_that_is_suspended_and_lifted_again(self, both: Both) -> None:
        world, headers = both.world, both.world.headers()
        world.enter({})
        centre = Centre(world)
        both.warm(headers)
        assert both.agree(headers, ASK)
        centre.done("author", "suspensions", measure="promotion_limit", reason="依据正在复核")
        both.agree(headers, ASK)
        assert "promotion_limit" not in {one["code"] for one in both.ask(headers, ASK)[0].json()["measures"]}


def test_what_cannot_be_recorded_is_not_answered(
    both: Both, monkeypatch: pytest.MonkeyPatch, assert_problem: Any
) -> None:
    headers = both.world.headers()
    both.warm(headers)
    assert both.agree(headers, ASK)

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("models.log_writer.seal", full)
    before = both.path.answered
    refused = both.hot.post("/v1/check", json=ASK, headers=headers | {"Accept-Language": "zh"})
    assert both.path.answered == before + 1
    assert_problem(refused, "unavailable")
    assert (refused.headers["retry-after"], refused.json()["detail"]) == ("1", "查询未能记录，因此不予答复，请重试。")


def test_before_its_entries_are_told_the_ordinary_way_answers(both: Both, world: World) -> None:
    world.enter({})
    assert not both.agree(world.headers(), ASK)


def test_quotas_are_taken_off_and_refused_alike(
    both: Both, assert_problem: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, headers = both.world, both.world.headers()
    monkeypatch.setattr(world.context.meter, "_tick", lambda: 1.0)
    with world.context.database.write() as session:
        set_quota(session, world.member(MemberKind.PLATFORM).member_id, Quota(1, 3, 10_000_000))
    both.warm(headers)
    replies = [both.ask(headers, ASK) for _ in range(3)]
    assert [reply.status_code for reply, _ in replies] == [200, 200, 429]
    assert [hot for _, hot in replies] == [True, True, True]
    assert "r=1" in replies[0][0].headers["ratelimit"]
    assert_problem(replies[2][0], "rate_limited")
    expected = both.ordinary.post("/v1/check", json=ASK, headers=headers)
    assert expected.headers.keys() == replies[2][0].headers.keys()
    assert expected.json() | {"request_id": 0} == replies[2][0].json() | {"request_id": 0}
