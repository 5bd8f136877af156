"""How a rule changes: a clerk's workbook, a contradiction found, merchants named, a second person, the instant.

Two people at the command line and two replicas of the service, as real processes.
"""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from huixin import Client
from huixin.core.vocabulary import MemberKind, Outcome
from huixin.types.answer import Answer
from models.clauses import enter_standard_clauses
from models.database import Database
from models.members import NewCredential
from rules.ruleset import RuleSet
from tests.api.conftest import BLACK, CLEAN, NAME, csv_of
from tests.api.processes import Installation, installed
from tests.api.test_rulesets_replicas import second_person
from tests.api.test_worker import serve
from tests.cli.test_rules_versions import Typist

RULE = "notice-double-11"
JOINT = "电子商务领域失信联合惩戒对象名单"
BEGINS = "2026-11-10T00:00:00+08:00"


@pytest.fixture
def installation(database: Database, tmp_path: Path, ruleset: RuleSet) -> Iterator[Installation]:
    with installed(database, tmp_path / "home", ruleset) as installation:
        yield installation


@pytest.fixture
def platform(installation: Installation, ruleset: RuleSet) -> NewCredential:
    """With the standard clauses as its own."""
    platform = installation.member()
    with installation.database.write() as session:
        enter_standard_clauses(session, ruleset.catalogue, platform.member_id)
    return platform


def change(workbook: Path, rule: str, **cells: str | None) -> None:
    book = load_workbook(workbook)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[2]}
    row = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == rule)
    for column, value in cells.items():
        sheet.cell(row, columns[column.replace("__", ".")]).value = value
    book.save(workbook)


def asked(client: Client) -> Answer:
    return client.check(BLACK, scene="promotion", campaign={"kind": "double_11"})


def follow(replicas: list[Client], outcome: Outcome) -> None:
    """All of them, within a second."""
    begun = time.monotonic()
    while {asked(one).outcome for one in replicas} != {outcome}:
        assert time.monotonic() - begun < 1, outcome


@pytest.mark.slow
def test_a_rule_changes(installation: Installation, platform: NewCredential, tmp_path: Path) -> None:
    centre = installation.member(MemberKind.CENTRE)
    one, other = (serve(installation, HUIXIN_WORKER="0") for _ in range(2))
    clerk, head = Typist(one, centre), Typist(other, second_person(installation, centre.member_id))
    (tmp_path / "list.csv").write_text(csv_of({"失信程度": "一般"}), encoding="utf-8")
    with (
        Client(one, centre.client_id, centre.client_secret) as desk,
        Client(one, platform.client_id, platform.client_secret) as near,
        Client(other, platform.client_id, platform.client_secret) as far,
    ):
        desk.imports.upload(tmp_path / "list.csv", list="ecommerce_watch")
        before = asked(near)
        assert (before.outcome, asked(far).outcome) == (Outcome.WATCH, Outcome.WATCH)

        workbook, draft = tmp_path / "双十一.xlsx", tmp_path / "draft"
        clerk.types("table", "huizhou", "--scene", "promotion", "-o", str(workbook))
        change(workbook, RULE, outcome="人工核实")
        change(workbook, "red-favour", record__list=f"守信激励对象\n{JOINT}", subject__has_live_black=None)
        clerk.types("table", "huizhou", "--import", str(workbook), "-o", str(tmp_path / "slip"))
        found = clerk.types("analyse", str(tmp_path / "slip" / "huizhou"), "--lang", "zh", code=1)
        assert re.search(r"red\.yaml:\d+ contradiction", found)
        assert JOINT in found.partition("例如：")[2]

        change(workbook, "red-favour", record__list="守信激励对象", subject__has_live_black="否")
        told = clerk.types("table", "huizhou", "--import", str(workbook), "-o", str(draft), "--lang", "zh")
        assert f"规则 {RULE}：新增结果 人工核实。" in told
        version = clerk.types(
            "submit", str(draft / "huizhou"), str(draft / "national"), "--title", "双十一", "--reason", "报名前先核实"
        ).split()[0]

        merchants = tmp_path / "merchants.csv"
        assert "1 changed" in clerk.types("impact", version, "--to", str(merchants))
        lines = merchants.read_text(encoding="utf-8-sig").splitlines()[1:]
        assert all(NAME in line and "“双十一”网络促销,改变,提示关注,人工核实" in line for line in lines)
        assert [line for line in lines if "process platform" in line]

        assert "Another person must do this" in clerk.types("approve", version, code=1)
        head.types("approve", version)
        head.types("publish", version, "--effective-from", BEGINS)
        follow([near, far], Outcome.WATCH)
        installation.pass_time(timedelta(days=8))
        follow([near, far], Outcome.REVIEW)
        after = asked(far)
        assert after.as_of.ruleset != before.as_of.ruleset
        assert near.check(CLEAN, scene="promotion").outcome is Outcome.CLEAR

        for answer in (before, after):
            again = near.decisions.get(answer.decision_id, rederive=True).rederived
            assert again is not None
            assert (again.agrees, again.differences, again.text_agrees) == (True, [], True)
