"""Impact of a draft for 30, 100 and 300 rules: over all classes, over everyone listed, over decisions of the last days.

`python -m bench.impact [LISTED DECISIONS]` prints one JSON line; `figures` is the small size of `make bench`. In the
draft all exclusions from promotions are milder, so that only verdicts change; a quarter of the decisions are about
somebody listed.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.impact_data import DAYS, MEMBER, NOW, TODAY, fill
from huixin.core.vocabulary import Outcome
from models.clauses import enter_standard_clauses
from models.database import Database
from models.members import Member
from models.migrations import migrate
from models.reference import sync_reference
from models.rulesets.impact.report import Draft, impact_of
from rules.documents import Rule
from rules.entries import Catalogue
from rules.impact import SideBySide
from rules.ruleset import compile_ruleset, default_ruleset

SIZES = (30, 100, 300)
LISTED = DECIDED = 50_000
MEASURE = "promotion_limit"


def figures(listed: int = LISTED, decided: int = DECIDED) -> dict[str, float]:
    """Seconds, seconds of a core over all processes, and how much changes."""
    found: dict[str, float] = {"impact_listed": listed, "impact_decisions": decided}
    with TemporaryDirectory() as folder:
        database = _filled(Path(folder), listed, decided)
        for size in SIZES:
            found |= {f"impact_{size}_rules_{name}": figure for name, figure in _measured(database, size).items()}
        database.close()
    return found


def _filled(folder: Path, listed: int, decided: int) -> Database:
    database, catalogue = Database.open(folder, lambda: TODAY), default_ruleset().catalogue
    migrate(database)
    with database.write() as session:
        sync_reference(session, catalogue)
        session.add(Member(id=MEMBER, name="示例平台", kind="platform", created_at=NOW))
        session.flush()
        enter_standard_clauses(session, catalogue, MEMBER)
    fill(database, listed, decided)
    return database


def _measured(database: Database, size: int) -> dict[str, float]:
    catalogue = of_size(default_ruleset().catalogue, size)
    old, new = compile_ruleset(catalogue), compile_ruleset(_milder(catalogue))
    draft = Draft(SideBySide(old, new, TODAY), NOW)
    begun, used = time.perf_counter(), _core_seconds()
    found = impact_of(database, draft, DAYS)
    return {
        "seconds": round(time.perf_counter() - begun, 1),
        "core_seconds": round(_core_seconds() - used, 1),
        "changed_classes": sum(one.changed for one in found.classes),
        "changed_merchants": found.listed.counts.changed,
        "changed_decisions": found.decisions.changed,
    }


def _core_seconds() -> float:
    """Of this process, and of those that judged beside it: a child of this one forks them and waits for them."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = [pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]
    return own.ru_utime + own.ru_stime + sum(map(_waited_for, children))


def _waited_for(pid: str) -> float:
    """Core seconds of the ended children of a process: cutime and cstime of proc(5), the 16th and 17th field."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, after_name[13:15])) / os.sysconf("SC_CLK_TCK")


def of_size(catalogue: Catalogue, size: int) -> Catalogue:
    """What is about the measure first, then the other rules, then all again for single problem types; all limits."""
    own = sorted(catalogue.rules.values(), key=lambda rule: (rule.then.measure != MEASURE, rule.rule))
    rules = islice((*own, *islice(_narrower(catalogue), max(0, size - len(own)))), size)
    return replace(catalogue, rules={rule.rule: rule for rule in rules})


def _narrower(catalogue: Catalogue) -> Iterator[Rule]:
    about_records = [rule for rule in catalogue.rules.values() if rule.when.record is not None]
    for number, problem in enumerate(cycle(catalogue.problem_types)):
        for rule in about_records:
            said = rule.model_dump(mode="json", by_alias=True, exclude_none=True)
            said["when"]["record"]["problem"] = [problem]
            yield Rule.model_validate({**said, "rule": f"{rule.rule}-{number}"})


def _milder(catalogue: Catalogue) -> Catalogue:
    changed = {
        code: rule.model_copy(update={"then": rule.then.model_copy(update={"outcome": Outcome.RESTRICT})})
        for code, rule in catalogue.rules.items()
        if rule.then.measure == MEASURE and rule.then.outcome is Outcome.REFUSE
    }
    return replace(catalogue, rules={**catalogue.rules, **changed})


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:3]] or [LISTED, DECIDED]
    print(json.dumps(figures(*sizes)))
