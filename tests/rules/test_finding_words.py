"""Whatever can be wrong with a pack is said in Chinese too."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import rules
from rules import loading
from rules.finding_words import SENTENCES, in_chinese
from rules.findings import Finding

HERE = Path(rules.__file__).parent
PLACE = {"finding": 1, "Finding": 2, "_marked": 2}
"""Which argument of which function is the code."""


def codes() -> Iterator[str]:
    for file in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                place = PLACE.get(getattr(node.func, "attr", getattr(node.func, "id", "")))
                if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    yield node.args[place].value  # type: ignore[attr-defined]
    for node in ast.walk(ast.parse(inspect.getsource(loading._explain))):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            yield ast.literal_eval(node.value.elts[0])


def test_each_code_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert set(codes()) == set(SENTENCES)


def test_what_a_finding_names_stands_in_brackets_once() -> None:
    message = "Rule 'one' and rule 'two' name 'one'."
    said = in_chinese(Finding(Path("a.yaml"), 1, "unknown_code", message, "Mend it."))
    assert said.endswith("（one、two）。")


def test_without_names_there_are_no_brackets() -> None:
    said = in_chinese(Finding(Path("a.yaml"), 1, "too_deep", "The file is nested too deeply.", "Nest less."))
    assert said == "嵌套过深；请减少层次。"
