"""Beside the main track: a referral to the police of which nobody hears, and a penalty, published and annulled."""

from tests.story.chapter_2_verified import MARKET, POLICE
from tests.story.looking import look
from tests.story.town import ON_SITE, Town

PENALTY = {
    "number": "惠湾市监处罚〔2026〕5号",
    "kind": "罚款",
    "facts": "销售假冒注册商标的商品",
    "violation": "侵犯商标权",
    "legal_basis": "《商标法》第六十条",
    "content": "罚款人民币二万元",
    "fine_yuan": "20000.00",
    "authority": "大亚湾区市场监督管理局",
}


def tell(town: Town) -> None:
    town.wait_until("2026-05-18")
    _a_secret(town)
    _a_penalty(town)


def _a_secret(town: Town) -> None:
    path, before = f"/v1/cases/{town.case_id('cables')}/referrals", town.case("cables")
    told = {
        "number": "惠东移〔2026〕1号",
        "referred_on": town.today,
        "to": "惠东县公安局",
        "facts": "涉嫌出售公民个人信息",
    }
    sent = town.done("huidong", path, **told, evidence=[ON_SITE])
    accepted = {"accepted_on": town.today, "decision": "立案侦查", "decided_on": town.today}
    town.done(f"huidong/{POLICE}", path, id=sent["id"], **told, **accepted)
    for who in ("huidong", f"huidong/{POLICE}", f"huizhou/{POLICE}", "officer"):
        [known] = town.get(who, path)["items"]
        assert known["decision"] == "立案侦查"
    kept_from = {"centre": 403, "huicheng": 404, f"huidong/{MARKET}": 404, f"boluo/{POLICE}": 404, "platform": 403}
    assert {who: town.ask(who, "GET", path).status_code for who in kept_from} == kept_from
    assert town.case("cables") == before, "to everybody else it is a case like any other"
    look(town, "one is referred to the police")


def _a_penalty(town: Town) -> None:
    department = f"dayawan/{MARKET}"
    found = town.act(department, "watches", "record_penalty", decided_on=town.today, **PENALTY)
    [penalty] = found["penalties"]
    assert (penalty["publish_by"], penalty["provisional"]) == ("2026-05-27", False), "seven working days"
    waiting = [one["uscc"] for one in town.items("centre", "/v1/cases", queue="publication")]
    assert waiting == [found["uscc"]]
    town.act(department, "watches", "publish_penalty", penalty_id=penalty["id"], on=town.today)
    assert town.items("centre", "/v1/cases", queue="publication") == []
    town.wait_until("2026-05-20")
    annulled = town.act(department, "watches", "annul_penalty", penalty_id=penalty["id"], on=town.today)
    assert annulled["penalties"][0]["withdraw_by"] == "2026-05-25", "three working days"
    town.act(department, "watches", "withdraw_penalty", penalty_id=penalty["id"], on=town.today)
    look(town, "one is fined, and the fine annulled")
