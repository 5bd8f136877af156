"""`python -m bench`: all figures, printed and written to bench/results.json."""

import json
import os
import platform
from pathlib import Path

from bench import analysis, batches, bulk, bundles, checks, decide, impact, import_beside, import_rows, names

RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    machine = {"python": platform.python_version(), "processor": platform.machine(), "cores": os.cpu_count()}
    results: dict[str, object] = {"machine": machine}
    for part in (decide, checks, batches, import_rows, import_beside, impact, analysis, names, bulk, bundles):
        results |= part.figures()
    for name, figure in results.items():
        print(f"{name:34} {figure}")
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
