"""The compiled engine under the discipline that keeps it stable."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

from rules.compiler import compile_program
from rules.conditions import Every, Is, Some
from rules.engine import Engine

PROGRAM = compile_program(
    {"black": Every((Is("list", frozenset({"black"})),)), "all": Every(()), "none": Every((Some(()),))}
)


def test_a_session_in_which_nothing_matches_ends_quietly() -> None:
    engine = Engine()
    program = compile_program({"black": Every((Is("list", frozenset({"black"})),))})
    assert engine.hits("k", lambda: program, [{"list": "red"}]) == frozenset()
    assert engine.hits("k", lambda: program, []) == frozenset()
    engine.close()


def test_equal_records_are_not_merged() -> None:
    engine = Engine()
    assert engine.hits("k", lambda: PROGRAM, [{"list": "black"}] * 2) == {
        ("black", 0),
        ("black", 1),
        ("all", 0),
        ("all", 1),
    }
    engine.close()


def test_a_condition_without_parts_is_true_and_one_without_branches_false() -> None:
    engine = Engine()
    assert engine.hits("k", lambda: PROGRAM, [{"list": "red"}]) == {("all", 0)}
    engine.close()


def test_hostile_words_are_only_words() -> None:
    engine = Engine()
    for word in ("", "\\", '"', "$and", "黑", "\u0000", "a" * 5000, "🅰", "{", "null", "1e308"):
        assert engine.hits("k", lambda: PROGRAM, [{"list": word}]) == {("all", 0)}
    engine.close()


def test_rulesets_are_compiled_once_and_evicted_in_turn() -> None:
    engine, compiled = Engine(kept=2), []

    def program(key: int) -> str:
        compiled.append(key)
        return PROGRAM

    for key in (1, 2, 1, 3, 1, 2):
        assert engine.hits(key, lambda key=key: program(key), [{"list": "black"}]) == {("black", 0), ("all", 0)}
    assert compiled == [1, 2, 3, 2]
    engine.close()


def test_threads_share_rulesets_while_others_evict_them() -> None:
    engine = Engine(kept=2)

    def work(seed: int) -> int:
        random, wrong = Random(seed), 0  # noqa: S311 - no secret
        for _ in range(300):
            lists = [random.choice(("black", "red")) for _ in range(3)]
            found = engine.hits(random.randrange(4), lambda: PROGRAM, [{"list": one} for one in lists])
            expected = {("all", index) for index in range(3)}
            wrong += found != expected | {("black", index) for index, one in enumerate(lists) if one == "black"}
        return wrong

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 0
    engine.close()
