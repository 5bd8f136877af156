"""`python -m bench [--quick] [PART …]`: figures of all parts or of those, at the sizes that are asked for.

All are printed with what is to be reached, and kept in bench/results.json with the day of each part, and in
bench/results.svg. `--quick` takes small sizes, in about three minutes, and keeps nothing.
"""

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from bench import (
    analysis,
    batches,
    bulk,
    bundles,
    console,
    decide,
    enrolments,
    hot,
    impact,
    import_beside,
    import_rows,
    names,
    replicas,
    sizes,
)
from bench.aims import chart, table

RESULTS, CHART = (Path(__file__).with_name(f"results.{form}") for form in ("json", "svg"))
MILLION = 1_000_000
Measure = Callable[[], dict[str, float]]


class Part(NamedTuple):
    full: Measure
    quick: Measure | None


PARTS = {
    "decide": Part(decide.figures, decide.figures),
    "hot": Part(hot.figures, partial(hot.figures, 10_000, (10,), rounds=1, seconds=3, postgresql=(False,))),
    "batches": Part(partial(batches.figures, MILLION), partial(batches.figures, 10_000)),
    "bulk": Part(partial(bulk.figures, 10 * MILLION, MILLION), bulk.figures),
    "replicas": Part(replicas.figures, None),
    "names": Part(partial(names.figures, MILLION, 1_000), partial(names.figures, 20_000, 50)),
    "sizes": Part(sizes.figures, None),
    "bundles": Part(partial(bundles.figures, MILLION), partial(bundles.figures, 5_000)),
    "import": Part(partial(import_rows.figures, MILLION), partial(import_rows.figures, 50_000)),
    "enrolments": Part(partial(enrolments.figures, MILLION), enrolments.figures),
    "console": Part(console.figures, None),
    "import_beside": Part(partial(import_beside.figures, MILLION), None),
    "impact": Part(partial(impact.figures, MILLION, MILLION), partial(impact.figures, 10_000, 10_000)),
    "analysis": Part(analysis.figures, None),
}


def main(words: list[str]) -> None:
    quick, wanted = "--quick" in words, [word for word in words if word != "--quick"]
    if unknown := {*wanted} - {*PARTS}:
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    results: dict[str, dict[str, object]] = {}
    for name in wanted or PARTS:
        measure = PARTS[name].quick if quick else PARTS[name].full
        if measure is None:
            continue
        begun = time.perf_counter()
        results[name] = {**_where(), **_alone(measure)}
        print(f"--- {name} ({time.perf_counter() - begun:.0f} s)")
        for figure, value in results[name].items():
            print(f"{figure:52} {value}", flush=True)
    if not quick:
        results = _kept(results)
    print(table({figure: value for part in results.values() for figure, value in part.items()}))


def _alone(measure: Measure) -> dict[str, float]:
    """In a process of its own, so that no part's memory and no module's state is another's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure).result()


def _where() -> dict[str, object]:
    return {"on": f"{datetime.now(UTC):%Y-%m-%d}", "python": platform.python_version(), "cores": os.cpu_count()}


def _kept(results: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """Those of now beside what other parts came to before."""
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    every = {name: results.get(name, before.get(name, {})) for name in PARTS}
    RESULTS.write_text(json.dumps(every, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    CHART.write_text(chart({f: v for part in every.values() for f, v in part.items()}), encoding="utf-8")
    return every


if __name__ == "__main__":
    main(sys.argv[1:])
