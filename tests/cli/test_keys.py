"""Keys are rotated from the command line, and what was signed before goes on to count."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli import app
from models.keys import KeyRing


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["keys", *words])


@pytest.mark.parametrize("purpose", ["tokens", "receipts", "bundles"])
def test_a_new_key_signs_and_the_old_one_verifies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, purpose: str
) -> None:
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path))
    [old] = KeyRing.open(tmp_path).pairs[purpose]
    done = run("rotate", purpose)
    assert done.exit_code == 0, done.output
    new, kept = KeyRing.open(tmp_path).pairs[purpose]
    assert kept == old
    assert f"{purpose}: {new.kid} signs" in done.output
    listed = run("list").output.splitlines()
    own = [line.split() for line in listed if line.startswith(purpose)]
    assert own == [[purpose, new.kid, "signs"], [purpose, old.kid, "verifies"]]
    assert new.private_jwk["d"] not in run("list").output


def test_what_was_sealed_is_opened_on_and_digests_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIXIN_HOME", str(tmp_path))
    before = KeyRing.open(tmp_path)
    sealed = before.seal(b"name")
    assert run("rotate", "seals").exit_code == 0
    after = KeyRing.open(tmp_path)
    assert after.unseal(sealed) == b"name"
    assert after.digest("name") == before.digest("name")
    assert run("rotate", "digests").exit_code == 2
