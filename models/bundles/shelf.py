"""The bundles that have been made, in files: of each audience a folder with the last bases and the deltas since.

What is there is said by one file, which is replaced as a whole; a crash leaves the old one, and the files it names.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import zstandard
from pydantic import TypeAdapter

from huixin.core.vocabulary import MemberKind
from huixin.local.manifest import MANIFEST, Manifest, digest_of
from huixin.local.signatures import decoded
from models.bundles.build import Audience, Made

BUNDLES = "bundles"
"""Folder of an installation's home."""
ISSUED, MADE = "issued.json", "made.json"
PACKED = ".zst"
BASES = 2
"""So many of them are kept, with all that follows the oldest."""


@dataclass(frozen=True, slots=True)
class Part:
    """A base or a delta. `packed`: bytes as it is sent."""

    signed: str
    packed: int

    @property
    def manifest(self) -> Manifest:
        return MANIFEST.validate_json(decoded(self.signed.split(".")[1]))

    @property
    def digest(self) -> str:
        return digest_of(self.signed)


@dataclass(frozen=True, slots=True)
class Issued:
    """`parts` in the order in which they were made; `tips`: digests of the manifests that the next delta follows."""

    parts: tuple[Part, ...]
    tips: tuple[str, ...]


_ISSUED, _MADE = TypeAdapter(Issued), TypeAdapter(Made)


@dataclass(frozen=True, slots=True)
class Shelf:
    """`folder`: of one audience."""

    folder: Path

    @classmethod
    def of(cls, bundles: Path, audience: Audience) -> "Shelf":
        return cls(bundles / "-".join(filter(None, (audience.kind, audience.inside))))

    @classmethod
    def all(cls, bundles: Path) -> Iterator[tuple[Audience, "Shelf"]]:
        """Those that somebody has asked for."""
        for folder in sorted(bundles.iterdir()) if bundles.is_dir() else ():
            kind, _, inside = folder.name.partition("-")
            # what else lies there is nobody's bundle
            if kind in set(MemberKind) and folder.is_dir():
                yield Audience(MemberKind(kind), inside or None), cls(folder)

    def ask_for(self) -> None:
        """From now on it is made."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def issued(self) -> Issued | None:
        path = self.folder / ISSUED
        try:
            return _read(path, path.stat().st_mtime_ns)
        except FileNotFoundError:
            return None

    def made(self) -> Made | None:
        """What the newest delta or base is made of; None where that is not known: it takes a base to go on."""
        with suppress(OSError, ValueError):
            return _MADE.validate_json((self.folder / MADE).read_bytes())
        return None

    def file(self, sha256: str, *, packed: bool = False) -> Path:
        return self.folder / (sha256 + PACKED * packed)

    def new_file(self) -> Path:
        return self.folder / f".{secrets.token_hex(8)}"

    def put(self, file: Path, sha256: str) -> int:
        """A file that has been written, under its digest and packed beside it; how many bytes that takes."""
        packed = self.new_file()
        with file.open("rb") as plain, packed.open("wb") as target:
            zstandard.ZstdCompressor(level=6, threads=-1).copy_stream(plain, target)
            target.flush()
            os.fsync(target.fileno())
        packed.replace(self.file(sha256, packed=True))
        file.replace(self.file(sha256))
        return self.file(sha256, packed=True).stat().st_size

    def issue(self, parts: Iterable[Part], tips: tuple[str, ...], made: Made) -> None:
        """What is there from now on, less what is too old; files that nothing names any more go."""
        kept = _newest(tuple(parts))
        self._replace(MADE, _MADE.dump_json(made))
        self._replace(ISSUED, _ISSUED.dump_json(Issued(kept, tips)))
        named = {part.manifest.sha256 for part in kept}
        for file in self.folder.iterdir():
            if len(file.stem) == 64 and file.stem not in named:
                file.unlink(missing_ok=True)

    def _replace(self, name: str, content: bytes) -> None:
        aside = self.new_file()
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.folder / name)


@lru_cache(maxsize=64)
def _read(path: Path, _: int) -> Issued:
    """Once for each time at which it was written."""
    return _ISSUED.validate_json(path.read_bytes())


def _newest(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    bases = [place for place, part in enumerate(parts) if not part.manifest.follows]
    return parts[bases[-BASES] if len(bases) >= BASES else 0 :]


def offered(issued: Issued, held: str | None) -> tuple[Part, ...]:
    """What whoever holds the bundle of that manifest, or none, needs to have the newest: deltas, or a base with what
    follows it, whichever is smaller."""
    base = max(place for place, part in enumerate(issued.parts) if not part.manifest.follows)
    whole = (issued.parts[base], *_following(issued.parts[base + 1 :], issued.parts[base].digest)[0])
    if held is None:
        return whole
    deltas, reached = _following(issued.parts, held)
    if reached not in issued.tips:
        return whole
    return min((deltas, whole), key=lambda parts: sum(part.packed for part in parts))


def _following(parts: Iterable[Part], held: str) -> tuple[tuple[Part, ...], str]:
    found = []
    for part in parts:
        if held in part.manifest.follows:
            found.append(part)
            held = part.digest
    return tuple(found), held
