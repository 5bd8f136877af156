"""From folders of packs to one checked catalogue."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rules.checks import check
from rules.entries import MAPPING_OF_KIND, Catalogue
from rules.findings import Finding, PackErrors
from rules.loading import Located, load_files, pack_files

__all__ = ["Catalogue", "Finding", "PackErrors", "load_catalogue", "merge"]


def load_catalogue(folders: Sequence[Path]) -> Catalogue:
    """Load packs and hold all their entries against each other. PackErrors says all that is wrong."""
    findings: list[Finding] = []
    entries: list[Located] = []
    for folder in folders:
        found, problems = load_files(pack_files(folder))
        entries += found
        findings += problems
        # in a folder below, a pack would speak for that one alone
        if not problems and not any(entry.kind == "pack" and entry.file.parent == folder for entry in found):
            hint = "Add pack.yaml with '- pack: code' and its title."
            findings.append(Finding(folder / "pack.yaml", 1, "no_pack", "The folder names no pack.", hint))
    catalogue, doubled = merge(entries)
    findings += doubled
    if not findings:
        findings = check(catalogue)
    if findings:
        raise PackErrors(tuple(findings))
    return catalogue


def merge(entries: Iterable[Located]) -> tuple[Catalogue, list[Finding]]:
    """All entries in one catalogue. No pack overrides another: each code of a kind stands once.

    Rules and limits share their codes, because an answer's reasons name either.
    """
    findings: list[Finding] = []
    sources: dict[tuple[str, str], Located] = {}
    mappings: dict[str, dict[str, Any]] = {name: {} for name in MAPPING_OF_KIND.values()}
    for located in entries:
        kinds = ("rule", "limit") if located.kind in ("rule", "limit") else (located.kind,)
        first = next((sources[kind, located.code] for kind in kinds if (kind, located.code) in sources), None)
        if first is not None:
            message = f"{located.kind} '{located.code}' stands already in {first.file}:{first.line()}."
            hint = "A pack adds to the packs it extends and never overrides them: choose a new code."
            findings.append(located.finding((located.kind,), "duplicate_entry", message, hint))
            continue
        sources[located.kind, located.code] = located
        mappings[MAPPING_OF_KIND[located.kind]][located.code] = located.entry
    return Catalogue(**mappings, sources=sources), findings
