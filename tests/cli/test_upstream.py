"""`huixin-server upstream` against the fake platform."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from tests.upstream.conftest import LIST, SOURCE, listed
from tests.upstream.platform import Platform, running, status
from tests.upstream.test_drop import leave, row

Run = Callable[..., Result]


@pytest.fixture
def platform() -> Iterator[Platform]:
    with running() as found:
        yield found


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    clock = tmp_path / "clock"
    clock.write_text("2026-06-01T04:00:00+00:00")
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUIXIN_TEST", "1")
    monkeypatch.setenv("HUIXIN_CLOCK_FILE", str(clock))
    monkeypatch.delenv("HUIXIN_DATABASE_URL", raising=False)

    def call(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    assert call("migrate").exit_code == 0
    return call


def add(run: Run, platform: Platform, *more: str) -> Result:
    words = ("upstream", "add", "national", "--list", LIST, "--source", SOURCE, "--url", platform.url, *more)
    return run(*words)


def test_from_adding_a_feed_to_its_status(run: Run, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIXIN_UPSTREAM_TOKEN", "let-me-in")
    added = json.loads(add(run, platform).stdout)
    assert (added["feed"], added["secret"].startswith("whsec_")) == ("national", True)
    platform.records = [listed(number) for number in range(3)]
    pulled = run("upstream", "pull")
    assert (pulled.exit_code, pulled.stdout) == (
        0,
        "national: completed, 3 records, 0 held for a person, 0 no longer named\n",
    )
    assert platform.tokens == ["Bearer let-me-in"]
    platform.faults = [status(403)]
    failed = run("upstream", "pull", "national")
    assert (failed.exit_code, "http_status: The platform answered with HTTP 403." in failed.stdout) == (1, True)
    [stands] = json.loads(run("upstream", "status", "--json").stdout)
    assert (stands["confirmed_on"], stands["age_days"], stands["last_run"]["problem"]) == (
        "2026-06-01",
        0,
        "http_status",
    )
    monkeypatch.setenv("COLUMNS", "160")
    shown = run("upstream", "status").stdout
    assert re.search(r"national +│ ecommerce_joint │ 2026-06-01 +│ +0 │ +0 │ +0 │ pull failed: http_status", shown)


def test_a_folder_of_dropped_files(run: Run, platform: Platform, tmp_path: Path) -> None:
    add(run, platform)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    leave(inbox, "1.csv", row(1), row(2))
    taken = run("upstream", "drop", "national", str(inbox), "--complete")
    assert (taken.exit_code, taken.stdout.split(",")[0]) == (0, "1.csv: completed")
    (inbox / "2.csv").write_text("nothing")
    assert run("upstream", "drop", "national", str(inbox)).exit_code == 1
    leave(inbox, "3.csv", row(1, "2026-05-01"))
    leave(inbox, "4.csv", row(1))
    assert run("upstream", "drop", "national", str(inbox)).exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pull", "nobody"), "There is no upstream feed nobody."),
        (("add", "x", "--list", "red", "--source", "y"), "No list 'red' follows an upstream"),
        (("add", "x", "--list", LIST, "--source", "y", "--url", "ftp://x"), "begins with https://"),
        (("add", "x", "--list", LIST, "--source", "y", "--shape", "odd"), "one of new, old"),
        (("add", "national2", "--list", LIST, "--source", SOURCE), "There is a feed national already"),
    ],
)
def test_what_cannot_be_is_said(run: Run, platform: Platform, words: tuple[str, ...], said: str) -> None:
    add(run, platform)
    refused = run("upstream", *words)
    assert refused.exit_code == 1
    assert said in refused.stderr


def test_a_feed_without_address_is_not_pulled(run: Run) -> None:
    run("upstream", "add", "pushed", "--list", LIST, "--source", SOURCE)
    assert run("upstream", "pull").exit_code == 0
    refused = run("upstream", "pull", "pushed")
    assert (refused.exit_code, "has no URL" in refused.stderr) == (1, True)


def test_a_feed_gets_an_interval_and_loses_it(run: Run, platform: Platform) -> None:
    add(run, platform, "--every", "90")
    [stands] = json.loads(run("upstream", "status", "--json").stdout)
    assert (stands["pull_minutes"], stands["next_pull_at"]) == (90, "2026-06-01T04:00:00Z")
    assert "national: pulled next at 2026-06-01 04:00 UTC\n" in run("upstream", "status").stdout
    assert run("upstream", "schedule", "national", "--every", "1440").stdout == "national: pulled every 1440 minutes\n"
    run("upstream", "pull")
    [stands] = json.loads(run("upstream", "status", "--json").stdout)
    assert stands["next_pull_at"] == "2026-06-02T04:00:00Z"
    assert run("upstream", "schedule", "national").stdout == "national: pulled by hand alone\n"
    [stands] = json.loads(run("upstream", "status", "--json").stdout)
    assert (stands["pull_minutes"], stands["next_pull_at"]) == (None, None)
    refused = run("upstream", "schedule", "national", "--every", "0")
    assert (refused.exit_code, "1 to 44640 minutes" in refused.output) == (1, True)
