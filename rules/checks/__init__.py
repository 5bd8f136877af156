"""Holds the entries of all packs against each other: what a single entry cannot know is wrong with it."""

from rules.checks.coherence import incoherent
from rules.checks.dates import dead_dates, dead_rules, impossible_holidays
from rules.checks.forms import unprintable
from rules.checks.grounds import missing_grounds, weak_grounds
from rules.checks.precedence import stricter_without_ground
from rules.checks.references import unknown_codes
from rules.entries import Catalogue
from rules.findings import Finding


def check(catalogue: Catalogue) -> list[Finding]:
    """All findings. What needs days is looked at only once every code is known and every date makes sense."""
    findings = [*unknown_codes(catalogue), *missing_grounds(catalogue), *dead_dates(catalogue), *incoherent(catalogue)]
    findings += [*impossible_holidays(catalogue), *unprintable(catalogue)]
    if findings:
        return findings
    return [*dead_rules(catalogue), *weak_grounds(catalogue), *stricter_without_ground(catalogue)]
