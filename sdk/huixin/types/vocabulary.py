"""The words that the rules of a day know, each code with what people call it."""

from datetime import date

from huixin.types.base import Label, Reply


class StandardWords(Reply):
    """认定标准: the list that it is for, and the facts by which a merchant qualifies."""

    title: Label
    list: str
    facts: dict[str, Label]


class Vocabulary(Reply):
    """Each mapping goes from code to title, in the order in which the rules name them. `handling_units`: the counties
    and zones, which handle cases. `rules`: with the limits."""

    on: date
    ruleset: str
    scenes: dict[str, Label]
    campaigns: dict[str, Label]
    purposes: dict[str, Label]
    problem_types: dict[str, Label]
    measures: dict[str, Label]
    departments: dict[str, Label]
    units: dict[str, Label]
    handling_units: list[str]
    signal_kinds: dict[str, Label]
    standards: dict[str, StandardWords]
    rules: dict[str, Label]
