"""Long tests take turns, so that `make test` stays under ten minutes: the list beside this file falls into fourteen
parts as long as each other, of which one runs on each day of a fortnight. All other tests always run, and all of these
do where pytest is called by itself, in the checks of a submission (`make test TURN=all`) and at full size.

    pytest -n 2 --durations=0 --durations-min=0 > report && python -m tests.turns report

writes the list anew. A test that it does not name is run on every day.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

TURNS = 14
LIST = Path(__file__).with_name("long_tests.txt")
LONG = 0.4
"""Seconds, on average over what a test is run with."""
ON_EVERY_DAY = frozenset({"tests/api/hot/test_kills.py::test_whatever_was_answered_is_in_the_log"})
_MEASURED = re.compile(r"(\d+\.\d+)s (?:call|setup|teardown) +(\S.*)")


def waiting(turn: int) -> frozenset[str]:
    """Path and name of each test that is not run in that turn."""
    parts = [defaultdict[str, float](float) for _ in range(TURNS)]
    for line in LIST.read_text(encoding="utf-8").splitlines():
        seconds, name = line.split(maxsplit=1)
        min(parts, key=lambda part: sum(part.values()))[name] = float(seconds)
    return frozenset(name for number, part in enumerate(parts) if number != turn % TURNS for name in part)


def name_of(nodeid: str) -> str:
    """Without what it is run with."""
    return nodeid.partition("[")[0]


def measured(report: str) -> list[str]:
    """The lines of the list, the longest first: seconds in all, path and name."""
    runs = defaultdict[str, float](float)
    for seconds, nodeid in _MEASURED.findall(report):
        runs[nodeid.strip()] += float(seconds)
    tests = defaultdict[str, list[float]](list)
    for nodeid, seconds in runs.items():
        tests[name_of(nodeid)].append(seconds)
    long = {name: sum(each) for name, each in tests.items() if sum(each) / len(each) >= LONG}
    ordered = sorted(long.items(), key=lambda one: (-round(one[1], 1), one[0]))
    return [f"{seconds:6.1f} {name}" for name, seconds in ordered if name not in ON_EVERY_DAY]


if __name__ == "__main__":
    lines = measured(Path(sys.argv[1]).read_text(encoding="utf-8"))
    LIST.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
