"""Everything that the console says is in the catalogue: no word is hard-coded, none is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from babel.messages.pofile import read_po
from pydantic import BaseModel

import api.console
from api.console.app import _PAGES
from api.console.forms import bare
from api.console.forms import codes_of as choices_of
from api.console.pages.cases import SOURCES
from api.console.words import CATALOGUE, Language
from huixin.core.vocabulary import Rank, Severity, Standing, SubjectKind
from huixin.types.case import CaseAction, CaseState
from huixin.types.ruleset import NewRuleset

SAYING = {
    "say": (0,),
    "page": (1,),
    "empty": (1,),
    "Look": (0,),
    "Place": (1, 3),
    "paged": (4,),
    "_button": (1,),
    "cards": (3,),
    "begin": (1,),
    "Part": (0,),
    "PydanticCustomError": (1,),
}
"""Which arguments of which functions are words."""
HERE = Path(api.console.__file__).parent


def keys_said() -> Iterator[str]:
    for file in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                for key in (node.args[place] for place in SAYING.get(name, ()) if len(node.args) > place):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        yield key.value
    for file in HERE.rglob("*.j2"):
        yield from re.findall(r'say\("([^"]+)"\)', file.read_text())


def codes_of(hint: Any) -> Iterator[str]:
    kind = bare(hint)
    choices = choices_of(kind)
    if choices is not None:
        yield from choices
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            if name not in ("action", "version"):
                yield name
                yield from codes_of(info.annotation)
    else:
        for part in get_args(kind):
            yield from codes_of(part)


def codes_shown() -> Iterator[str]:
    for page in _PAGES:
        for action, shape in getattr(page, "SHAPES", {}).items():
            yield action
            yield from codes_of(shape)
    yield from codes_of(NewRuleset)
    yield from (f"{standing}_record" for standing in Standing)
    yield from (f"from_{source}" for source in SOURCES)
    for words in (CaseState, CaseAction, Severity, SubjectKind, Rank):
        yield from words


@cache
def catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as written:
        return {str(one.id): str(one.string) for one in read_po(written) if one.id}


@pytest.mark.parametrize("key", sorted(set(keys_said())))
def test_what_is_said_stands_in_the_catalogue(key: str) -> None:
    assert catalogue().get(key)
    assert set(re.findall(r"{\w+}", key)) == set(re.findall(r"{\w+}", catalogue()[key]))


@pytest.mark.parametrize("code", sorted({str(code) for code in codes_shown()}))
def test_what_people_call_a_code_stands_in_the_catalogue(code: str) -> None:
    assert re.search(r"[\u4e00-\u9fff]", Language.ZH.word(code)), code


def test_english_needs_no_catalogue() -> None:
    assert Language.EN.word("find_not_established") == "Find not established"
    assert Language.EN.say("{days} days left", days=3) == "3 days left"
