"""Random entries of every kind, made from the models' own annotations, so that a new field is covered by itself."""

import types
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from rules.documents import KINDS, Entry, When
from rules.entries import MAPPING_OF_KIND, Catalogue
from rules.loading import kind_of
from tests.rules.strategies import WHEN

AWKWARD = (
    *(
        "",
        " ",
        "null",
        "true",
        "no",
        "1",
        "1.0",
        "2019-01-31",
        "0o7",
        "1e3",
        "~",
        "- a",
        "a: b",
        "a #b",
        "'",
        '"',
        "=1",
    ),
    *(
        "第一行\n第二行",
        "a\r\nb",
        "\ta",
        "a ",
        "：",
        "@x",
        "%x",
        "*x",
        "&x",
        "!x",
        "|",
        ">",
        "?",
        "a\x85b",
        "\ufeff",
        "😀",
    ),
)
TEXTS = st.text(max_size=30) | st.sampled_from(AWKWARD)
NAMES = TEXTS.filter(lambda text: text.strip() == text != "")
DAYS = st.dates(min_value=date(1949, 10, 1), max_value=date(2999, 12, 31)).map(date.isoformat)
CODES = st.from_regex(r"[a-z0-9]{1,5}([_-][a-z0-9]{1,5}){0,2}", fullmatch=True) | st.sampled_from(["1", "null", "1e3"])
GROUNDS = st.builds(
    "{}{}".format,
    CODES.map(lambda code: code.replace("_", "-")),
    st.sampled_from(["", "/36", "/三(一)3", "/'x': #", "/ "]),
)


def raw(annotation: Any, rules: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """What a document may have where a field of this type stands; `rules` are the field's own."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return raw(arguments[0], tuple(_unfolded(arguments[1:])))
    if origin in (Union, types.UnionType):
        return st.one_of([raw(one) for one in arguments])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        least = max((getattr(rule, "min_length", None) or 0 for rule in _unfolded(rules)), default=0)
        return st.lists(raw(arguments[0]), min_size=least, max_size=3)
    if origin is dict:
        return st.dictionaries(TEXTS, raw(arguments[1]), max_size=2)
    return _text(rules) if annotation is str else _single(annotation)


def _unfolded(rules: Iterable[Any]) -> Iterable[Any]:
    for rule in rules:
        yield from rule.metadata if isinstance(rule, FieldInfo) else (rule,)


def _text(rules: tuple[Any, ...]) -> st.SearchStrategy[str]:
    patterns = [pattern for rule in rules if (pattern := getattr(rule, "pattern", None))]
    if patterns:
        return GROUNDS if "/" in patterns[0] else CODES
    return NAMES if any(isinstance(rule, StringConstraints) for rule in rules) else TEXTS


def _single(annotation: Any) -> st.SearchStrategy[Any]:
    if annotation is When:
        return WHEN
    if issubclass(annotation, Enum):
        return st.sampled_from([one.value for one in annotation])
    if issubclass(annotation, BaseModel):
        return fields_of(annotation)
    by_type: dict[Any, st.SearchStrategy[Any]] = {
        type(None): st.none(),
        bool: st.booleans(),
        int: st.integers(min_value=2000, max_value=2999),
        date: DAYS,
    }
    return by_type[annotation]


def fields_of(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {
        field.alias or name: (field.is_required(), raw(field.annotation, tuple(field.metadata)))
        for name, field in model.model_fields.items()
    }
    return st.fixed_dictionaries(
        {name: wanted for name, (needed, wanted) in fields.items() if needed},
        optional={name: wanted for name, (needed, wanted) in fields.items() if not needed},
    )


_FIELDS = {model: fields_of(model) for model in KINDS}


@st.composite
def entries(draw: st.DrawFn, *models: type[Entry]) -> Entry:
    """Of these models, or of any."""
    model = draw(st.sampled_from(models or KINDS))
    return model.model_validate(draw(_FIELDS[model]))


@st.composite
def changed(draw: st.DrawFn) -> tuple[Entry, Entry]:
    """An entry before and after somebody has written some of its keys anew."""
    model = draw(st.sampled_from(KINDS))
    before, other = draw(_FIELDS[model]), draw(_FIELDS[model])
    keys = draw(st.sets(st.sampled_from(sorted(other.keys() - {kind_of(model)}))))
    return model.model_validate(before), model.model_validate(before | {key: other[key] for key in keys})


def catalogue_of(said: Iterable[Entry]) -> Catalogue:
    """Whatever they say; of two with one code the later."""
    mappings: dict[str, dict[str, Any]] = {name: {} for name in MAPPING_OF_KIND.values()}
    for entry in said:
        kind = kind_of(type(entry))
        mappings[MAPPING_OF_KIND[kind]][getattr(entry, kind)] = entry
    return Catalogue(**mappings)


CATALOGUES = st.lists(entries(), max_size=6).map(catalogue_of)
