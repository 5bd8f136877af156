"""A compiled rule set: a checked catalogue, cut into epochs, known by its digest."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from huixin.core.facts import Profile, RecordFacts, RequestFacts
from huixin.core.terms import Terms
from huixin.core.verdict import Verdict
from rules.catalogue import Catalogue, load_catalogue
from rules.decide import decide
from rules.documents import Pack, Suspension
from rules.entries import MAPPING_OF_KIND
from rules.epochs import Epoch, cut
from rules.loading import MODELS, load_files

PACKS = Path(__file__).parent / "packs"
DEFAULT_PACKS = ("national", "huizhou")


@dataclass(frozen=True, eq=False)
class RuleSet:
    """Immutable. `digest` is `sha256:` and the hash of all entries in canonical form."""

    digest: str
    epochs: tuple[Epoch, ...]
    catalogue: Catalogue = field(repr=False)

    def epoch_of(self, day: date) -> Epoch:
        """The epoch in which a day falls; every day falls in one."""
        return self.epochs[bisect_right(self.starts, day)]

    @property
    def terms(self) -> Terms:
        return self.catalogue.terms

    @property
    def scenes(self) -> Collection[str]:
        return self.catalogue.scenes

    def decide(self, day: date, profile: Profile, request: RequestFacts) -> Verdict:
        """What the rules of a day say about a class. LookupError for a scene that the packs do not have."""
        return decide(self.epoch_of(day), profile, request)

    def class_of(self, day: date, scene: str, facts: RecordFacts) -> RecordFacts:
        """What the rules of a day and scene see of a record."""
        return self.epoch_of(day).scene(scene).reduction.record(facts)

    @cached_property
    def starts(self) -> tuple[date, ...]:
        """The first day of each epoch but the first, which has none."""
        return tuple(epoch.window.start for epoch in self.epochs if epoch.window.start is not None)


def pack_folders(pack: str | None = None) -> list[Path]:
    """Folders of a pack (its name among the shipped ones, or a path) and of all it extends, itself last.

    Without a pack, the default ones. What a pack extends is taken from beside it, as in a draft of several packs, or
    else from those that ship. LookupError for a folder that does not exist, or a pack extended that is in neither.
    """
    if pack is None:
        return [PACKS / name for name in DEFAULT_PACKS]
    own = PACKS / pack if (PACKS / pack).is_dir() else Path(pack)
    if not own.is_dir():
        raise LookupError(f"There is no pack '{pack}'.")
    folders = [own]
    for folder in folders:
        pack_entry = pack_in(folder)
        for base in pack_entry.extends if pack_entry else ():
            if base in {known.name for known in folders}:
                continue
            found = next(
                (place / base for place in (folder.parent, PACKS) if (place / base / "pack.yaml").is_file()), None
            )
            if found is None:
                raise LookupError(f"Pack '{folder.name}' extends '{base}', which is nowhere to be found.")
            folders.append(found)
    return folders[::-1]


def pack_in(folder: Path) -> Pack | None:
    """What a folder says of itself in its pack.yaml; None where it says nothing."""
    entries, _ = load_files(file for file in (folder / "pack.yaml",) if file.is_file())
    return next((located.entry for located in entries if isinstance(located.entry, Pack)), None)


def canonical(catalogue: Catalogue) -> str:
    """All entries as JSON. Depends on what they say, not on their order, their files or their comments."""
    return json.dumps(catalogue.as_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(canonical_entries: str) -> str:
    return "sha256:" + hashlib.sha256(canonical_entries.encode()).hexdigest()


def compile_ruleset(catalogue: Catalogue) -> RuleSet:
    """A rule set ready to decide; each scene of an epoch is compiled when it is first asked."""
    return _compiled(catalogue, digest_of(canonical(catalogue)))


def _compiled(catalogue: Catalogue, digest: str) -> RuleSet:
    return RuleSet(digest, cut(catalogue, digest), catalogue)


def restored(canonical_entries: str) -> RuleSet:
    """The rule set that `canonical` wrote, perhaps before entries said as much as now; they no longer know the files in
    which they stood. It is known by the digest of what was written, and lends the sentences that answers have learned
    since from the packs that ship."""
    kept = json.loads(canonical_entries)
    entries: dict[str, Any] = {
        name: {code: MODELS[kind].model_validate(entry) for code, entry in kept.get(kind, {}).items()}
        for kind, name in MAPPING_OF_KIND.items()
    }
    entries["texts"] = default_ruleset().catalogue.texts | entries["texts"]
    return _compiled(Catalogue(**entries), digest_of(canonical_entries))


def suspending(ruleset: RuleSet, suspensions: Iterable[Suspension]) -> RuleSet:
    """The same rules under these suspensions and no others."""
    entries = {suspension.suspension: suspension for suspension in suspensions}
    if entries == ruleset.catalogue.suspensions:
        return ruleset
    return compile_ruleset(replace(ruleset.catalogue, suspensions=entries))


@cache
def default_ruleset() -> RuleSet:
    """The packs that ship with the service. PackErrors where they are broken."""
    return compile_ruleset(load_catalogue(pack_folders()))
