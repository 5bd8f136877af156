"""What authors say about their own entries: that somebody confirmed them, and that a finding about them is accepted."""

from collections.abc import Iterator

from rules.document_parts import ACCEPTABLE
from rules.findings import Finding
from rules.loading import Located
from rules.unverified import statements_of


def doubtful(located: Located) -> Iterator[Finding]:
    """What is confirmed is verified, and a gap alone is accepted for some classes only."""
    for path, stated in statements_of(located.entry):
        if stated.confirmed is not None and not stated.verified:
            message = f"{stated.confirmed.by} confirmed on {stated.confirmed.on} what 'verified' says nobody did."
            hint = "Set 'verified: true', or take 'confirmed' out."
            yield located.finding((*path, "confirmed"), "confirmed_unverified", message, hint)
    for index, acceptance in enumerate(located.entry.accepts):
        if acceptance.finding not in ACCEPTABLE:
            message = f"A finding '{acceptance.finding}' cannot be accepted."
            hint = f"Mend it, or correct the code: {', '.join(sorted(ACCEPTABLE))}."
            yield located.finding(("accepts", index, "finding"), "not_acceptable", message, hint)
        if acceptance.where is not None and acceptance.finding != "gap":
            message = f"'where' narrows a gap, not the finding '{acceptance.finding}'."
            yield located.finding(("accepts", index, "where"), "bad_value", message, "Take it out.")
