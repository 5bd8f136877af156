"""Findings that stand because the law has it so. An acceptance that meets no finding is a finding itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.analysis.found import Code, Found
from rules.analysis.told import Teller
from rules.document_parts import Acceptance
from rules.documents import Entry
from rules.entries import MAPPING_OF_KIND, Catalogue


@dataclass(frozen=True, slots=True)
class Accepted:
    """Of which entry, which finding, and why."""

    kind: str
    entry: str
    finding: str
    reason: str


def settle(
    catalogue: Catalogue, findings: Iterable[Found], accepted_gaps: set[tuple[str, int]]
) -> tuple[list[Found], tuple[Accepted, ...]]:
    """What is left to mend, and what was accepted. `accepted_gaps`: the list and the number of its acceptance."""
    left = list(findings)
    accepted = []
    for kind, code, index, one in _acceptances(catalogue):
        meant = (kind, code, one.finding)
        met = [found for found in left if (found.kind, found.entry, found.code) == meant and found.code is not Code.GAP]
        left = [found for found in left if found not in met]
        if met or (one.finding == Code.GAP and (code, index) in accepted_gaps):
            accepted.append(Accepted(kind, code, one.finding, one.reason))
        else:
            left.append(Teller(catalogue).stale(kind, code, index, one.finding))
    return left, tuple(accepted)


def _acceptances(catalogue: Catalogue) -> Iterator[tuple[str, str, int, Acceptance]]:
    for kind, mapping in MAPPING_OF_KIND.items():
        entries: dict[str, Entry] = getattr(catalogue, mapping)
        for code, entry in entries.items():
            for index, acceptance in enumerate(entry.accepts):
                yield kind, code, index, acceptance
