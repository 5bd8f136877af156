"""The alliance: who may share and when, what is kept of a signal, what the members are told of each other."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from api.worker import step
from huixin.core.vocabulary import MemberKind
from models.base import MAIN
from models.signals.tables import ERASED, Signal
from tests.api.conftest import World
from tests.factories import uscc_of
from tests.sharing_desk import SHA, SharingDesk

FIRM = uscc_of(71_000_001)


@pytest.fixture
def desk(world: World) -> SharingDesk:
    return SharingDesk(world)


def counts_path(desk: SharingDesk) -> dict[str, Any]:
    return {"alliance_id": desk.alliance}


def test_nobody_shares_before_signing_nor_after_leaving(desk: SharingDesk, assert_problem: Any) -> None:
    desk.found("platform")
    assert_problem(desk.post("courier", "/v1/signals", **desk.signal()), "agreement_not_signed")
    refused = desk.ask("courier", "GET", "/v1/signals/counts", params=counts_path(desk))
    assert_problem(refused, "agreement_not_signed")
    assert desk.sign("courier")["may_share"]
    shared = desk.share("courier")
    desk.done("courier", f"/v1/alliances/{desk.alliance}/leaving", on="2026-11-05")
    desk.share("courier")
    desk.world.pass_time(days=3)
    assert_problem(desk.post("courier", "/v1/signals", **desk.signal()), "agreement_not_signed")
    assert desk.get("courier", f"/v1/signals/{shared['id']}")["became"] == "kept", "its own it may read"
    assert desk.done("courier", f"/v1/signals/{shared['id']}/retraction", reason="误报")["became"] == "retracted"
    assert desk.sign("courier")["may_share"], "and come back"


def test_a_new_version_opens_sharing_to_who_has_signed_it(desk: SharingDesk, assert_problem: Any) -> None:
    desk.found("platform")
    first = desk.agreement
    desk.agree(effective_from="2026-11-10")
    desk.share("platform")
    desk.world.pass_time(days=8)
    assert_problem(desk.post("platform", "/v1/signals", **desk.signal()), "agreement_not_signed")
    old = desk.post("platform", f"/v1/alliances/{desk.alliance}/signatures", agreement_id=first, by="林晓")
    assert_problem(old, "invalid_content", "/agreement_id", "superseded")
    desk.sign("platform")
    desk.share("platform")


def test_the_lead_adds_versions_but_no_personal_kinds(desk: SharingDesk, assert_problem: Any) -> None:
    desk.found("platform", "courier")
    path, body = f"/v1/alliances/{desk.alliance}/agreements", {"title": "新版", "document_sha256": SHA}
    body["effective_from"] = "2027-01-01"
    assert_problem(desk.post("courier", path, **body), "forbidden")
    assert_problem(desk.post("platform", path, **body, personal_kinds=["brushing_phone"]), "forbidden")
    assert desk.done("platform", path, **body)["number"] == 2
    wrong = desk.post("centre", path, **body | {"effective_from": "2027-02-01"}, personal_kinds=["fake_orders"])
    assert_problem(wrong, "invalid_content", "/personal_kinds/0", "no_personal_kind")
    assert_problem(desk.post("centre", path, **body), "invalid_content", "/effective_from", "too_early")


def test_an_agency_joins_none(desk: SharingDesk, assert_problem: Any) -> None:
    desk.found("platform")
    headers = desk.world.headers(
        MemberKind.AGENCY, name="agency", scopes=frozenset({"alliances:read", "signals:write"})
    )
    assert desk.world.client.get("/v1/alliances", headers=headers).json()["items"] == []
    assert_problem(desk.world.client.post("/v1/signals", json=desk.signal(), headers=headers), "not_found")


def test_kinds_built_on_a_person_are_off_until_the_agreement_takes_them_in(
    desk: SharingDesk, assert_problem: Any
) -> None:
    desk.found("platform", "courier")
    phone = {
        "kind": "brushing_phone",
        "target": {"kind": "recruiter", "id": "微信 sd-8871"},
        "identifier": "13800138000",
    }
    assessed = {"assessment_id": "评估〔2026〕3号", "agreement_id": desk.agreement}
    assert_problem(desk.post("platform", "/v1/signals", **desk.signal(**phone, **assessed)), "forbidden")
    later = desk.agree(("brushing_phone",), effective_from="2026-11-03")
    desk.world.pass_time(days=1)
    for who in ("platform", "courier"):
        desk.sign(who)
    for missing in ("identifier", "assessment_id", "agreement_id"):
        sent = {**phone, **assessed, "agreement_id": later, missing: None}
        got = desk.post("platform", "/v1/signals", **desk.signal(**sent))
        assert_problem(got, "invalid_content", f"/{missing}", "missing_field")
    old = desk.post("platform", "/v1/signals", **desk.signal(**phone, **assessed))
    assert_problem(old, "invalid_content", "/agreement_id", "not_in_force")
    shared = desk.share("platform", **phone, **assessed | {"agreement_id": later})
    assert shared["target"] is None
    stored = everything(desk)
    assert "13800138000" not in stored
    assert "8871" not in stored


def everything(desk: SharingDesk) -> str:
    with desk.world.context.database.read() as session:
        return "\n".join(str(row) for table in MAIN.sorted_tables for row in session.execute(table.select()))


@pytest.mark.parametrize(
    ("said", "pointer", "error"),
    [
        ({"kind": "gossip"}, "/kind", "unknown_kind"),
        ({"target": {"kind": "courier", "id": "x"}}, "/target/kind", "target_does_not_fit"),
        ({"purpose": "curiosity"}, "/purpose", "unknown_purpose"),
        ({"period_to": "2026-11-03"}, "/period_to", "in_the_future"),
        ({"period_from": "2026-11-01"}, "/period_to", "ends_before_it_starts"),
        ({"retention_until": "2026-11-01"}, "/retention_until", "retention_out_of_bounds"),
        ({"retention_until": "2027-11-03"}, "/retention_until", "retention_out_of_bounds"),
        ({"identifier": "x"}, "/identifier", "unknown_field"),
        ({"target": {"kind": "shop", "id": "微信138 0013 8000"}}, "/target/id", "personal_identifier_in_text"),
        ({"uscc": "91441302MADEM0003X"}, "/uscc", None),
    ],
)
def test_what_is_wrong_with_a_signal_is_said_where(
    desk: SharingDesk, assert_problem: Any, said: dict[str, Any], pointer: str, error: str | None
) -> None:
    desk.found("platform")
    assert_problem(desk.post("platform", "/v1/signals", **desk.signal(**said)), "invalid_content", pointer, error)


def test_the_same_twice_is_refused(desk: SharingDesk, assert_problem: Any) -> None:
    desk.found("platform")
    desk.share("platform", evidence_sha256=SHA)
    assert_problem(desk.post("platform", "/v1/signals", **desk.signal(evidence_sha256=SHA)), "conflict")
    lead = desk.world.members["植入platform"].member_id
    other = {"name": "另一联盟", "lead": lead, "charter": "章程", "charter_sha256": SHA, "founded_on": desk.today}
    desk.alliance = desk.done("centre", "/v1/alliances", **other)["id"]
    desk.agree()
    desk.sign("platform")
    desk.share("platform", evidence_sha256=SHA)


def test_after_its_retention_nobody_reads_what_a_signal_said_and_it_counts_nowhere(
    desk: SharingDesk, assert_problem: Any
) -> None:
    desk.found("platform", "courier")
    shared = [
        desk.share(who, uscc=FIRM, name="某公司", retention_until="2026-11-20") for who in ("platform", "courier")
    ]
    [suspect] = desk.suspects()
    desk.world.set_clock(desk.world.context.now().replace(day=20))
    assert len(desk.suspects()) == 1
    desk.world.pass_time(days=1)
    assert desk.suspects() == []
    assert_problem(desk.ask("centre", "GET", f"/v1/suspects/{suspect['id']}"), "not_found")
    for who, signal in zip(("platform", "courier"), shared, strict=True):
        assert_problem(desk.post(who, f"/v1/signals/{signal['id']}/retraction", reason="误报"), "conflict")
        for asker in (who, "centre"):
            told = [one for one in desk.get(asker, "/v1/signals")["items"] if one["id"] == signal["id"]]
            assert told == [desk.get(asker, f"/v1/signals/{signal['id']}")]
            assert told == [signal | SAID_NO_MORE | {"member_id": told[0]["member_id"]}]
    assert desk.share("platform", uscc=FIRM, retention_until="2026-12-31")["became"] == "kept", "said anew it counts"
    assert desk.suspects() == [], "of the other's nothing is heard"


SAID_NO_MORE: dict[str, Any] = dict.fromkeys(
    ("evidence_sha256", "ground", "target", "platform", "uscc", "name", "assessment_id", "retraction_reason")
) | {"became": "expired"}


def test_what_has_passed_its_retention_is_erased_by_the_worker_and_its_member_reads_the_same(desk: SharingDesk) -> None:
    desk.found("platform", "courier", personal_kinds=("brushing_phone",))
    phone = {"kind": "brushing_phone", "identifier": "0752-2345678", "assessment_id": "植入评估"}
    phone |= {"agreement_id": desk.agreement, "ground": "植入依据", "retention_until": "2026-11-20"}
    target = {"kind": "shop", "id": "植入店铺", "platform": "植入平台"}
    planted = desk.signal(uscc=FIRM, name="植入商户", target=target, **phone)
    desk.done("platform", "/v1/signals", **planted)
    mistaken = desk.share("courier", uscc=FIRM, target=target, retention_until="2026-11-20")
    desk.done("courier", f"/v1/signals/{mistaken['id']}/retraction", reason="植入撤回理由")
    desk.share("courier", uscc=FIRM, target=target, retention_until="2026-11-20")
    assert len(desk.suspects()) == 1
    kept = desk.share("courier", uscc=uscc_of(71_000_002), name="另一商户")
    words = [
        planted["evidence_sha256"],
        FIRM,
        "植入商户",
        "植入店铺",
        "植入平台",
        "植入依据",
        "植入评估",
        "植入撤回理由",
    ]
    words += digests(desk)
    step(desk.world.context)
    assert [word for word in words if word not in everything(desk)] == [], "what is still kept is not touched"
    desk.world.set_clock(desk.world.context.now().replace(day=21))
    before = {who: desk.get(who, "/v1/signals")["items"] for who in ("platform", "courier")}
    step(desk.world.context)
    assert [word for word in words if word in everything(desk)] == []
    assert {who: desk.get(who, "/v1/signals")["items"] for who in ("platform", "courier")} == before
    assert desk.get("courier", f"/v1/signals/{kept['id']}") == kept
    step(desk.world.context)
    assert {who: desk.get(who, "/v1/signals")["items"] for who in ("platform", "courier")} == before


def digests(desk: SharingDesk) -> list[str]:
    """Of targets and identifiers whose retention ends first."""
    with desk.world.context.database.read() as session:
        rows = session.exec(select(Signal).where(Signal.retention_until == date(2026, 11, 20))).all()
    return [digest for row in rows for digest in (row.target_key, row.identifier_digest) if digest is not None]


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_of_what_is_erased_nothing_is_left_in_the_file(desk: SharingDesk) -> None:
    desk.found("platform")
    shared = desk.share("platform", ground="planted ground " * 40, retention_until="2026-11-20")
    words = [shared["evidence_sha256"], "planted ground"]
    assert [word for word in words if word not in file_of(desk)] == []
    desk.world.set_clock(desk.world.context.now().replace(day=21))
    step(desk.world.context)
    assert [word for word in words if word in file_of(desk)] == []


def file_of(desk: SharingDesk) -> str:
    """What stands in the file itself, with all that has been written brought into it."""
    engine = desk.world.context.database.main
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(str(engine.url.database)).read_bytes().decode("latin-1")


def test_what_a_member_retracted_weighs_on_it_though_it_is_erased(desk: SharingDesk) -> None:
    desk.found("platform", "courier")
    for number in range(5):
        shop = {"kind": "shop", "id": f"other {number}"}
        made = desk.share("courier", target=shop, retention_until="2026-11-03")
        desk.done("courier", f"/v1/signals/{made['id']}/retraction", reason="误报")
    desk.world.pass_time(days=2)
    step(desk.world.context)
    for who in ("platform", "courier"):
        desk.share(who, uscc=FIRM)
    assert desk.suspects() == [], "2/7 of 80 %"


def test_the_database_keeps_no_half_of_a_signal(desk: SharingDesk) -> None:
    """None is erased before its day, and none without all that it says."""
    desk.found("platform")
    shared = desk.share("platform", retention_until="2026-11-20")
    for wrong in ({"erased_on": date(2026, 11, 21)}, {"evidence_sha256": None}, dict.fromkeys(ERASED)):
        with pytest.raises(IntegrityError), desk.world.context.database.write() as session:
            session.execute(update(Signal).where(col(Signal.id) == shared["id"]).values(**wrong))
    early = dict.fromkeys(ERASED) | {"erased_on": date(2026, 11, 20)}
    with pytest.raises(IntegrityError), desk.world.context.database.write() as session:
        session.execute(update(Signal).where(col(Signal.id) == shared["id"]).values(**early))


def test_a_member_is_told_of_no_other(desk: SharingDesk) -> None:
    desk.found("platform", "courier", "internet", "association", groups={"courier": "植入集团"})
    for who in ("platform", "courier", "internet", "association"):
        desk.share(who, uscc=FIRM, name="植入被疑公司")
    ids = {name: made.member_id for name, made in desk.world.members.items()}
    for who in ("platform", "courier"):
        paths = ["/v1/alliances", f"/v1/alliances/{desk.alliance}", "/v1/signals"]
        told = "".join(desk.ask(who, "GET", path).text for path in paths)
        told += desk.ask(who, "GET", "/v1/signals/counts", params=counts_path(desk)).text
        others = [word for name, key in ids.items() if name != f"植入{who}" for word in (name, key)]
        assert [word for word in others if word in told] == []
        assert told.count("植入集团") == (2 if who == "courier" else 0)
    roster = desk.get("centre", f"/v1/alliances/{desk.alliance}")
    assert {one["member"] for one in roster["signatures"]} >= {"植入platform", "植入courier"}
    assert roster["lead"] == "植入platform"
    assert (roster["members"], desk.get("platform", f"/v1/alliances/{desk.alliance}")["members"]) == (4, None)
    assert date.fromisoformat(roster["founded_on"]) == desk.world.context.today()
