"""Corroboration: when signals make a suspect, what links weigh, what the centre makes of it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from huixin.core.vocabulary import MemberKind
from models.signals.tables import Signal
from models.signals.weights import weight
from models.subjects import enter_subject, enterprise
from models.suspects.links import link_weight
from tests.api.conftest import World
from tests.factories import uscc_of
from tests.sharing_desk import SharingDesk

FIRM, OTHER = uscc_of(71_000_001), uscc_of(71_000_002)
SHOP_2 = {"kind": "shop", "id": "shop-2"}


@pytest.fixture
def desk(world: World) -> SharingDesk:
    desk = SharingDesk(world)
    desk.found("platform", "courier", "internet", "association")
    return desk


def test_two_members_of_different_kinds_make_a_suspect(desk: SharingDesk) -> None:
    desk.share("platform", uscc=FIRM, name="某公司")
    desk.share("platform", uscc=FIRM, kind="fake_reviews")
    assert desk.suspects() == [], "one member alone says nothing, however often"
    desk.share("courier", uscc=FIRM, kind="empty_parcels")
    [suspect] = desk.suspects()
    assert (suspect["uscc"], suspect["name"], suspect["state"]) == (FIRM, "某公司", "open")
    assert suspect["supported"]
    rests_on = sorted((one["member_kind"], one["weight"]) for one in suspect["signals"])
    assert rests_on == [("logistics", 80), ("platform", 80), ("platform", 80)]


def test_two_of_one_kind_or_of_one_group_make_none(world: World) -> None:
    desk = SharingDesk(world)
    desk.found("platform", "other platform", "courier", groups={"platform": "某 集团", "courier": "某集团"})
    for who in ("platform", "other platform"):
        desk.share(who, uscc=FIRM)
    assert desk.suspects() == []
    for who in ("platform", "courier"):
        desk.share(who, uscc=OTHER, target={"kind": "shop", "id": "shop-2"})
    assert desk.suspects() == []


def test_a_target_goes_by_the_merchant_that_is_named(desk: SharingDesk) -> None:
    account = {"target": {"kind": "account", "id": "a 1"}}
    for who in ("platform", "internet"):
        desk.share(who, **account)
    [suspect] = desk.suspects()
    assert (suspect["uscc"], suspect["target"], suspect["target_kind"]) == (None, None, "account")
    desk.share("association", **account, uscc=FIRM)
    [suspect] = desk.suspects()
    assert (suspect["uscc"], len(suspect["signals"])) == (FIRM, 3)


def test_a_target_of_which_two_merchants_are_named_is_nobodys(desk: SharingDesk) -> None:
    desk.share("platform", uscc=FIRM, name="某公司")
    desk.share("internet", uscc=OTHER)
    desk.share("courier")
    [suspect] = desk.suspects()
    assert (suspect["uscc"], suspect["name"], suspect["target"]) == (None, None, "shop-1")
    assert {one["uscc"] for one in suspect["signals"]} == {FIRM, OTHER, None}, "the centre sees who names whom"
    assert suspect["supported"]


def test_a_retracted_signal_supports_nothing(desk: SharingDesk) -> None:
    first = desk.share("platform", uscc=FIRM)
    desk.share("courier", uscc=FIRM)
    desk.done("platform", f"/v1/signals/{first['id']}/retraction", reason="误报")
    [suspect] = desk.suspects()
    assert not suspect["supported"]
    assert [one["member_kind"] for one in suspect["signals"]] == ["logistics"]


def test_of_one_of_which_all_was_retracted_a_single_word_makes_none_again(desk: SharingDesk) -> None:
    for who in ("platform", "courier"):
        made = desk.share(who, uscc=FIRM)
        desk.done(who, f"/v1/signals/{made['id']}/retraction", reason="误报")
    desk.share("internet", uscc=FIRM)
    assert desk.suspects() == []
    desk.share("association", uscc=FIRM)
    [suspect] = desk.suspects()
    assert {one["member_kind"] for one in suspect["signals"]} == {"internet", "association"}


def test_what_a_member_said_that_has_left_counts_no_more(desk: SharingDesk) -> None:
    desk.share("platform", uscc=FIRM)
    desk.done("platform", f"/v1/alliances/{desk.alliance}/leaving")
    desk.share("courier", uscc=FIRM)
    assert desk.suspects() == []


@pytest.mark.parametrize(
    ("shared", "retracted", "expected"),
    [(0, 0, 1), (9, 0, 1), (9, 5, 0.5), (1, 1, 0.5), (400, 0, 0.5), (2000, 0, 0.1), (400, 401 // 2, 0.2506)],
)
def test_the_formula_of_the_weight(shared: int, retracted: int, expected: float) -> None:
    assert weight(shared, retracted, 200) == pytest.approx(expected, abs=1e-4)


@given(st.integers(0, 5000), st.data())
def test_retracting_and_flooding_never_raise_a_weight(shared: int, data: st.DataObject) -> None:
    retracted = data.draw(st.integers(0, shared))
    assert 0 < weight(shared, retracted, 200) <= 1
    assert weight(shared, min(retracted + 1, shared), 200) <= weight(shared, retracted, 200)
    assert weight(max(shared, 200) + 1, 0, 200) < weight(max(shared, 200), 0, 200)


def test_who_retracts_much_is_not_heard_until_it_has_kept_more(desk: SharingDesk) -> None:
    for number in range(5):
        made = desk.share("courier", target={"kind": "shop", "id": f"other {number}"})
        desk.done("courier", f"/v1/signals/{made['id']}/retraction", reason="误报")
    desk.share("platform", uscc=FIRM)
    desk.share("courier", uscc=FIRM)
    assert desk.suspects() == [], "2/7 of 80 %"
    for number in range(2):
        desk.share("courier", target={"kind": "shop", "id": f"kept {number}"})
    desk.share("courier", uscc=FIRM)
    [suspect] = desk.suspects()
    assert {one["weight"] for one in suspect["signals"]} == {80, 40}, "5/10 of 80 %"


def test_who_floods_is_heard_less(desk: SharingDesk) -> None:
    """So many as 600 in 90 days weigh a third each, by the parameter from which on sharing is flooding."""
    desk.share("courier", target={"kind": "shop", "id": "another"})
    with desk.world.context.database.write() as session:
        [first] = session.exec(select(Signal)).all()
        said = first.model_dump()
        session.add_all(Signal(**said | {"id": f"sgn_{number}"}) for number in range(598))
    for who in ("platform", "courier"):
        desk.share(who, uscc=FIRM)
    assert desk.suspects() == [], "200/600 of 80 %"
    desk.world.set_clock(desk.world.context.now() + timedelta(days=90))
    desk.share("courier", uscc=FIRM)
    [suspect] = desk.suspects()
    assert {one["weight"] for one in suspect["signals"]} == {80}, "that it flooded is too long ago"


def test_few_who_share_a_representative_are_linked(desk: SharingDesk) -> None:
    assert desk.enter_register(f"{FIRM},王某,,", f"{OTHER},王 某,,") == 2
    desk.share("platform", uscc=FIRM)
    assert desk.suspects() == []
    desk.share("courier", uscc=OTHER, target={"kind": "shop", "id": "shop-2"})
    suspects = {one["uscc"]: one for one in desk.suspects()}
    assert set(suspects) == {FIRM, OTHER}
    rests_on = sorted((one["linked"], one["weight"]) for one in suspects[FIRM]["signals"])
    assert rests_on == [(False, 80), (True, 80)]


def test_few_who_share_an_address_are_linked(desk: SharingDesk) -> None:
    desk.enter_register(f"{FIRM},,,惠州市江北1号", f"{OTHER},,,惠州市 江北1号")
    desk.share("platform", uscc=FIRM)
    desk.share("courier", uscc=OTHER, target=SHOP_2)
    assert {one["uscc"] for one in desk.suspects()} == {FIRM, OTHER}


def test_a_register_that_comes_later_brings_together_what_was_said_before(desk: SharingDesk) -> None:
    desk.share("platform", uscc=FIRM)
    desk.share("courier", uscc=OTHER, target=SHOP_2)
    assert desk.suspects() == []
    desk.enter_register(f"{FIRM},王某,,")
    assert desk.suspects() == []
    desk.enter_register(f"{OTHER},王某,,")
    assert {one["uscc"] for one in desk.suspects() if one["supported"]} == {FIRM, OTHER}


def test_a_mark_that_a_new_extract_no_longer_has_links_nobody(desk: SharingDesk) -> None:
    desk.enter_register(f"{FIRM},王某,,江北1号", f"{OTHER},李某,,江北1号")
    desk.enter_register(f"{FIRM},王某,,", f"{OTHER},张某,,江北1号", f"{OTHER},李某,,江北2号")
    desk.share("platform", uscc=FIRM)
    desk.share("courier", uscc=OTHER, target=SHOP_2)
    assert desk.suspects() == []


def test_an_office_of_hundreds_says_nothing(desk: SharingDesk) -> None:
    firms = [uscc_of(72_000_000 + number) for number in range(300)]
    desk.enter_register(*(f"{firm},,,惠州市江北文昌一路 11 号" for firm in firms))
    desk.share("platform", uscc=firms[0])
    desk.share("courier", uscc=firms[1], target={"kind": "shop", "id": "shop-2"})
    assert desk.suspects() == []
    assert [round(link_weight(n), 3) for n in (2, 3, 5, 300)] == [1, 0.5, 0.25, 0.003]


def test_a_link_without_a_word_of_its_own_makes_no_suspect(desk: SharingDesk) -> None:
    desk.enter_register(f"{FIRM},王某,,", f"{OTHER},王某,,")
    for who in ("platform", "courier"):
        desk.share(who, uscc=FIRM)
    assert [one["uscc"] for one in desk.suspects()] == [FIRM]


def test_a_shared_telephone_links(world: World) -> None:
    desk = SharingDesk(world)
    desk.found("platform", "courier", personal_kinds=("brushing_phone",))
    phone = {"kind": "brushing_phone", "assessment_id": "评1", "agreement_id": desk.agreement}
    desk.share("platform", uscc=FIRM, identifier="0752-2345678", **phone)
    desk.share("courier", uscc=OTHER, identifier="0752-2345678", target={"kind": "shop", "id": "2"}, **phone)
    assert {one["uscc"] for one in desk.suspects()} == {FIRM, OTHER}


def suspected(desk: SharingDesk, *, name: str | None = "某公司") -> Any:
    for who in ("platform", "courier"):
        desk.share(who, uscc=FIRM, name=name)
    [suspect] = desk.suspects(state="open")
    return suspect


def test_a_case_is_a_lead_that_no_member_hears_of(desk: SharingDesk, assert_problem: Any) -> None:
    suspect = suspected(desk)
    path = f"/v1/suspects/{suspect['id']}/actions"
    decided = desk.done("centre", path, action="open_case", basis="相互印证")
    case = desk.get("centre", f"/v1/cases/{decided['case_id']}")
    assert (case["subject_name"], case["state"]) == ("某公司", "unassigned")
    assert_problem(desk.post("centre", path, action="dismiss", reason="x"), "conflict")
    for who in ("platform", "courier", "association", "agency"):
        answer = desk.world.ask(desk.headers(who), subject={"uscc": FIRM}).json()
        assert answer["outcome"] == "clear"
        assert_problem(desk.ask(who, "GET", f"/v1/subjects/{FIRM}"), "not_found")
    assert {one["became"] for one in desk.get("platform", "/v1/signals")["items"]} == {"kept"}
    suspected_again = desk.share("platform", uscc=FIRM)
    assert suspected_again["became"] == "kept"
    assert desk.suspects(state="open") == [], "what was judged supports no second suspect"


def test_members_learn_of_it_once_a_department_has_recognised(desk: SharingDesk) -> None:
    suspect = suspected(desk)
    desk.done("centre", f"/v1/suspects/{suspect['id']}/actions", action="open_case", basis="相互印证")
    desk.world.enter(
        {"TYSHXYDM": FIRM, "JGMC": "某公司", "RDRQ": "2026-11-02", "YXQZ": "2026-12-01", "失信类型": "刷单炒信"}
    )
    became = {one["became"] for one in desk.get("platform", "/v1/signals")["items"]}
    records = desk.get("platform", "/v1/listings")["items"]
    assert len(records) == 1
    assert became == {"recognised"}
    desk.world.set_clock(desk.world.context.now().replace(month=12, day=2))
    assert {one["became"] for one in desk.get("platform", "/v1/signals")["items"]} == {"kept"}, "it has ended"


def test_a_dismissed_suspect_comes_back_only_by_new_words(desk: SharingDesk) -> None:
    suspect = suspected(desk)
    desk.done("centre", f"/v1/suspects/{suspect['id']}/actions", action="dismiss", reason="正常促销")
    desk.share("platform", uscc=FIRM)
    assert desk.suspects(state="open") == []
    desk.share("courier", uscc=FIRM)
    [again] = desk.suspects(state="open")
    assert len(again["signals"]) == 2


def test_who_shared_reads_the_same_whatever_is_made_of_a_suspect(desk: SharingDesk) -> None:
    """Alone, with a suspect, put aside, or as a case: word for word, for there is nothing that a member may learn."""
    alone = desk.share("internet", uscc=OTHER, target={"kind": "shop", "id": "of nobody else"})

    def told(who: str) -> list[Any]:
        own = {"id", "evidence_sha256", "uscc", "name", "target", "platform"}
        rows = desk.get(who, "/v1/signals")["items"]
        return [{key: value for key, value in row.items() if key not in own} for row in rows]

    suspect = suspected(desk)
    [untouched], open_one = told("internet"), told("platform")
    assert open_one == [untouched]
    desk.done("centre", f"/v1/suspects/{suspect['id']}/actions", action="dismiss", reason="正常促销")
    assert told("platform") == told("courier") == open_one
    for who in ("platform", "courier"):
        desk.share(who, uscc=FIRM, name="某公司")
    [again] = desk.suspects(state="open")
    desk.done("centre", f"/v1/suspects/{again['id']}/actions", action="open_case", basis="相互印证")
    assert told("platform") == told("courier") == [untouched, untouched]
    assert alone["became"] == "kept"


def test_a_signal_is_recognised_by_what_its_member_sees_with_a_suspect_or_without(desk: SharingDesk) -> None:
    desk.share("platform", uscc=FIRM)
    desk.share("courier", target={"kind": "shop", "id": "of whom nobody knows"})
    desk.world.enter({"TYSHXYDM": FIRM, "JGMC": "某公司", "RDRQ": "2026-11-02", "失信类型": "刷单炒信", "YXQZ": ""})
    assert [one["became"] for one in desk.get("platform", "/v1/signals")["items"]] == ["recognised"]
    assert [one["became"] for one in desk.get("courier", "/v1/signals")["items"]] == ["kept"]


def test_a_case_needs_to_know_the_merchant(desk: SharingDesk, assert_problem: Any) -> None:
    for who in ("platform", "courier"):
        desk.share(who)
    [suspect] = desk.suspects()
    path = f"/v1/suspects/{suspect['id']}/actions"
    bare = {"action": "open_case", "basis": "相互印证"}
    assert_problem(desk.post("centre", path, **bare), "invalid_content", "/uscc", "missing_field")
    assert_problem(desk.post("centre", path, **bare, uscc=FIRM), "invalid_content", "/name", "missing_field")
    assert desk.done("centre", path, **bare, uscc=FIRM, name="某公司")["state"] == "case_opened"


def test_a_department_reads_those_of_its_problems_and_place_and_names_no_member(
    desk: SharingDesk, assert_problem: Any
) -> None:
    with desk.world.context.database.write() as session:
        enter_subject(session, enterprise(FIRM, "某公司", unit="boluo"))
    suspect = suspected(desk)
    seen = {}
    for unit, department in (
        ("boluo", "market_supervision"),
        ("huicheng", "market_supervision"),
        ("boluo", "public_security"),
        ("huizhou", "commerce"),
    ):
        place = {"name": f"{unit} {department}", "unit": unit, "department": department}
        headers = desk.world.headers(MemberKind.DEPARTMENT, **place)
        got = desk.world.client.get("/v1/suspects", headers=headers).json()["items"]
        seen[unit, department] = [one["uscc"] for one in got]
        assert all(signal["member_id"] is None for one in got for signal in one["signals"])
    assert seen == {
        ("boluo", "market_supervision"): [FIRM],
        ("huicheng", "market_supervision"): [],
        ("boluo", "public_security"): [],
        ("huizhou", "commerce"): [FIRM],
    }
    for who in ("platform", "courier"):
        assert_problem(desk.ask(who, "GET", f"/v1/suspects/{suspect['id']}"), "missing_scope")
