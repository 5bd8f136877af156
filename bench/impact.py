"""Impact of a draft for 30, 100 and 300 rules: over all classes, over everyone listed, over decisions of the last days.

`python -m bench.impact [LISTED DECISIONS]` prints one JSON line; `figures` is the small size of `make bench`. In the
draft all exclusions from promotions are milder, so that only verdicts change; a quarter of the decisions are about
somebody listed.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.impact_data import DAYS, MEMBER, NOW, TODAY, fill
from huixin.core.vocabulary import Outcome
from models.clauses import enter_standard_clauses
from models.database import Database
from models.members import Member
from models.migrations import migrate
from models.reference import sync_reference
from models.rulesets.impact.report import Draft, decisions_impact, listed_view_of
from rules.documents import Rule
from rules.entries import Catalogue
from rules.impact import SideBySide, class_impact
from rules.ruleset import compile_ruleset, default_ruleset

SIZES = (30, 100, 300)
LISTED = DECIDED = 50_000
MEASURE = "promotion_limit"


def figures(listed: int = LISTED, decided: int = DECIDED) -> dict[str, float]:
    """Seconds of a core for each part, and how much changes."""
    found: dict[str, float] = {"impact_listed": listed, "impact_decisions": decided}
    with TemporaryDirectory() as folder:
        database = _filled(Path(folder), listed, decided)
        for size in SIZES:
            found |= {f"impact_{size}_rules_{name}": figure for name, figure in _measured(database, size).items()}
        database.close()
    return found | {"impact_peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


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
    begun = [time.process_time()]
    classes = class_impact(old, new, TODAY)
    begun.append(time.process_time())
    listed = listed_view_of(database, draft)
    begun.append(time.process_time())
    past = decisions_impact(database, draft, DAYS)
    begun.append(time.process_time())
    for_classes, for_listed, for_decisions = (round(end - start, 2) for start, end in pairwise(begun))
    return {
        "classes_core_seconds": for_classes,
        "listed_core_seconds": for_listed,
        "decisions_core_seconds": for_decisions,
        "changed_classes": sum(one.changed for one in classes),
        "changed_merchants": listed.counts.changed,
        "changed_decisions": past.changed,
    }


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
