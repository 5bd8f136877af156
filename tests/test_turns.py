"""Which tests take turns: each runs on one day of a fortnight, and is there."""

from collections import Counter
from pathlib import Path

from tests.turns import LIST, ON_EVERY_DAY, TURNS, measured, waiting

ROOT = Path(__file__).parents[1]
SECONDS = {name: float(seconds) for seconds, name in (line.split(maxsplit=1) for line in LIST.read_text().splitlines())}


def test_each_runs_in_one_turn() -> None:
    runs = Counter(name for turn in range(TURNS) for name in SECONDS.keys() - waiting(turn))
    assert runs == dict.fromkeys(SECONDS, 1)
    assert waiting(TURNS) == waiting(0)


def test_the_turns_are_as_long_as_each_other() -> None:
    lengths = [sum(SECONDS[name] for name in SECONDS.keys() - waiting(turn)) for turn in range(TURNS)]
    assert max(lengths) - min(lengths) <= max(SECONDS.values())


def test_each_is_there() -> None:
    """A test that was renamed is measured again."""
    for name in SECONDS.keys() | ON_EVERY_DAY:
        path, *_, function = name.split("::")
        assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8"), name


def test_the_list_is_what_a_report_says() -> None:
    report = """
2.00s call     tests/test_a.py::test_long[one]
0.25s setup    tests/test_a.py::test_long[one]
0.75s call     tests/test_a.py::test_long[two words]
0.39s call     tests/test_a.py::test_short
9.00s call     tests/test_a.py::TestA::test_longest
3 passed in 12.39s
"""
    assert measured(report) == ["   9.0 tests/test_a.py::TestA::test_longest", "   3.0 tests/test_a.py::test_long"]
