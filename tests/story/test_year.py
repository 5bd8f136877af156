"""A year of the members' side, told over HTTP by the clock file: from signals of the alliance to December's report.

Signals lead to a suspect, a case and a recognition; an association keeps a list and sanctions by charter; training,
promise, repair and removal; Double 11 with its roster. What members were answered holds nothing of others.
"""

from datetime import date

import pytest

from tests.conftest import FULL
from tests.story.town import ON_SITE
from tests.story.year import MARKET, MEMBERS, OURS, SHA, WEBHOOK, WHERE_MEMBERS_LOOK, Year
from tests.story.year_autumn import november
from tests.story.year_december import december, report

CLEAR = dict.fromkeys(MEMBERS, "clear")


@pytest.mark.parametrize("new_database", ["sqlite", "postgresql"] if FULL else ["sqlite"], indirect=True)
def test_a_year_of_the_members_side(year: Year) -> None:
    alliance = _an_alliance_is_founded(year)
    _signals_make_suspects(year, alliance)
    _a_case_is_opened_and_confirmed(year)
    listing = _a_department_recognises(year)
    _an_association_keeps_its_own(year)
    _training_and_promise_change_nothing(year)
    _repair_and_removal(year, listing)
    november(year)
    december(year)
    report(year)
    assert {path for _, path, _ in year.answers} >= {*WHERE_MEMBERS_LOOK, WEBHOOK}
    assert len(year.answers) > 50
    own = [text for who, path, text in year.answers if (who, path) == ("platform", "/v1/signals")]
    assert any(OURS["suspected"].name in text for text in own), "what one has said oneself"
    assert year.betrayed() == []


def _an_alliance_is_founded(year: Year) -> str:
    for who in MEMBERS:
        year.hide(year.members[who].member_id, **{who: "/"})
        year.hide(year.called(who), **{who: "/"})
    lead = {"lead": year.members["association"].member_id, "founded_on": year.today}
    founded = year.done("centre", "/v1/alliances", name="惠州市反炒信联盟", charter="章程", charter_sha256=SHA, **lead)
    path = f"/v1/alliances/{founded['id']}"
    agreed = {"title": "信息共享协议", "document_sha256": SHA, "effective_from": year.today}
    version = year.done("centre", f"{path}/agreements", **agreed)["id"]
    for who in MEMBERS:
        year.done(who, f"{path}/signatures", agreement_id=version, by="林晓")
    year.alliance = str(founded["id"])
    return year.alliance


def _signals_make_suspects(year: Year, alliance: str) -> None:
    for firm in ("brusher", "suspected"):
        assert year.seen(firm) == CLEAR
    for number, firm in enumerate(("brusher", "suspected")):
        year.hide(OURS[firm].name, platform="/v1/signals", logistics="/v1/signals")
        for who in ("platform", "logistics"):
            year.done(
                who,
                "/v1/signals",
                alliance_id=alliance,
                kind="fake_orders",
                target={"kind": "shop", "id": f"shop-{number}", "platform": "某平台"},
                uscc=OURS[firm].uscc,
                name=OURS[firm].name,
                evidence_sha256=f"{number + (2 if who == 'platform' else 4):064x}",
                period_from="2026-02-01",
                period_to="2026-02-28",
                confidence=90,
                purpose="alliance_sharing",
                ground="信息共享协议第3条",
                retention_until="2026-12-31",
            )
    for suspect in year.items("centre", "/v1/suspects"):
        year.hide(suspect["id"])
    assert {one["uscc"] for one in year.items("centre", "/v1/suspects")} == {
        OURS[firm].uscc for firm in ("brusher", "suspected")
    }
    for firm in ("brusher", "suspected"):
        assert year.seen(firm) == CLEAR, "a suspect is nobody's answer"
    year.look_around()


def _a_case_is_opened_and_confirmed(year: Year) -> None:
    [suspect] = [one for one in year.items("centre", "/v1/suspects") if one["uscc"] == OURS["brusher"].uscc]
    opening = {"action": "open_case", "basis": "两类成员相互印证"}
    case = year.done("centre", f"/v1/suspects/{suspect['id']}/actions", **opening)["case_id"]
    year.write_down("brusher", "huicheng", "alliance_lead")
    year.hide(case)
    year.done("centre", "/v1/cases/routing", cases=[case], unit="huicheng", basis="登记地址")
    year.wait_until("2026-03-09")
    found = {"problem_types": ["brushing"], "severity": "general", "evidence": [ON_SITE]}
    year.done("huicheng", f"/v1/cases/{case}/actions", action="confirm", **found)
    year.note("brusher", verified=year.today)
    lead = year.get("centre", f"/v1/cases/{case}")["listing_id"]
    year.hide(lead)
    assert year.seen("brusher") == CLEAR, "a lead is not a listing"
    year.look_around()


def _a_department_recognises(year: Year) -> str:
    firm, said = OURS["brusher"], {"facts": "经查组织刷单312单", "grounds": "《电子商务法》第十七条"}
    notice = {"uscc": firm.uscc, "name": firm.name, "list": "brushing_black", "problem_types": ["brushing"]}
    del year.secrets[firm.name]  # it is named to members from its recognition on
    row = year.done(MARKET, "/v1/recognitions", **said, **notice, notice_number="告1号", noticed_on=year.today)
    path = f"/v1/recognitions/{row['id']}/actions"
    year.done(MARKET, path, action="record_statement", on=year.today, statement="不作申辩", complete=True)
    assert year.seen("brusher") == CLEAR, "not yet decided"
    decision = {"number": "惠城市监认〔2026〕年1号", "decided_on": year.today, "exit_conditions": "停止违法行为"}
    decision |= {"evidence": [ON_SITE], "severity": "general", "measures": ["promotion_limit"]}
    year.done(MARKET, path, action="decide", **said, **decision)
    serve = {"mode": "direct", "proof": "送达回证", "repair_notice_number": "修复告〔2026〕1号"}
    year.done(MARKET, path, action="serve", on=year.today, **serve)
    year.work()
    assert year.seen("brusher") == {"platform": "review", "logistics": "watch", "association": "restrict"}
    assert {one["became"] for one in year.items("platform", "/v1/signals")} == {"recognised", "kept"}
    [record] = [one["record"] for one in year.items("platform", "/v1/listings") if one["uscc"] == firm.uscc]
    assert record["document_number"] == decision["number"]
    return str(record["id"])


def _an_association_keeps_its_own(year: Year) -> None:
    year.wait_until("2026-04-07")
    firm, own = OURS["inside"], "association"
    given = {"member_id": year.members[own].member_id, "standards": ["brushing-black-2018"], "document_number": "委1号"}
    year.done("centre", "/v1/mandates", **given, valid_from=year.today, valid_to="2026-12-31")
    joined = {"uscc": firm.uscc, "name": firm.name, "grade": "会员", "joined_on": "2025-03-01"}
    membership = year.done(own, "/v1/memberships", **joined)["id"]
    year.hide(firm.name, association="/")
    said = {"standard": "brushing-black-2018", "uscc": firm.uscc, "name": firm.name, "facts": ["organised_brushing"]}
    said |= {"description": "组织刷单", "evidence": [ON_SITE]}
    entry = year.done(own, "/v1/nominations", **said)
    year.hide(entry["listing_id"], association="/")
    assert year.seen("inside") == CLEAR | {own: "restrict"}, "it works inside alone"
    [clause] = [one["id"] for one in year.get(own, "/v1/clauses")["items"] if one["measure"] == "member_warning"]
    body = {"membership_id": membership, "measure": "member_warning", "clause_id": clause, "article": "第二十一条"}
    body |= {"facts": "组织刷单", "defended_on": year.today, "on": year.today, "nomination_id": entry["id"]}
    sanction = year.done(own, "/v1/sanctions", **body)["id"]
    year.wait_until("2026-05-11")
    year.done(own, f"/v1/sanctions/{sanction}/lifting", on=year.today, reason="整改到位")
    assert year.seen("inside") == CLEAR


def _training_and_promise_change_nothing(year: Year) -> None:
    before, firm = year.seen("brusher"), OURS["brusher"]
    held = {"title": "第一期", "contents": "电子商务法", "place": "惠州", "pass_mark": 60, "lists": ["brushing_black"]}
    held |= {"first_day": year.today, "last_day": "2026-06-30"}
    training = f"/v1/trainings/{year.done(MARKET, '/v1/trainings', **held)['id']}"
    assert year.done(MARKET, f"{training}/invitations")["invited"] == 1, "what is kept inside is nobody else's list"
    [seat] = year.items("centre", f"{training}/seats")
    year.hide(seat["id"])
    for step in ({"action": "schedule"}, {"action": "attend"}, {"action": "examine", "mark": 85}):
        year.done(MARKET, f"{training}/seats/{seat['id']}/actions", on=year.today, **step)
    words = {"zh": "自愿承诺诚信经营", "en": "Honest trade, of our own will"}
    template = {"code": "honest_trade", "title": words, "text": words, "months": 12, "since": year.today}
    year.done("centre", "/v1/commitments/templates", **template)
    paper = {"file": ("承诺书.pdf", b"%PDF-1.4\n1\n%%EOF\n", "application/pdf")}
    kept = year.ask("centre", "POST", "/v1/attachments", files=paper).json()["sha256"]
    evidence = [{"kind": "document", "description": "签章承诺书", "sha256": kept}]
    promise = {"template": "honest_trade", "accepted_on": year.today, "uscc": firm.uscc, "name": firm.name}
    year.done("centre", "/v1/commitments", evidence=evidence, **promise)
    assert year.seen("brusher") == before


def _repair_and_removal(year: Year, listing: str) -> None:
    possible = year.get("huicheng", f"/v1/repairs/guide/{listing}")["possible_from"]
    assert date.fromisoformat(possible) > date(2026, 6, 1), "the shortest display"
    year.wait_until(possible)
    said = {
        "listing_id": listing,
        "commitment": True,
        "performed": "已停止刷单并作出信用承诺",
        "applied_on": year.today,
    }
    path = f"/v1/repairs/{year.done('huicheng', '/v1/repairs', **said)['id']}/actions"
    year.done("centre", path, action="hand_down", unit="huicheng")
    year.done("huicheng", path, action="report", on=year.today, report="核查属实", performed=True)
    grant = {"document_number": "修复〔2026〕1号", "reasons": "已履行义务", "on": year.today}
    assert year.done(MARKET, path, action="grant", **grant)["state"] == "granted"
    assert year.seen("brusher") == CLEAR, "at once"
    end = {"kind": "removed", "document_number": "移出〔2026〕年1号", "document_on": year.today, "reason": "已修复"}
    year.done(MARKET, "/v1/ends", listing_id=listing, on=year.today, **end)
    for word in (OURS["brusher"].name, "惠城市监认〔2026〕年1号", "移出〔2026〕年1号"):
        year.hide(word, platform="/v1/signals", logistics="/v1/signals")
    year.work()
    assert year.seen("brusher") == CLEAR
    year.look_around()
    for who in MEMBERS:
        assert year.ask(who, "GET", f"/v1/subjects/{OURS['brusher'].uscc}").status_code == 404
        assert OURS["brusher"].uscc not in {one["uscc"] for one in year.items(who, "/v1/listings")}
