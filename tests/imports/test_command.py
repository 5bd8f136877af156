"""`huixin-server import`: exit codes, the JSON that it promises, words for people."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from api.cli import app, imports
from api.cli.imports import import_file
from huixin.types.importing import ImportReport
from models.imports.errors import BeingImported
from models.imports.readers import file_digest
from models.imports.run import run_import

from .conftest import DESAY, RESIDENT, TCL, World

HEADER = "失信主体名称,统一社会信用代码,列入日期,文书号,认定部门"
GOOD = f"惠州市益永畅商贸有限公司,{TCL},2026-01-05,1号,惠州市发展和改革局"
DAMAGED = f"惠州市德赛商贸有限公司,{DESAY[:-1]},2026-01-05,2号,惠州市发展和改革局"

Call = Callable[..., Result]


@pytest.fixture
def call(sqlite_world: Callable[[str], World], monkeypatch: pytest.MonkeyPatch) -> Call:
    world = sqlite_world("home")
    world.database.close()
    monkeypatch.setenv("HUIXIN_HOME", str(world.folder))
    monkeypatch.delenv("HUIXIN_DATABASE_URL", raising=False)
    alone = typer.Typer()
    alone.command()(import_file)

    def run(text: str | None, *options: str) -> Result:
        path = world.folder / "list.csv" if text is None else world.write(text)
        return CliRunner().invoke(alone, [str(path), "--list", "brushing_black", *options])

    return run


def report_of(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_every_row_landed(call: Call, tmp_path: Path) -> None:
    result = call(f"{HEADER}\n{GOOD}\n", "--json")
    assert result.exit_code == 0
    assert report_of(result) == {
        "sha256": file_digest(tmp_path / "home" / "list.csv"),
        "rows": 1, "entered": 1, "changed": 0, "exited": 0, "unchanged": 0, "unverified": 0, "rejected": 0,
        "errors": [], "warnings": [],
    }  # fmt: skip


def test_who_comes_second_with_one_file_goes_on_or_finds_it_done(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = iter([BeingImported("at the same time"), None])

    def busy_once(*told: Any, **options: Any) -> ImportReport:
        if (refusal := next(tries)) is not None:
            raise refusal
        return run_import(*told, **options)

    assert call(f"{HEADER}\n{GOOD}\n").exit_code == 0
    monkeypatch.setattr(imports, "_TURN_SECONDS", 0)
    monkeypatch.setattr(imports, "run_import", busy_once)
    done = call(None, "--json")
    assert (done.exit_code, report_of(done)["unchanged"]) == (0, 1)


def test_where_the_other_goes_on_and_on_it_says_so(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: Any, **__: Any) -> ImportReport:
        raise BeingImported("at the same time")

    monkeypatch.setattr(imports, "_TURN_SECONDS", 0)
    monkeypatch.setattr(imports, "run_import", busy)
    refused = call(f"{HEADER}\n{GOOD}\n")
    assert (refused.exit_code, refused.stderr.strip()) == (3, "at the same time")


def test_some_rows_were_rejected(call: Call) -> None:
    result = call(f"{HEADER}\n{GOOD}\n{DAMAGED}\n", "--json")
    assert result.exit_code == 2
    report = report_of(result)
    assert (report["entered"], report["rejected"]) == (1, 1)
    [error] = report["errors"]
    assert set(error) == {"row", "column", "code", "message"}
    assert (error["row"], error["column"], error["code"]) == (3, "统一社会信用代码", "length")


def test_warnings_do_not_change_the_exit_code(call: Call) -> None:
    result = call(f"{HEADER}\n无码商贸有限公司,,2026-01-05,1号,某办\n", "--json")
    assert result.exit_code == 0
    report = report_of(result)
    assert (report["unverified"], report["entered"]) == (1, 0)
    assert {warning["code"] for warning in report["warnings"]} == {"no_code", "unresolved_recogniser"}


@pytest.mark.parametrize("text", ["", "甲,乙\n1,2\n", "PK\x03\x04 no workbook", "[{"])
def test_nothing_could_be_read(call: Call, text: str) -> None:
    result = call(text, "--json")
    assert (result.exit_code, result.stdout) == (1, "")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--mode", "half"), "increment or full"),
        (("--mapping", "none.yaml"), "none.yaml"),
        (("--source", "源" * 300), "300"),
    ],
)
def test_what_the_options_cannot_be_is_nothing_read_too(call: Call, options: tuple[str, ...], says: str) -> None:
    result = call(f"{HEADER}\n{GOOD}\n", "--json", *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr


@pytest.mark.parametrize(
    "options", [(), ("--list",), ("--list", "red", "--nonsense"), ("--list", "red", "one", "too many")]
)
def test_a_command_that_is_not_understood_has_read_nothing(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Its usual code says here that some rows were rejected."""
    result = CliRunner().invoke(app, ["import", str(tmp_path / "list.csv"), *options])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Error" in result.stderr


def test_a_file_that_is_not_there_is_nothing_read(call: Call, tmp_path: Path) -> None:
    result = call(None)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "list.csv" in result.stderr


def test_an_unknown_list_is_said(call: Call) -> None:
    result = call(f"{HEADER}\n{GOOD}\n", "--list", "nonsense")
    assert result.exit_code == 1
    assert "nonsense" in result.stderr


def test_words_for_people(call: Call) -> None:
    result = call(f"{HEADER}\n{GOOD}\n{DAMAGED}\n{RESIDENT},{RESIDENT},x,,\n")
    assert result.exit_code == 2
    assert "row 3, 统一社会信用代码" in result.stdout
    assert RESIDENT not in result.stdout


def test_a_full_file_waits_for_confirmation(call: Call) -> None:
    call(f"{HEADER}\n{GOOD}\n", "--mode", "full")
    empty = call(f"{HEADER}\n", "--mode", "full", "--json")
    assert (empty.exit_code, report_of(empty)["state"], report_of(empty)["proposed_exits"]) == (
        0, "awaiting_confirmation", 1,
    )  # fmt: skip
    confirmed = call(f"{HEADER}\n", "--mode", "full", "--confirm", "--json")
    assert report_of(confirmed)["exited"] == 1


def test_a_dry_run_writes_nothing(call: Call) -> None:
    assert report_of(call(f"{HEADER}\n{GOOD}\n", "--dry-run", "--json"))["entered"] == 1
    assert report_of(call(f"{HEADER}\n{GOOD}\n", "--json"))["entered"] == 1
