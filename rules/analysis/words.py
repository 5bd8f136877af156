"""A class in words, as a person would name the case."""

from collections.abc import Iterator, Mapping
from typing import Literal

from huixin.core.facts import PROBLEM, FactValue
from huixin.types.base import Label
from rules.analysis.found import Case
from rules.analysis.space import OTHER
from rules.entries import Catalogue
from rules.reduction import ENUMERATIONS
from rules.wording import WORDS, key_label

Language = Literal["zh", "en"]

_ALWAYS = frozenset({"severity"})
_NAMED = {"zh": ("severity", "standing", "provenance"), "en": ("severity", "standing", "provenance", "rectification")}
"""Fields whose value alone would not say what it is about."""
_NO_CAMPAIGN = Label(zh="无活动", en="no campaign")
_PLAIN = {
    "standing": "effective",
    "rectification": "not_required",
    "severity": "general",
    "brushing_form": "none",
    "provenance": "authority",
    "subject_kind": "company",
    "request_role": "merchant",
    "request_campaign": "none",
}


def example(catalogue: Catalogue, case: Case) -> Label:
    return Label(zh=_said(catalogue, case, "zh"), en=_said(catalogue, case, "en"))


def _said(catalogue: Catalogue, case: Case, language: Language) -> str:
    between = "、" if language == "zh" else ", "
    clauses = "；" if language == "zh" else "; "
    own = {name: value for name, value in case.values.items() if not name.startswith((OTHER, "subject_", "request_"))}
    other = {name.removeprefix(OTHER): value for name, value in case.values.items() if name.startswith(OTHER)}
    context = {name: value for name, value in case.values.items() if name.startswith(("subject_", "request_"))}
    parts = [between.join(_record(catalogue, case, own, language))]
    if other:
        also = "另有 " if language == "zh" else "also "
        parts.append(also + between.join(_record(catalogue, case, other, language, OTHER)))
    if other:
        context.pop("subject_has_live_black", None)
    told = [word for name, value in context.items() if (word := _word(catalogue, case, name, value, language))]
    return clauses.join([*filter(None, [*parts, between.join(told)]), _asked(catalogue, case, language)])


def _asked(catalogue: Catalogue, case: Case, language: Language) -> str:
    scene = getattr(catalogue.scenes[case.scene].title, language)
    actor = _actor(case.actor, language)
    return f"{actor}在“{scene}”环节查询" if language == "zh" else f"asked by: {actor}, {scene}"


def _actor(actor: str, language: Language) -> str:
    words = {str(kind): label for kinds in WORDS.values() for kind, label in kinds.items()}
    return str(getattr(words[actor], language))


def _record(
    catalogue: Catalogue, case: Case, values: Mapping[str, FactValue], language: Language, prefix: str = ""
) -> Iterator[str]:
    if "list" not in values:
        return
    yield str(getattr(catalogue.lists[str(values["list"])].title, language))
    for name, value in values.items():
        shown = name in _ALWAYS or prefix + name in case.told
        word = _word(catalogue, case, name, value, language, shown=shown) if name != "list" else None
        if word:
            yield word


def _word(
    catalogue: Catalogue, case: Case, name: str, value: FactValue, language: Language, *, shown: bool | None = None
) -> str | None:
    """None for a value that goes without saying."""
    shown = name in case.told if shown is None else shown
    bare = name.removeprefix("subject_").removeprefix("request_")
    if name.startswith(PROBLEM):
        return str(getattr(catalogue.problem_types[name.removeprefix(PROBLEM)].title, language)) if value else None
    if value == "effective" or (not shown and value in (False, _PLAIN.get(name))):
        return None
    if isinstance(value, bool):
        label = str(getattr(key_label(bare), language))
        return label if value else f"非“{label}”" if language == "zh" else f"not: {label}"
    return _closed(catalogue, name, bare, value, language)


def _closed(catalogue: Catalogue, name: str, bare: str, value: str, language: Language) -> str:
    if bare == "campaign":
        title = (
            catalogue.campaigns[value].title if value in catalogue.campaigns else Label(zh="无活动", en="no campaign")
        )
        return str(getattr(title, language))
    word = str(getattr(WORDS[ENUMERATIONS[name]][value], language))
    if name not in _NAMED[language]:
        return word
    label = str(getattr(key_label(bare), language))
    return f"{label}{word}" if language == "zh" else f"{label}: {word}"
