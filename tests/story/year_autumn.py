"""The rest of the year: names pushed in autumn, Double 11, and the report of December, counted anew from the diary."""

from datetime import date
from typing import Any

from tests.conftest import FULL
from tests.factories import uscc_of
from tests.story.cast import FIRMS
from tests.story.town import ON_SITE
from tests.story.year import MEMBERS, Kept, Year

ENROLLED = 100_000 if FULL else 300
LISTED = 200 if FULL else 12
"""Of the roster, so many stand on a list from which the promotion refuses."""
PUSHED = {"phones": "huicheng", "bags": "huicheng", "tea": "huicheng", "cups": "dayawan"}
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)


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


def _names_are_pushed(year: Year) -> None:
    for firm in PUSHED:
        for word in (FIRMS[firm].name, FIRMS[firm].uscc):
            year.hide(word)
    assert year.nation.pushes(*(FIRMS[firm].row() for firm in PUSHED))["state"] == "completed"
    year.work()
    for firm, unit in PUSHED.items():
        year.write_down(firm, unit)
        year.act(unit, firm, "receive", received_by="值班员")
    year.wait_until("2026-10-14")
    year.act("huicheng", "tea", "find_not_established", evidence=[ON_SITE])
    for firm in ("phones", "bags"):
        found = {"problem_types": ["counterfeit"], "severity": "general", "evidence": [ON_SITE]}
        year.act("huicheng", firm, "confirm", **found)
    for firm in ("tea", "phones", "bags"):
        year.note(firm, verified=year.today)
    for number, firm in enumerate(("phones", "bags")):
        order = {"number": f"责改〔2026〕年{number}号", "requirements": "停止销售", "issued_on": year.today}
        year.act("huicheng", firm, "issue_order", **order, due="2026-11-20")
        year.act("huicheng", firm, "serve_order", mode="direct", on=year.today, proof="送达回证")
        year.note(firm, due="2026-11-20")


def winter(year: Year) -> None:
    """One rectifies in time and is removed; the other's order falls overdue."""
    year.wait_until("2026-11-16")
    year.act("huicheng", "phones", "report_rectification", on=year.today, statement="已下架")
    year.note("phones", reported=year.today)
    [task] = year.case("phones")["tasks"]
    result = {"results": dict.fromkeys(task["results"], True), "officers": ["张三", "李四"], "on": year.today}
    department = f"huicheng/{task['department']}"
    year.act(department, "phones", "inspect", task_id=task["id"], evidence=[ON_SITE], **result)
    year.note("phones", rectified=year.today)
    [asked] = [one for one in year.items("huicheng", "/v1/exits") if one["listing_id"] == year.record("phones")]
    path = f"/v1/exits/{asked['id']}/actions"
    year.done("huicheng", path, action="give_opinion", opinion="同意移出")
    year.done("huicheng", path, action="send", on=year.today)
    year.wait_until("2026-11-24")
    remove = {"on": year.today, "document_number": "移出〔2026〕年2号", "document_on": year.today}
    year.done("centre", path, action="remove", decided_by="国家发展和改革委员会", **remove)
    year.note("phones", removed=year.today)
    del year.secrets[FIRMS["bags"].name], year.secrets[FIRMS["bags"].uscc]  # overdue: members may read of it
    assert FIRMS["bags"].uscc in {one["uscc"] for one in year.items("platform", "/v1/listings")}


def report(year: Year) -> None:
    """Drawn up by the centre, approved by its other officer, published, and the same as the diary says."""
    year.wait_until("2026-12-21")
    as_of = date(2026, 12, 20)
    made = year.done("centre", "/v1/reports", every="quarter", on=str(as_of), as_of=str(as_of))
    tables = {table["by"]: table["rows"] for table in made["contents"]["tables"]}
    for by in ("all", "unit", "month"):
        told = {(row["figure"], row["group"]): (row["counted"], row["of"], row["percent"]) for row in tables[by]}
        assert told == _counted(year, by, as_of), by
    path = f"/v1/reports/{made['id']}"
    assert year.ask("platform", "GET", path).status_code == 404, "a draft"
    year.done("officer", f"{path}/actions", action="approve")
    year.done("centre", f"{path}/actions", action="publish")
    for who in MEMBERS:
        assert year.get(who, path)["contents"] == made["contents"]


def _counted(year: Year, by: str, as_of: date) -> dict[tuple[str, str], tuple[int, int, float | None]]:
    """The four figures, from what the story did on which day, without any word of the service."""
    found: dict[tuple[str, str], list[bool]] = {}
    for kept in year.diary.values():
        for figure, day, counts in _figures(kept, as_of):
            if day is not None and FIRST <= day <= LAST:
                group = {"all": "all", "unit": kept.unit, "month": f"{day:%Y-%m}"}[by]
                found.setdefault((figure, group), []).append(counts)
    return {key: (sum(all_), len(all_), round(100 * sum(all_) / len(all_), 1)) for key, all_ in found.items()}


def _figures(kept: Kept, as_of: date) -> list[tuple[str, date | None, bool]]:
    looked_at = kept.due is not None and (kept.due < as_of or kept.reported is not None)
    in_time = kept.reported is not None and kept.due is not None and kept.reported <= kept.due
    return [
        ("verification", kept.opened, kept.verified is not None),
        ("rectification_on_time", kept.due if looked_at else None, in_time),
        ("removal", kept.rectified, kept.removed is not None),
        ("recurrence", kept.removed, False),
    ]
