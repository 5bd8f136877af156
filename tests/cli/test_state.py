"""migrate, member, backup and restore, as a person types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from huixin.core.vocabulary import MemberKind
from models.database import Database
from models.keys import KeyRing
from models.members import authenticate
from models.scopes import default_scopes
from tests.factories import ordinary_day


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("HUIXIN_DATABASE_URL", raising=False)
    run("migrate")
    return tmp_path / "home"


def run(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


def shown(*words: str) -> Any:
    return json.loads(run(*words, "--json").stdout)


def test_migrate_makes_the_state_and_keeps_it(home: Path) -> None:
    assert {path.name for path in home.iterdir() if path.suffix == ".db"} == {"main.db", "decisions.db"}
    kid = KeyRing.open(home).signing_key.kid
    assert "up to date" in run("migrate").stdout
    assert KeyRing.open(home).signing_key.kid == kid


def test_a_member_is_added_listed_and_disabled(home: Path) -> None:
    added = shown("member", "add", "一个平台", "--kind", "platform")
    database = Database.open(home, ordinary_day)
    with database.read() as session:
        member = authenticate(session, added["client_id"], added["client_secret"])
        assert (member.id, member.name) == (added["member_id"], "一个平台")
    database.close()
    run("member", "disable", "一个平台")
    [listed] = shown("member", "list")
    assert listed["id"] == added["member_id"]
    assert listed["disabled_at"] is not None
    assert "一个平台" in run("member", "list").stdout


def test_the_secret_is_printed_once(home: Path) -> None:
    printed = run("member", "add", "一个平台", "--kind", "platform").stdout
    secret = next(line.split()[1] for line in printed.splitlines() if line.startswith("client_secret"))
    assert secret not in run("member", "list").stdout
    assert all(secret.encode() not in path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["member", "add", "一个平台", "--kind", "platform"], "already a member"),
        (["member", "add", "又一个", "--kind", "platform", "--scope", "everything"], "no scope everything"),
        (["member", "add", "又一个", "--kind", "platform", "--scope", "history"], "never asks about the past"),
        (["member", "disable", "无此成员"], "no member"),
        (["member", "add", "", "--kind", "platform"], "1 to 300 characters"),
        (["member", "add", "  ", "--kind", "platform"], "1 to 300 characters"),
        (["member", "add", "名" * 301, "--kind", "platform"], "1 to 300 characters"),
        (["member", "add", "某县", "--kind", "unit"], "give its unit"),
        (["member", "add", "某局", "--kind", "department"], "give its unit and department"),
        (["member", "add", "某局", "--kind", "department", "--unit", "huicheng"], "give its unit and department"),
    ],
)
def test_what_cannot_be_is_said(home: Path, words: list[str], says: str) -> None:
    run("member", "add", "一个平台", "--kind", "platform")
    assert says in run(*words, code=1).stderr
    assert len(shown("member", "list")) == 1


def test_clauses_and_scopes_as_asked(home: Path) -> None:
    run("member", "add", "甲", "--kind", "platform")
    run("member", "add", "乙", "--kind", "platform", "--no-clauses", "--scope", "check", "--scope", "lists:read")
    database = Database.open(home, ordinary_day)
    with database.read() as session:
        counted = session.connection().exec_driver_sql(
            "SELECT name, scopes, (SELECT count(*) FROM clause WHERE clause.member_id = member.id)"
            " FROM member JOIN credential ON credential.member_id = member.id ORDER BY name DESC"
        )
        (_, usual, clauses), (_, asked, none) = counted.all()
    database.close()
    assert (set(json.loads(usual)), json.loads(asked)) == (
        set(default_scopes(MemberKind.PLATFORM)),
        ["check", "lists:read"],
    )
    assert clauses > 0
    assert none == 0


def test_a_backup_comes_back(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("member", "add", "一个平台", "--kind", "platform")
    archive = tmp_path / "backup.tar.gz"
    assert "main.db, decisions.db, keys/" in run("backup", archive).stdout
    assert "not written" in run("backup", archive, code=1).stderr
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path / "elsewhere"))
    run("restore", archive)
    assert [member["name"] for member in shown("member", "list")] == ["一个平台"]
    assert "There is state already" in run("restore", archive, code=1).stderr
    run("restore", archive, "--force")


def test_on_postgresql_the_keys_are_kept_and_pg_dump_is_named(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIXIN_DATABASE_URL", "postgresql+psycopg://nobody@localhost:1/none")
    said = run("backup", tmp_path / "keys.tar.gz").stdout
    assert "keys/tokens.json" in said
    assert "main.db" not in said
    assert "pg_dump" in said
