"""The words that the rules of a day know, each code with what people call it."""

from datetime import date

from huixin.types.base import Label, Reply


class Vocabulary(Reply):
    """Each mapping goes from code to title, in the order in which the rules name them."""

    on: date
    ruleset: str
    scenes: dict[str, Label]
    campaigns: dict[str, Label]
    purposes: dict[str, Label]
    problem_types: dict[str, Label]
    measures: dict[str, Label]
    departments: dict[str, Label]
    units: dict[str, Label]
