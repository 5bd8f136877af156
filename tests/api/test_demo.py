"""The demo shows all that there is to see, and members see of it only what is theirs."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from api.demo import CREDENTIALS_FILE, load, load_demo, read_demo
from api.demo.cast import FIRMS, UNITS
from api.demo.merchants import list_files
from api.demo.stories import PUSHED
from huixin.core.identifiers import parse_organisation_code, parse_uscc
from huixin.core.vocabulary import EndKind
from huixin.types.exit import ExitState
from huixin.types.objection import ObjectionState
from huixin.types.prompt import PromptState
from huixin.types.recognition import RecognitionState
from huixin.types.task import TaskState
from models.bulletins.tables import Bulletin
from models.bulletins.views import names_of
from models.cases.moves import MOVES, RESULTS
from models.cases.tables import Case, CasePenalty
from models.database import Database
from models.exits.tables import ListingEnd
from models.keys import KeyRing
from rules.ruleset import RuleSet, default_ruleset
from tests.api.demo_asking import CENTRE, PLATFORM, Asking
from tests.api.demo_asking import asking as asking
from tests.cli.test_state import run, shown
from tests.conftest import FULL
from tests.demo_home import NOW, contents, copied, laid_down, loaded
from tests.factories import ordinary_day

OF_2018 = "91441300MADEM010XL"


@pytest.fixture
def terminal(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo, at which a person sits. Gives its home."""
    copy, clock = tmp_path / "home", tmp_path / "clock"
    copied(demo_home, copy)
    clock.write_text(NOW.isoformat())
    monkeypatch.setenv("HUIXIN_HOME", str(copy))
    monkeypatch.setenv("HUIXIN_CLOCK_FILE", str(clock))
    monkeypatch.setenv("HUIXIN_TEST", "1")
    monkeypatch.delenv("HUIXIN_DATABASE_URL", raising=False)
    return copy


@contextmanager
def closing_database(home: Path) -> Iterator[Database]:
    database = Database.open(home, ordinary_day)
    try:
        yield database
    finally:
        database.close()


@pytest.fixture(scope="module")
def cases(asking: Asking) -> list[Any]:
    return asking.all(CENTRE, "/v1/cases")


class TestWhatThereIs:
    def test_a_case_in_every_state_of_the_table_of_moves(self, cases: list[Any]) -> None:
        assert {case["state"] for case in cases} == {state for state, _ in MOVES} | set(MOVES.values())

    def test_every_problem_type_and_every_county_and_zone(self, cases: list[Any], ruleset: RuleSet) -> None:
        assert {kind for case in cases for kind in case["problem_types"]} == set(ruleset.catalogue.problem_types)
        assert {case["unit"] for case in cases} == {*UNITS, None}

    def test_some_are_late_some_have_days_left_and_some_wait_for_a_place(self, cases: list[Any]) -> None:
        left = [case["deadline"]["days_left"] for case in cases if case["deadline"]]
        assert min(left) < 0 < max(left)
        assert [case["overdue"] for case in cases].count(True) >= 3
        assert "unassigned" in {case["state"] for case in cases if case["unit"] is None}

    def test_side_tracks(self, cases: list[Any], asking: Asking) -> None:
        for mark in ("suspended", "disputed", "relief"):
            assert any(case[mark] for case in cases), mark
        with asking.context.database.read() as session:
            penalties = session.exec(select(CasePenalty)).all()
        assert {(penalty.published_on is None, penalty.annulled_on is None) for penalty in penalties} >= {
            (True, True),
            (False, False),
        }

    def test_a_referral_that_only_some_may_know_of(self, cases: list[Any], asking: Asking) -> None:
        knowing = {
            who
            for who in (CENTRE, "惠州市信用中心移送专员", "惠城区", "惠城区公安局", "惠阳区", "演示审计")
            for case in cases
            if (got := asking.get(who, f"/v1/cases/{case['id']}/referrals")).status_code == 200 and got.json()["items"]
        }
        assert knowing == {"惠州市信用中心移送专员", "惠城区", "惠城区公安局"}

    @pytest.mark.parametrize(
        ("path", "states"),
        [
            ("/v1/recognitions", get_args(RecognitionState)),
            ("/v1/exits", get_args(ExitState)),
            ("/v1/objections", get_args(ObjectionState)),
            ("/v1/tasks", TaskState),
            ("/v1/prompts", PromptState),
        ],
    )
    def test_every_state_of_what_follows(self, asking: Asking, path: str, states: Any) -> None:
        assert {item["state"] for item in asking.all(CENTRE, path)} == set(states)

    def test_what_was_served_by_public_notice_has_yet_to_take_effect(self, asking: Asking) -> None:
        served = [row for row in asking.all(CENTRE, "/v1/recognitions") if row["state"] == "served"]
        assert any(row["takes_effect_on"] > "2026-11-23" for row in served)
        assert any(row["published_on"] for row in served)

    def test_one_of_each_of_the_four_ends_and_who_had_received_the_record_is_told(self, asking: Asking) -> None:
        with asking.context.database.read() as session:
            assert {row.kind for row in session.exec(select(ListingEnd))} == set(EndKind)
        [notice] = asking.all(PLATFORM, "/v1/notices")
        assert (notice["kind"], notice["acknowledged_at"]) == ("ended", None)

    def test_rights_a_repair_an_appeal_and_a_code_that_opens_the_merchants_page(self, asking: Asking) -> None:
        assert {row["state"] for row in asking.all(CENTRE, "/v1/repairs")} >= {"checking", "granted"}
        assert [row["state"] for row in asking.all(PLATFORM, "/v1/appeals")] == ["open"]
        [(uscc, code)] = asking.demo.codes.items()
        got = asking.client.post("/oauth/merchant", json={"uscc": uscc, "code": code}).json()
        page = asking.client.get("/v1/merchant", headers={"Authorization": f"Bearer {got['access_token']}"})
        assert page.json()["uscc"] == uscc

    def test_all_nine_results_have_been_found(self, asking: Asking) -> None:
        with asking.context.database.read() as session:
            assert set(session.exec(select(Case.result))) >= set(RESULTS.values())


def test_the_record_of_2018_only_the_centre_sees_and_as_ended(asking: Asking) -> None:
    checked = asking.check(CENTRE, OF_2018, "promotion")
    for [record] in (asking.get(CENTRE, f"/v1/subjects/{OF_2018}").json()["records"], checked["records"]):
        assert (record["decided_on"], record["valid_to"]) == ("2018-03-01", "2019-02-28")
    assert (checked["outcome"], checked["measures"]) == ("clear", [])
    told = asking.check(PLATFORM, OF_2018, "promotion")
    assert (told["outcome"], told["records"], told["measures"]) == ("clear", [], [])
    assert told["identity"]["name"] is None
    assert asking.get(PLATFORM, f"/v1/subjects/{OF_2018}").status_code == 404


def test_a_platform_sees_of_the_pushed_names_only_who_is_late_or_recognised(cases: list[Any], asking: Asking) -> None:
    """A lead is not a listing."""
    known = {
        case["uscc"]
        for case in cases
        if case["overdue"] or case["state"] == "incomplete" or case["subject_name"] == FIRMS["龙华"].name
    }
    assert 3 < len(known) < len(PUSHED) / 2
    records = asking.all(PLATFORM, "/v1/listings")
    assert {row["record"]["standing"] for row in records} == {"effective", "confirmed"}
    for brand in PUSHED:
        firm = FIRMS[brand]
        found = asking.get(PLATFORM, f"/v1/subjects/{firm.uscc}").status_code
        assert found == (200 if firm.uscc in known else 404), firm.name
    changes = asking.get(PLATFORM, "/v1/changes", after=0, limit=1000).text
    told = json.dumps(records, ensure_ascii=False) + changes
    assert {firm.uscc for firm in map(FIRMS.__getitem__, PUSHED) if firm.name in told} == known


@pytest.mark.usefixtures("terminal")
class TestAtTheTerminal:
    def test_cases_are_listed_with_days_left_the_most_urgent_first(self) -> None:
        found = shown("cases")
        left = [case["deadline"]["days_left"] for case in found if case["deadline"]]
        assert left == sorted(left)
        assert len(left) > 8
        assert "closed" not in {case["state"] for case in found}
        printed = run("cases").stdout
        assert all(str(days) in printed for days in left)
        assert {case["overdue"] for case in shown("cases", "--overdue")} == {True}

    def test_the_queue_is_assigned_at_once(self) -> None:
        waiting = {case["id"] for case in shown("cases", "--unassigned")}
        assert (
            f"{len(waiting)} cases: routed to huicheng" in run("cases", "--unassigned", "--assign", "huicheng").stdout
        )
        assert shown("cases", "--unassigned") == []
        assert waiting <= {case["id"] for case in shown("cases", "--unit", "huicheng")}

    def test_the_ledger_goes_out_and_comes_back_as_it_was(self, tmp_path: Path) -> None:
        ledger = tmp_path / "台账.xlsx"
        assert f"{len(PUSHED)} cases: written" in run("cases", "--ledger", ledger).stdout
        assert load_workbook(ledger).worksheets[0].max_row == len(PUSHED) + 1
        assert run("cases", "--ledger-in", ledger).stdout == f"{len(PUSHED)} rows: 0 cases changed, 0 refused\n"

    def test_a_second_time_changes_nothing(self, terminal: Path) -> None:
        before, kept = contents(terminal), (terminal / CREDENTIALS_FILE).read_bytes()
        run("demo")
        assert contents(terminal) == before
        assert (terminal / CREDENTIALS_FILE).read_bytes() == kept

    def test_on_a_later_day_its_platform_states_its_list_again_so_that_the_bulletin_names_it(
        self, terminal: Path, tmp_path: Path
    ) -> None:
        def named(later: timedelta) -> list[tuple[str, date | None]]:
            with closing_database(terminal) as database, database.read() as session:
                row = session.exec(select(Bulletin)).one()
                found = names_of(session, default_ruleset().catalogue, row, NOW + later)
                return [(one.name, one.decided_on) for one in found]

        first, days = named(timedelta()), timedelta(days=3)
        assert len(first) == 2
        assert named(days) == [], "of what it has not confirmed nobody is told"
        (tmp_path / "clock").write_text((NOW + days).isoformat())
        for _ in range(2):
            run("demo")
            assert named(days) == first, "what it says stays as it was"

    def test_a_home_of_an_older_demo_stays_as_it_is(self, terminal: Path) -> None:
        old = {"platform_id": "cli_1", "platform_secret": "s", "centre_id": "cli_2", "centre_secret": "t"}
        (terminal / CREDENTIALS_FILE).write_text(json.dumps(old | {"of_a_later_one": 1}))
        before = contents(terminal)
        run("demo")
        assert contents(terminal) == before
        demo = read_demo(terminal)
        assert demo is not None
        assert asdict(demo) == old | {"members": {}, "codes": {}}


def test_one_that_was_broken_off_is_loaded_the_next_time(
    sqlite_template: Path, ruleset: RuleSet, tmp_path: Path, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = laid_down(sqlite_template, tmp_path / "home")

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(load, "follow_rules", broken)
        with pytest.raises(KeyboardInterrupt):
            loaded(mine, ruleset)
    loaded(mine, ruleset)
    counts, whole = ({table: len(rows) for table, rows in contents(one).items()} for one in (mine, demo_home))
    for table in ("case", "member", "recognition", "listing", "punishment_task", "prompt", "objection"):
        assert counts[f"main.db {table}"] == whole[f"main.db {table}"], table


@pytest.mark.parametrize("day", ["2026-03-01", "2027-01-02", "2028-02-29"] if FULL else ["2027-01-02"])
def test_it_loads_on_any_day(sqlite_template: Path, ruleset: RuleSet, tmp_path: Path, day: str) -> None:
    mine = laid_down(sqlite_template, tmp_path / "home")
    loaded(mine, ruleset, datetime.fromisoformat(f"{day}T18:00:00+08:00").astimezone(UTC))
    with closing(Database.open(mine, ordinary_day)) as database, database.read() as session:
        assert set(session.exec(select(Case.state))) == set(MOVES.values()) | {state for state, _ in MOVES}


def test_it_loads_on_either_database(database: Database, ruleset: RuleSet, tmp_path: Path) -> None:
    load_demo(database, KeyRing.open(tmp_path), ruleset, tmp_path, NOW)
    with database.read() as session:
        assert len(session.exec(select(Case.id)).all()) == len(PUSHED)


def test_codes_hold_and_belong_to_one_firm_each() -> None:
    codes = [firm.uscc for firm in FIRMS.values()]
    listed = [cell for file in list_files(NOW.date()) for row in file.rows for cell in row if cell[:4] == "9144"]
    for code in [*codes, *listed]:
        assert parse_uscc(code) == code
        assert parse_organisation_code(code[8:17])
    assert len({*codes, *listed}) == len([*codes, *set(listed)])
