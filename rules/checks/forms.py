"""A form must be one that the service prints, and may name only what the service fills in."""

from collections.abc import Iterator
from difflib import get_close_matches

from rules.entries import Catalogue
from rules.findings import Finding
from rules.forms import FIELDS, placeholders


def unprintable(catalogue: Catalogue) -> Iterator[Finding]:
    for code, form in catalogue.forms.items():
        located = catalogue.sources["form", code]
        known = FIELDS.get(code)
        if known is None:
            message = f"The service prints no form '{code}'."
            yield located.finding(("form",), "unknown_form", message, f"It prints: {', '.join(sorted(FIELDS))}.")
            continue
        for place, name in placeholders(form):
            if name not in known:
                near = get_close_matches(name, known, n=1) or sorted(known)
                message = f"Form '{code}' has no placeholder '{name}'."
                yield located.finding(place, "unknown_placeholder", message, f"Did you mean {', '.join(near)}?")
