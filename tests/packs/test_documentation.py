"""The pack that docs/rules.md shows is a real one: it loads, its tests hold, and they leave nothing open."""

import re
import shutil
from pathlib import Path

from rules.catalogue import load_catalogue
from rules.coverage import coverage_of
from rules.pack_tests import load_tests, run_tests
from rules.ruleset import PACKS, compile_ruleset

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def _example(folder: Path) -> Path:
    """The page's YAML as a pack beside the national one."""
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    tests = [block for block in blocks if block.startswith("- test:")]
    pack = folder / "example"
    (pack / "tests").mkdir(parents=True)
    (pack / "pack.yaml").write_text("".join(block for block in blocks if block not in tests), encoding="utf-8")
    (pack / "tests" / "live.yaml").write_text("".join(tests), encoding="utf-8")
    return pack


def test_the_pack_of_the_page_works(tmp_path: Path) -> None:
    shutil.copytree(PACKS / "national", tmp_path / "national")
    pack = _example(tmp_path)
    catalogue = load_catalogue([tmp_path / "national", pack])
    ruleset = compile_ruleset(catalogue)
    tests, unreadable = load_tests(pack)
    assert unreadable == []
    assert [str(finding) for finding in run_tests(ruleset, tests)] == []
    own = [key for key, located in catalogue.sources.items() if pack in located.file.parents]
    assert coverage_of(ruleset, tests, [key for key in own if key[0] in ("rule", "limit")]).gaps == ()
