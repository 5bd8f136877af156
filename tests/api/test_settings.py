"""What the environment decides, and the clock that follows a file only in tests."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.clock import Clock
from api.settings import Settings


def test_defaults_and_overrides() -> None:
    assert Settings.read({}) == Settings(home=Path("var"))
    read = Settings.read({"HUIXIN_HOME": "/srv/huixin", "HUIXIN_DATABASE_URL": "postgresql+psycopg://db/huixin"})
    assert (read.home, read.database_url) == (Path("/srv/huixin"), "postgresql+psycopg://db/huixin")
    assert Settings.read({"HUIXIN_HOME": "", "HUIXIN_DATABASE_URL": ""}) == Settings(home=Path("var"))


def test_what_was_found_about_rule_sets_lies_in_the_home_or_where_the_environment_says() -> None:
    assert Settings(home=Path("/srv/huixin")).analyses_folder == Path("/srv/huixin/analyses")
    assert Settings.read({"HUIXIN_ANALYSES": "/srv/shared"}).analyses_folder == Path("/srv/shared")


def test_ports_for_webhooks_are_numbers() -> None:
    assert Settings.read({"HUIXIN_WEBHOOK_PORTS": "25 853"}).reach.ports == (25, 853)
    with pytest.raises(ValueError, match="smtp"):
        Settings.read({"HUIXIN_WEBHOOK_PORTS": "smtp"})


@pytest.mark.parametrize("flag", [{}, {"HUIXIN_TEST": "0"}, {"HUIXIN_TEST": ""}, {"HUIXIN_TEST": "yes"}])
def test_a_clock_file_counts_only_with_the_test_flag(flag: dict[str, str]) -> None:
    assert Settings.read({"HUIXIN_CLOCK_FILE": "clock", **flag}).clock_file is None
    assert Settings.read({"HUIXIN_CLOCK_FILE": "clock", "HUIXIN_TEST": "1"}).clock_file == Path("clock")


def test_a_clock_file_moves_at_once_and_days_are_those_of_shanghai(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = Clock.of(Settings(home=tmp_path, clock_file=file))
    file.write_text("2026-11-10T23:59:59+08:00\n")
    assert (clock.now(), clock.today()) == (datetime(2026, 11, 10, 15, 59, 59, tzinfo=UTC), date(2026, 11, 10))
    file.write_text("2026-11-10T16:00:00+00:00")
    assert clock.today() == date(2026, 11, 11)


def test_the_machines_clock_is_aware() -> None:
    assert Clock().now().tzinfo is UTC
