"""What a draft would change is said before it is published: classes, everyone listed by name, past decisions."""

import csv
import io
from datetime import date
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from huixin.core.vocabulary import EndKind, MemberKind, Rectification, Severity, Standing
from huixin.core.windows import Window
from models.database import Database
from models.errors import Fault, Invalid
from models.keys import KeyRing
from models.rulesets.impact import reckoning
from tests.api.clerks import Centre
from tests.api.conftest import BLACK, CLEAN, NAME, AssertProblem, World
from tests.factories import make_listing, make_person, make_subject, uscc_of

OTHER = uscc_of(77)
SERIOUS = {"severity": Severity.SERIOUS}
VARIED: list[list[dict[str, Any]]] = [
    [{}],
    [SERIOUS],
    [{"severity": Severity.MINOR}],
    [{"severity": Severity.UNKNOWN}],
    [{"list": "ecommerce_black"}],
    [{"list": "ecommerce_watch"}],
    [{"list": "red"}],
    [{"list": "red"}, {}],
    [{}, {"list": "ecommerce_black", **SERIOUS}],
    [{}, {"decided_on": date(2025, 11, 20)}],
    [{"rectification": Rectification.ORDERED, "due": date(2026, 10, 1)}],
    [{"rectification": Rectification.ORDERED, "due": date(2026, 12, 1)}],
    [{"rectification": Rectification.RECTIFIED}],
    [{"disputed": True}],
    [{"relief": True}],
    [{"standing": Standing.LEAD, "list": "ecommerce_pushed"}],
    [{"standing": Standing.PROPOSED}],
    [{"standing": Standing.PROPOSED, "takes_effect_on": date(2026, 10, 1)}],
    [{"display_ended_on": date(2026, 10, 1)}],
    [{"measures_lifted_on": date(2026, 10, 1)}],
    [{"decided_on": date(2019, 1, 1), "window": Window(date(2019, 1, 1), None)}],
    [{"window": Window(date(2025, 1, 1), date(2026, 1, 1))}],
    [{"window": Window(date(2026, 12, 1), date(2027, 1, 1))}],
    [{"window": Window(date(2026, 12, 1), date(2027, 1, 1))}, SERIOUS],
    [{"ended_on": date(2026, 10, 1), "end_kind": EndKind.REMOVED}],
    [{"list": "dishonest_debtor", "confirmed_on": date(2026, 1, 1)}],
]
"""Records of one merchant each: of every list and state that a check tells apart on the day."""


@pytest.fixture
def centre(world: World) -> Centre:
    centre = Centre(world)
    world.enter({"属地": "惠城区"}, {"JGMC": "=2+5有限公司", "TYSHXYDM": OTHER, "文书号": "惠市监认〔2026〕2号"})
    return centre


def impact(centre: Centre, version: str, **query: Any) -> Any:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return centre.get(f"rulesets/{version}/impact?{asked}")


def file_of(centre: Centre, version: str, form: str) -> httpx.Response:
    path = f"/v1/rulesets/{version}/impact/merchants?format={form}"
    return centre.world.client.get(path, headers=centre.clerk("author"))


def test_a_milder_rule_names_its_classes_merchants_and_past_decisions(centre: Centre) -> None:
    platform = centre.platform
    for code in (BLACK, BLACK, CLEAN):
        assert centre.world.ask(platform, subject={"uscc": code}).status_code == 200
    centre.world.pass_time(hours=1)
    found = impact(centre, centre.lenient())
    assert found["facts_again"] is False
    [scene] = found["classes"]
    assert (scene["scene"], scene["actors"], scene["since"]) == ("promotion", ["platform"], "2026-11-02")
    [move] = scene["moves"]
    assert (move["before"], move["after"]) == ("refuse", "restrict")
    assert 0 < move["classes"] < scene["classes"]
    assert "促销" in move["example"]["zh"]
    assert "platform" in move["example"]["en"]
    listed = found["listed"]
    assert (listed["merchants"], listed["records"]) == (2, 2)
    assert listed["counts"] == {"gained": 0, "lost": 0, "changed": 2}
    assert {one["unit"]: one["changed"] for one in listed["units"]} == {"huicheng": 1, None: 1}
    assert [(one["name"], one["changed"]) for one in listed["members"]] == [("test platform", 2)]
    assert [(one["scene"], one["before"], one["after"], one["count"]) for one in listed["moves"]] == [
        ("promotion", "refuse", "restrict", 2)
    ]
    named = {one["uscc"]: one for one in listed["named"]}
    assert set(named) == {BLACK, OTHER}
    [difference] = named[BLACK]["differences"]
    assert (difference["change"], difference["members"]) == ("changed", ["test platform"])
    assert difference["before"] == {"outcome": "refuse", "measures": ["promotion_limit"]}
    past = found["decisions"]
    assert (past["decisions"], past["changed"], past["lost"]) == (3, 2, 0)
    assert [(one["name"], one["decisions"]) for one in past["members"]] == [("test platform", 2)]


def test_what_is_named_is_what_a_check_comes_to_once_it_is_published(centre: Centre) -> None:
    version = centre.approved()
    [difference] = next(one for one in impact(centre, version)["listed"]["named"] if one["uscc"] == BLACK)[
        "differences"
    ]
    assert centre.outcome() == (difference["before"]["outcome"], difference["before"]["measures"])
    centre.done("second", f"rulesets/{version}/actions", action="publish", implements="ecommerce-law")
    assert centre.outcome() == (difference["after"]["outcome"], difference["after"]["measures"])
    assert impact(centre, version)["listed"]["counts"] == {"gained": 0, "lost": 0, "changed": 0}


def test_each_merchant_is_named_whom_a_check_would_answer_otherwise_and_no_other(centre: Centre) -> None:
    usccs = [uscc_of(1000 + number) for number in range(len(VARIED))]
    with centre.world.context.database.write() as session:
        for uscc, records in zip(usccs, VARIED, strict=True):
            subject = make_subject(session, uscc=uscc)
            for fields in records:
                make_listing(session, subject, **fields)
    asked = [(BLACK, "promotion"), *((uscc, scene) for uscc in usccs for scene in ("promotion", "live"))]

    def answers() -> dict[tuple[str, str], tuple[str, list[str]]]:
        found = {}
        for uscc, scene in asked:
            outcome, measures = centre.outcome(subject={"uscc": uscc}, scene=scene)
            found[uscc, scene] = (outcome, sorted(measures))
        return found

    version, before = centre.approved(), answers()
    centre.world.pass_time(minutes=1)
    told = impact(centre, version)
    named = {
        (merchant["uscc"], one["scene"]): one
        for merchant in told["listed"]["named"]
        for one in merchant["differences"]
        if one["kind"] == "platform" and merchant["uscc"] != OTHER
    }
    centre.done("second", f"rulesets/{version}/actions", action="publish", implements="ecommerce-law")
    after = answers()
    assert set(named) == {key for key in asked if before[key] != after[key]}
    assert 2 < len(named) < len(asked) - 4
    for key, one in named.items():
        assert (one["before"]["outcome"], one["before"]["measures"]) == before[key]
        assert (one["after"]["outcome"], one["after"]["measures"]) == after[key]
    assert told["decisions"]["changed"] == len(named)
    assert told["decisions"]["decisions"] == len(asked)


def test_a_member_without_the_clause_hears_nothing_else(centre: Centre) -> None:
    assert centre.platform
    bare = centre.world.member(MemberKind.PLATFORM, "bare platform")
    headers = centre.world.headers(MemberKind.PLATFORM, name="bare platform")
    for clause in centre.world.client.get("/v1/clauses", headers=headers).json()["items"]:
        centre.world.client.delete(f"/v1/clauses/{clause['id']}", headers=headers)
    assert bare.member_id
    found = impact(centre, centre.lenient())["listed"]
    assert [one["name"] for one in found["members"]] == ["test platform"]


def test_gained_and_lost_are_told_apart_and_facts_are_made_again_where_lists_differ(centre: Centre) -> None:
    version = centre.lenient()
    path = "national/lists.yaml"
    content = centre.get(f"rulesets/{version}/document?path={path}")["content"]
    start = content.index("list: brushing_black")
    seen = content.index("visible_to:", start)
    end = content.index("\n", seen)
    centre.edit(version, content[start:end], content[start:seen] + "visible_to: [centre, department]", path)
    found = impact(centre, version)
    assert found["facts_again"] is True
    assert found["listed"]["counts"] != {"gained": 0, "lost": 0, "changed": 0}
    platform = [one for one in found["listed"]["named"][0]["differences"] if one["kind"] == "platform"]
    assert {one["change"] for one in platform} == {"lost"}
    assert {one["after"]["outcome"] for one in platform} == {"clear"}


def test_the_file_holds_every_merchant_and_no_formula(centre: Centre) -> None:
    version = centre.lenient()
    reply = file_of(centre, version, "csv")
    assert reply.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert {(row["名称"], row["统一社会信用代码"]) for row in rows} == {(NAME, BLACK), ("'=2+5有限公司", OTHER)}
    assert {(row["变化"], row["原结果"], row["新结果"]) for row in rows} == {("改变", "不予接受", "限制")}
    assert {row["属地"] for row in rows} == {"惠城区", ""}
    book = load_workbook(io.BytesIO(file_of(centre, version, "xlsx").content))
    cells = [cell for line in book.worksheets[0].iter_rows(min_row=2) for cell in line if cell.value is not None]
    assert len(cells) >= 2 * 10
    assert {cell.data_type for cell in cells} == {"s"}


def test_only_the_centre_asks_and_not_about_the_past(centre: Centre, assert_problem: AssertProblem) -> None:
    version = centre.lenient()
    path = f"/v1/rulesets/{version}/impact"
    scopes = frozenset({"rulesets:read", "rulesets:write"})
    for kind, code in ((MemberKind.PLATFORM, "not_found"), (MemberKind.AUDITOR, "forbidden")):
        headers = centre.world.headers(kind, name=f"curious {kind}", scopes=scopes)
        assert_problem(centre.world.client.get(path, headers=headers), code)
    past = centre.world.client.get(f"{path}?on=2026-11-01", headers=centre.clerk("author"))
    assert_problem(past, "invalid_content", "/on", "on_out_of_range")


def test_impact_leaves_no_trace_in_the_log(centre: Centre) -> None:
    assert centre.platform
    assert centre.outcome()[0] == "refuse"
    centre.world.pass_time(hours=1)
    version = centre.lenient()
    before = impact(centre, version)["decisions"]["decisions"]
    assert impact(centre, version)["decisions"]["decisions"] == before == 1


def test_in_processes_of_their_own_the_parts_come_to_the_same(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    version = centre.lenient()
    alone = impact(centre, version, days=30), file_of(centre, version, "csv").text
    monkeypatch.setattr(reckoning, "SEVERAL_FROM", 0)
    assert (impact(centre, version, days=30), file_of(centre, version, "csv").text) == alone
    assert alone[0]["listed"]["counts"]["changed"] == 2


TOO_MANY = Fault("/format", "too_many_lines", "Ask for csv.", "请改用 csv。")


def _refuse(_: Database) -> None:
    raise Invalid("Too many lines.", TOO_MANY, zh="行数超出上限。")


def test_what_a_process_refuses_is_said_as_it_was(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reckoning, "SEVERAL_FROM", 0)
    with pytest.raises(Invalid) as refused:
        reckoning.reckon(database, 0, [(_refuse, ())])
    told = refused.value
    assert (told.message, told.faults, told.zh) == ("Too many lines.", (TOO_MANY,), "行数超出上限。")


def test_a_carrier_is_named_though_no_merchant_would_be(centre: Centre) -> None:
    with centre.world.context.database.write() as session:
        make_listing(session, make_subject(session, uscc=uscc_of(500)), list="transport_black")
    version = centre.draft()
    path = "national/rules/transport_black.yaml"
    content = centre.get(f"rulesets/{version}/document?path={path}")["content"]
    carriers = content[content.index("role: [carrier]") :]
    centre.edit(version, carriers, carriers.replace("outcome: restrict", "outcome: review"), path)
    [merchant] = impact(centre, version)["listed"]["named"]
    assert merchant["uscc"] == uscc_of(500)
    assert {one["role"] for one in merchant["differences"]} == {"carrier"}


def test_a_person_is_named_whose_identity_somebody_may_have_confirmed(centre: Centre, keys: KeyRing) -> None:
    with centre.world.context.database.write() as session:
        make_listing(session, make_person(session, keys))
    named = {merchant["uscc"]: merchant for merchant in impact(centre, centre.lenient())["listed"]["named"]}
    assert set(named) == {BLACK, OTHER, None}
    assert {one["person_confirmed"] for one in named[None]["differences"]} == {True}
    assert {one["person_confirmed"] for one in named[BLACK]["differences"]} == {False}
