"""The shipped packs are without findings, their own tests hold, and these leave nothing open."""

from pathlib import Path

import pytest

from rules.catalogue import load_catalogue
from rules.checks import check
from rules.coverage import coverage_of
from rules.pack_tests import load_tests, run_tests
from rules.ruleset import DEFAULT_PACKS, compile_ruleset, pack_folders


@pytest.mark.parametrize("pack", DEFAULT_PACKS)
def test_nothing_is_wrong_with_the_entries(pack: str) -> None:
    assert [str(finding) for finding in check(load_catalogue(pack_folders(pack)))] == []


@pytest.mark.parametrize("pack", DEFAULT_PACKS)
def test_the_tests_of_the_pack_hold(pack: str) -> None:
    folders = pack_folders(pack)
    tests, unreadable = load_tests(folders[-1])
    assert unreadable == []
    assert len(tests) > 50
    assert [str(finding) for finding in run_tests(compile_ruleset(load_catalogue(folders)), tests)] == []


def test_the_tests_of_the_nation_hold_beside_the_pack_of_the_city() -> None:
    national, huizhou = pack_folders("huizhou")
    tests, _ = load_tests(national)
    assert [str(finding) for finding in run_tests(compile_ruleset(load_catalogue([national, huizhou])), tests)] == []


@pytest.mark.parametrize("pack", DEFAULT_PACKS)
def test_each_rule_limit_and_condition_is_decided_by_a_test(pack: str) -> None:
    folders = pack_folders(pack)
    catalogue = load_catalogue(folders)
    tests, _ = load_tests(folders[-1])
    own = [key for key, located in catalogue.sources.items() if _holds(folders[-1], located.file)]
    coverage = coverage_of(
        compile_ruleset(catalogue), tests, [(kind, code) for kind, code in own if kind in ("rule", "limit")]
    )
    assert coverage.gaps == ()
    assert coverage.decided == coverage.total > 0


def _holds(folder: Path, file: Path) -> bool:
    return folder in file.parents
