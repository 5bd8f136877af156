"""December: a name is removed and comes back, the centre supervises, and the month's report, counted anew from what the
story did on which day, without any word of the service."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.story.cast import FIRMS
from tests.story.town import ON_SITE
from tests.story.year import MEMBERS, Kept, Supervised, Year
from tests.story.year_autumn import are_pushed

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
DEPARTMENTS = {
    "counterfeit": {"market_supervision"},
    "brushing": {"commerce", "industry_information", "market_supervision"},
}
"""Who answers for what, by the notice (二(二)), as they are called today."""
LEADING = {"month": 7, "quarter": 24, "year": 6}
"""Parts in which somebody leads, by how often they come round: seven counties; the notice's departments of today."""


def december(year: Year) -> None:
    year.wait_until("2026-11-16")
    old = _supervise(year, "boluo", "2026-12-01")
    year.wait_until("2026-11-24")
    _act(year, old, "close", reason="已改进")
    year.wait_until("2026-12-03")
    for word in (FIRMS["bags"].name, FIRMS["bags"].uscc):
        del year.secrets[word]  # its order fell overdue yesterday: members may read of it
    assert FIRMS["bags"].uscc in {one["uscc"] for one in year.items("platform", "/v1/listings")}
    are_pushed(year, {"shoes": "huiyang", "salt": "huidong"})
    waiting, answered, closed = (_supervise(year, unit, "2026-12-20") for unit in ("huiyang", "huicheng", "longmen"))
    year.wait_until("2026-12-07")
    year.confirm("huiyang", "shoes", "brushing", "counterfeit")
    _is_rectified(year)
    year.wait_until("2026-12-11")
    _is_removed(year)
    year.wait_until("2026-12-15")
    _act(year, answered, "answer", note="已逐户核查")
    _act(year, closed, "close", reason="已改进")
    _is_done(year, "boluo", "verify_and_rectify", "2026-11-20")
    _is_done(year, "huizhou/commerce", "training", "2026-12-14")
    year.wait_until("2026-12-21")
    _comes_back(year)
    year.wait_until("2027-01-04")
    _act(year, waiting, "answer", note="已整改")
    _is_done(year, "huidong", "verify_and_rectify", "2026-12-20")
    year.look_around()


def _is_rectified(year: Year) -> None:
    year.act("huicheng", "phones", "report_rectification", on=year.today, statement="已下架")
    year.note("phones", reported=year.today)
    [task] = year.case("phones")["tasks"]
    result = {"results": dict.fromkeys(task["results"], True), "officers": ["张三", "李四"], "on": year.today}
    department = f"huicheng/{task['department']}"
    year.act(department, "phones", "inspect", task_id=task["id"], evidence=[ON_SITE], **result)
    year.note("phones", rectified=year.today)


def _is_removed(year: Year) -> None:
    [asked] = [one for one in year.items("huicheng", "/v1/exits") if one["listing_id"] == year.record("phones")]
    path = f"/v1/exits/{asked['id']}/actions"
    year.done("huicheng", path, action="give_opinion", opinion="同意移出")
    year.done("huicheng", path, action="send", on=year.today)
    remove = {"on": year.today, "document_number": "移出〔2026〕年2号", "document_on": year.today}
    year.done("centre", path, action="remove", decided_by="国家发展和改革委员会", **remove)
    year.note("phones", removed=year.today)


def _comes_back(year: Year) -> None:
    """The nation names it anew, beside another; a person says that it counts again."""
    year.hide(FIRMS["rice"].name)
    assert year.nation.pushes(FIRMS["rice"].row(), FIRMS["phones"].row())["state"] == "completed"
    year.work()
    year.write_down("rice", "longmen")
    [question] = year.get("centre", "/v1/upstream/reappearances")["items"]
    answer = {"answer": "reopened", "by": "registry-03", "why": "上级再次推送"}
    year.done("centre", f"/v1/upstream/reappearances/{question['id']}", **answer)
    assert year.case("phones")["state"] == "verifying"
    year.write_down("phones", "huicheng")


def _supervise(year: Year, body: str, due: str) -> tuple[str, Supervised]:
    said = {"kind": "inspection", "body": body, "reason": "核查率偏低", "due": due}
    year.supervised.append(Supervised(year.context.today(), date.fromisoformat(due)))
    return str(year.done("centre", "/v1/supervisions", **said)["id"]), year.supervised[-1]


def _act(year: Year, about: tuple[str, Supervised], action: str, **said: str) -> None:
    key, kept = about
    year.done("centre", f"/v1/supervisions/{key}/actions", action=action, **said)
    setattr(kept, {"answer": "answered", "close": "closed"}[action], year.context.today())


def _is_done(year: Year, body: str, duty: str, on: str) -> None:
    year.done("centre", "/v1/duties/reports", body=body, duty=duty, on=on, note="已完成")


def report(year: Year) -> None:
    """Drawn up by the centre, approved by its other officer, published, and the same as the diary says."""
    made = year.done("centre", "/v1/reports", every="month", on=str(LAST))
    assert (made["first"], made["as_of"]) == (str(FIRST), str(LAST)), "the month is over"
    contents = made["contents"]
    tables = {table["by"]: table["rows"] for table in contents["tables"]}
    assert set(tables) == {"all", "unit", "department", "problem_type", "list", "month"}
    for by, rows in tables.items():
        told = {(row["figure"], row["group"]): (row["counted"], row["of"], row["percent"]) for row in rows}
        assert told == _counted(year, by), by
        for row in rows:
            behind = year.ask("centre", "GET", row["cases"]).json()
            assert (len(behind["counted"]), len(behind["others"])) == (row["counted"], row["of"] - row["counted"])
    assert {row["figure"]: (row["counted"], row["of"]) for row in tables["all"]} == {
        "verification": (1, 4),
        "rectification_on_time": (1, 2),
        "removal": (1, 1),
        "recurrence": (1, 1),
    }
    assert contents["supervisions"] == _supervisions(year) == {"overdue": 1, "answered": 1, "closed": 1}
    # of the periods before, one was reported late; of those that run, one; what January brought counts in January
    whole = sum(LEADING.values())
    assert contents["duties"] == {"done": 1, "late": 1, "open": whole - 1, "overdue": whole - 1}
    _is_published(year, made)


def _is_published(year: Year, made: dict[str, Any]) -> None:
    path = f"/v1/reports/{made['id']}"
    assert year.ask("platform", "GET", path).status_code == 404, "a draft"
    year.done("officer", f"{path}/actions", action="approve")
    year.done("centre", f"{path}/actions", action="publish")
    for who in MEMBERS:
        assert year.get(who, path)["contents"] == made["contents"]


def _counted(year: Year, by: str) -> dict[tuple[str, str], tuple[int, int, float | None]]:
    """The four figures. Of a suspect's case nothing: its list is for authorities alone."""
    found: dict[tuple[str, str], list[bool]] = {}
    for kept, again in _every(year):
        for figure, day, counts in _figures(kept, again):
            if day is not None and FIRST <= day <= LAST:
                for group in _groups(kept, by, day):
                    found.setdefault((figure, group), []).append(counts)
    return {key: (sum(all_), len(all_), round(100 * sum(all_) / len(all_), 1)) for key, all_ in found.items()}


def _every(year: Year) -> Iterator[tuple[Kept, list[Kept]]]:
    """Each time of each firm, with those that came after."""
    for times in year.diary.values():
        shown = [kept for kept in times if kept.list == "ecommerce_pushed"]
        yield from ((kept, shown[number + 1 :]) for number, kept in enumerate(shown))


def _figures(kept: Kept, again: list[Kept]) -> list[tuple[str, date | None, bool]]:
    looked_at = kept.due is not None and (kept.due < LAST or kept.reported is not None)
    in_time = kept.reported is not None and kept.due is not None and kept.reported <= kept.due
    recurs = kept.removed is not None and any(other.opened >= kept.removed for other in again)
    return [
        ("verification", kept.opened, kept.verified is not None),
        ("rectification_on_time", kept.due if looked_at else None, in_time),
        ("removal", kept.rectified, kept.removed is not None),
        ("recurrence", kept.removed, recurs),
    ]


def _groups(kept: Kept, by: str, day: date) -> set[str]:
    departments = {one for problem in kept.problem_types for one in DEPARTMENTS[problem]}
    return {
        "all": {"all"},
        "unit": {kept.unit},
        "department": departments or {"none"},
        "problem_type": set(kept.problem_types) or {"none"},
        "list": {kept.list},
        "month": {f"{day:%Y-%m}"},
    }[by]


def _supervisions(year: Year) -> dict[str, int]:
    """How those stood at the end of the month that were not closed before it."""
    found: dict[str, int] = {}
    for one in year.supervised:
        closed, answered = (day is not None and day <= LAST for day in (one.closed, one.answered))
        if one.closed is None or one.closed >= FIRST:
            state = "closed" if closed else "answered" if answered else "overdue" if one.due < LAST else "open"
            found[state] = found.get(state, 0) + 1
    return found
