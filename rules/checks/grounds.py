"""No measure without live grounds: what must cite one does, and what a measure rests on can carry it."""

from collections.abc import Iterator

from huixin.core.vocabulary import Basis
from rules.documents import DatedValue, Limit, ListEntry, Parameter, Rule
from rules.entries import Catalogue
from rules.epochs import cut
from rules.findings import Finding
from rules.live import live_rule
from rules.loading import Located


def missing_grounds(catalogue: Catalogue) -> Iterator[Finding]:
    """Rules, limits and lists without a ground; a public list without one for that; a value without a source."""
    for (kind, code), located in catalogue.sources.items():
        entry = located.entry
        if isinstance(entry, Rule | Limit | ListEntry) and not entry.grounds:
            message = f"{kind} '{code}' cites no ground."
            yield located.finding(("grounds",), "missing_ground", message, "Cite at least one instrument.")
        if isinstance(entry, ListEntry) and entry.public and entry.public_ground is None:
            message = f"List '{code}' is public without a ground for it."
            yield located.finding(("public",), "missing_ground", message, "Give 'public_ground', or 'public: false'.")
        if isinstance(entry, Parameter):
            yield from _unsourced(located, entry.values)


def _unsourced(located: Located, values: tuple[DatedValue, ...]) -> Iterator[Finding]:
    for index, dated in enumerate(values):
        if dated.source is None and not dated.source_note:
            message = f"The value from {dated.from_} has no source."
            hint = "Cite an instrument in 'source', or say where it comes from in 'source_note'."
            yield located.finding(("values", index), "missing_source", message, hint)


def weak_grounds(catalogue: Catalogue) -> Iterator[Finding]:
    """Rules with a measure that must rest on a statute, on the first day on which nothing they cite carries it."""
    epochs = cut(catalogue, "")
    for rule in catalogue.rules.values():
        for epoch in epochs:
            live = live_rule(catalogue, rule, epoch.day)
            if live is None or live.measure is None or live.measure.basis is not Basis.STATUTE or live.carried:
                continue
            ranks = ", ".join(sorted({ground.rank for ground in live.grounds}))
            message = (
                f"On {epoch.day} measure '{live.measure.measure}' of rule '{rule.rule}' rests on {ranks} alone"
                f"{'' if live.measure.list_item else ' and names no item of the list of measures'}: too weak to bind."
            )
            hint = (
                "Cite an instrument of sufficient rank (and the measure's list_item), or end the rule before that day."
            )
            yield catalogue.sources["rule", rule.rule].finding(("grounds",), "weak_ground", message, hint)
            break
