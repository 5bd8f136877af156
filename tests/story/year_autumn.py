"""Autumn: names are pushed, and Double 11."""

from collections.abc import Mapping
from typing import Any

from tests.conftest import FULL
from tests.factories import uscc_of
from tests.story.cast import FIRMS
from tests.story.town import ON_SITE
from tests.story.year import MEMBERS, Year

ENROLLED = 100_000 if FULL else 300
LISTED = 200 if FULL else 12
"""Of the roster, so many stand on a list from which the promotion refuses."""
PUSHED = {"phones": "huicheng", "bags": "huicheng", "tea": "huicheng", "cups": "dayawan"}
DUE = {"phones": "2026-12-11", "bags": "2026-12-02"}


def november(year: Year) -> None:
    """Announced and guided in October; the roster is screened, follows what changes, and is reported on."""
    year.wait_until("2026-10-12")
    _names_are_pushed(year)
    year.wait_until("2026-10-20")
    appeal = {"zh": "诚信促销，不刷单。", "en": "Honest prices, no brushing."}
    days = {"first_day": "2026-11-01", "last_day": "2026-11-11"}
    body = {"kind": "double_11", "title": "双十一", "appeal": appeal, **days}
    path = f"/v1/campaigns/{year.done('centre', '/v1/campaigns', **body)['id']}"
    guide = {
        "action": "guide",
        "on": year.today,
        "document_number": "惠市监导〔2026〕5号",
        "said": "核验参加促销的商家",
    }
    year.done("centre", f"{path}/actions", **guide)
    pledge = {"action": "pledge", "on": year.today, "said": "不接受名单所限制的商家", "by": "a-17"}
    year.done("platform", f"{path}/actions", **pledge)
    listed = year.lists(range(LISTED), "ecommerce_black")
    others = [(uscc_of(64_000_000 + number), f"惠州市第{number}号诚信网店") for number in range(ENROLLED - LISTED)]
    rows = "".join(f"{code},{name}\n" for code, name in [*listed, *others])
    told = year.upload("platform", f"{path}/roster", "roster.csv", f"统一社会信用代码,企业名称\n{rows}")
    assert (told["enrolled"], told["refused"]) == (ENROLLED, 0)
    board = _board(year, path)
    assert (board["checked"], board["excluded"], board["admitted"]) == (ENROLLED, LISTED, ENROLLED - LISTED)
    year.wait_until("2026-11-03")
    late = year.lists(range(LISTED, LISTED + 1), "ecommerce_black")
    year.upload("platform", f"{path}/roster", "late.csv", f"统一社会信用代码,企业名称\n{','.join(late[0])}\n")
    assert _board(year, path)["excluded"] == LISTED + 1
    assert year.items("logistics", f"{path}/enrolments") == [], "another's roster"
    assert {one["outcome"] for one in year.items("platform", f"{path}/enrolments")} <= {"refuse", "clear"}
    year.wait_until("2026-11-12")
    page = year.ask("centre", "GET", f"{path}/report")
    assert f"核查{ENROLLED + 1}，不予参加{LISTED + 1}" in page.text


def _board(year: Year, path: str) -> dict[str, Any]:
    """The centre's, which names no merchant; the platform's own says the same of its roster."""
    year.work()
    total: dict[str, Any] = year.get("centre", f"{path}/board")["total"]
    assert year.get("platform", f"{path}/board")["total"]["excluded"] == total["excluded"]
    return total


def are_pushed(year: Year, units: Mapping[str, str]) -> None:
    """No member may read of one, whom it may ask about by its code; and whoever does is told nothing."""
    for firm in units:
        year.hide(FIRMS[firm].name)
        year.hide(FIRMS[firm].uscc, **dict.fromkeys(MEMBERS, "/v1/check"))
    assert year.nation.pushes(*(FIRMS[firm].row() for firm in units))["state"] == "completed"
    year.work()
    for firm, unit in units.items():
        year.write_down(firm, unit)
        year.act(unit, firm, "receive", received_by="值班员")
        for who in MEMBERS:
            assert year.check(who, firm, "promotion")["outcome"] == "clear"
            assert year.ask(who, "GET", f"/v1/subjects/{FIRMS[firm].uscc}").status_code == 404
    year.look_around()


def _names_are_pushed(year: Year) -> None:
    are_pushed(year, PUSHED)
    year.wait_until("2026-10-14")
    year.act("huicheng", "tea", "find_not_established", evidence=[ON_SITE])
    year.note("tea", verified=year.today)
    for firm in ("phones", "bags"):
        year.confirm("huicheng", firm, "counterfeit")
    for number, firm in enumerate(("phones", "bags")):
        order = {"number": f"责改〔2026〕年{number}号", "requirements": "停止销售", "issued_on": year.today}
        year.act("huicheng", firm, "issue_order", **order, due=DUE[firm])
        year.act("huicheng", firm, "serve_order", mode="direct", on=year.today, proof="送达回证")
        year.note(firm, due=DUE[firm])
