"""`huixin-server plan`, as a person types it."""

from pathlib import Path

from models.database import Database
from rules.ruleset import default_ruleset
from tests.cli.test_cases import home as home
from tests.cli.test_state import run, shown
from tests.factories import make_plan, ordinary_day


def test_it_shows_what_is_in_force_and_what_nobody_is_bound_to_do(home: Path) -> None:
    assert "No action plan is in force on 2026-11-02" in run("plan", "show", code=1).output
    database = Database.open(home, ordinary_day)
    with database.write() as session:
        make_plan(session, default_ruleset().catalogue, parts={"commerce": ["interview"]})
    database.close()
    found = shown("plan", "show")
    assert [part["department"] for part in found["signatories"]] == ["commerce"]
    assert "interview" in run("plan", "show").stdout
    assert "2018-02-27.." in run("plan", "versions").stdout
    assert "No action plan" in run("plan", "show", "--on", "2018-02-26", code=1).output
    assert "reason" in run("plan", "gaps").stdout
