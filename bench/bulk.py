"""Screening of a parquet file against many listed, parquet to parquet, beside a copy of that file by Polars.

`python -m bench.bulk [MERCHANTS LISTED]` prints one JSON line; `figures` is the small size of `make bench`. A tenth of
the merchants are listed; each row has a code, a name and three more columns. The bundle is read into verdicts once for
a question, which is told apart: they serve every file of that day.
"""

import json
import random
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from bench.impact_data import TODAY
from huixin.bulk import question_of, screen, verdicts_of
from huixin.core.identifiers import USCC_ALPHABET, USCC_WEIGHTS
from huixin.core.records import Record, Subject
from huixin.core.vocabulary import MemberKind, Severity, Standing, SubjectKind
from huixin.core.windows import Window
from huixin.local.base import ABOUT, RULES, SCHEMA, About, Base
from huixin.local.checker import BundleChecker, Own
from huixin.local.packing import Merchant, packed
from models.bundles.build import InForce, _scenes, rules_content
from models.bundles.scenes import Look
from rules.ruleset import default_ruleset

MERCHANTS, LISTED = 1_000_000, 100_000
ROUNDS = 3
HIT = 0.1
_PROBLEMS = ("brushing", "counterfeit", "false_advertising", "service_breach")
_WORDS = str.maketrans("0123456789", "金鑫华盛兴隆达源宏丰")
_LISTS = ("brushing_black", "ecommerce_black", "ecommerce_joint", "ecommerce_watch", "abnormal", "red")


def figures(merchants: int = MERCHANTS, listed: int = LISTED) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        return _measured(Path(folder), merchants, listed)


def _measured(folder: Path, merchants: int, listed: int) -> dict[str, float]:
    codes = _codes(merchants + listed)
    _write_roster(folder / "in.parquet", codes, merchants, listed)
    base = _write_bundle(folder / "base.db", codes[:listed].to_list())
    checker = BundleChecker(Base(base), Own(MemberKind.PLATFORM), lambda: TODAY)
    begun = time.perf_counter()
    verdicts = verdicts_of(checker, question_of("promotion"))
    prepared = time.perf_counter() - begun
    source, out = folder / "in.parquet", folder / "out.parquet"

    def screening(validate: bool) -> Callable[[], None]:
        plan = screen(pl.scan_parquet(source), verdicts, name="name", validate=validate)
        return lambda: plan.sink_parquet(out)

    runs = {
        "copy": lambda: pl.scan_parquet(source).sink_parquet(out),
        "unvalidated": screening(validate=False),
        "validated": screening(validate=True),
    }
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            taken[name].append(_timed(run))
    best = {name: min(times) for name, times in taken.items()}
    outcomes = pl.scan_parquet(out).select((pl.col("outcome") == "clear").sum(), pl.len()).collect().row(0)
    assert outcomes[1] - HIT * merchants <= outcomes[0] < merchants == outcomes[1]
    return {
        "bulk_merchants": merchants,
        "bulk_listed": listed,
        "bulk_prepare_seconds": round(prepared, 1),
        **{f"bulk_{name}_seconds": round(seconds, 2) for name, seconds in best.items()},
        "bulk_unvalidated_to_copy": round(best["unvalidated"] / best["copy"], 2),
        "bulk_validated_to_copy": round(best["validated"] / best["copy"], 2),
        "bulk_peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _codes(count: int) -> pl.Series:
    """Different codes of companies, with their check characters."""
    chance = np.random.default_rng(5)
    alphabet = np.frombuffer(USCC_ALPHABET.encode(), dtype=np.uint8)
    values = np.zeros((count, 18), dtype=np.uint8)
    values[:, :8] = [9, 1, 4, 4, 1, 3, 0, 0]
    for place in range(8):
        values[:, 15 - place] = np.arange(count) // 10**place % 10
    values[:, 16] = chance.integers(0, 10, count)
    values[:, 17] = -(values[:, :17].astype(np.int64) @ np.array(USCC_WEIGHTS)) % 31
    return pl.Series("uscc", alphabet[values].view("S18").reshape(-1).astype("U18").tolist())


def _write_roster(path: Path, codes: pl.Series, merchants: int, listed: int) -> None:
    chance = np.random.default_rng(7)
    hits = int(merchants * HIT)
    places = np.concatenate([chance.integers(0, listed, hits), np.arange(listed, listed + merchants - hits)])
    chance.shuffle(places)
    pl.DataFrame(
        {
            "uscc": codes.gather(places),
            "name": _names(places),
            "shop": chance.integers(0, 10**9, merchants),
            "turnover": chance.random(merchants),
            "city": pl.Series(["惠州", "深圳", "广州"]).gather(chance.integers(0, 3, merchants)),
        }
    ).write_parquet(path, row_group_size=100_000)


def _names(places: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> pl.Series:
    return pl.Series("name", [_name(int(number)) for number in places])


def _name(number: int) -> str:
    """Digits are rare in names, and none of them is anybody else's."""
    return f"惠州市{str(number).translate(_WORDS)}贸易有限公司"


def _write_bundle(path: Path, codes: list[str]) -> Path:
    """A base as the service writes it, from so many merchants who are nowhere else."""
    rules = InForce(default_ruleset())
    days = (TODAY, TODAY + timedelta(days=30))
    about = About(1, MemberKind.PLATFORM, None, *days, ((date.min, rules.now.digest),))
    texts, looks = dict[str, int](), set[Look]()

    def written() -> Iterator[tuple[str, str]]:
        for merchant in _merchants(codes):
            looks.update(map(Look.of, merchant.records))
            content = [packed(merchant, lambda text: texts.setdefault(text, len(texts)))]
            yield merchant.subject.key, json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(SCHEMA)
        base.executemany("INSERT INTO entry VALUES (?, ?)", written())
        base.executemany("INSERT INTO text VALUES (?, ?)", ((number, text) for text, number in texts.items()))
        base.execute(
            "INSERT INTO ruleset VALUES (?, ?)", (rules.now.digest, RULES.dump_json(rules_content(rules.now)).decode())
        )
        scenes = _scenes(rules.now, about, looks, {SubjectKind.COMPANY})
        base.executemany("INSERT INTO scene VALUES (?, ?, ?, ?)", scenes)
        base.execute("INSERT INTO about VALUES (?)", (ABOUT.dump_json(about).decode(),))
    return path


def _merchants(codes: list[str]) -> Iterator[Merchant]:
    """One in twenty has two records; lists, severities, problem types and days vary by record."""
    chance = random.Random(7)
    for number, code in enumerate(codes):
        subject = Subject(
            f"sub_{number:032x}", f"uscc:{code}", SubjectKind.COMPANY, f"惠州市甲乙丙{number}贸易有限公司"
        )
        records = tuple(_record(chance, 2 * number + place) for place in range(1 + (number % 20 == 0)))
        yield Merchant(subject, code, (subject.name,), records)


def _record(chance: random.Random, number: int) -> Record:
    decided = date(2025, 1, 1) + timedelta(days=chance.randrange(600))
    return Record(
        id=f"lst_{number:032x}",
        list=chance.choice(_LISTS),
        window=Window(decided, decided + timedelta(days=chance.choice((730, 1095)))),
        standing=Standing.EFFECTIVE,
        severity=chance.choice((Severity.MINOR, Severity.GENERAL, Severity.SERIOUS)),
        problem_types=frozenset(chance.sample(_PROBLEMS, chance.choice((1, 1, 2)))),
        decided_on=decided,
        document_number=f"惠市监认〔2026〕{number}号",
    )


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:3]] or [MERCHANTS, LISTED]
    print(json.dumps(figures(*sizes)))
