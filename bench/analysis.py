"""Static analysis of 30, 100 and 300 rules over all classes: seconds of a core, and how many classes that is."""

import json
import time

from bench.impact import SIZES, of_size
from rules.analysis import analyse
from rules.ruleset import compile_ruleset, default_ruleset


def figures() -> dict[str, float]:
    found: dict[str, float] = {}
    for size in SIZES:
        ruleset = compile_ruleset(of_size(default_ruleset().catalogue, size))
        begun = time.process_time()
        analysis = analyse(ruleset)
        found |= {
            f"analysis_{size}_rules_core_seconds": round(time.process_time() - begun, 1),
            f"analysis_{size}_rules_classes": analysis.classes,
            f"analysis_{size}_rules_situations": analysis.situations,
        }
    return found


if __name__ == "__main__":
    print(json.dumps(figures()))
