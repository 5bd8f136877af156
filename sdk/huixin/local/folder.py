"""A bundle on a member's disk: a base, an overlay of the deltas since, the member's own file and the keys.

`state.json` says what is there, and is replaced as a whole: a crash leaves what was there before, and it works.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import OperationalError
from typing import Any

from pydantic import TypeAdapter, ValidationError

from huixin.local.base import Base
from huixin.local.manifest import BundleRefused, Manifest, read_manifest
from huixin.local.overlay import Overlaid
from huixin.local.own import OwnFile, read_own

STATE, KEYS, LOCK = "state.json", "keys.json", "lock"
Keys = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was when it was last looked at to the last byte."""

    name: str
    size: int
    written: int
    sha256: str


@dataclass(frozen=True, slots=True)
class State:
    """`newest`: the signed manifest of the base or delta that was applied last; `of_base`: the base's, None where the
    base was put together here. `own`: the member's own file, signed, with its ETag."""

    own: str
    own_tag: str
    newest: str | None = None
    of_base: str | None = None
    base: Stamp | None = None
    over: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle that was looked at and may be answered from."""

    state: State
    manifest: Manifest
    base: Base
    own: OwnFile


_STATE, _KEYS = TypeAdapter(State), TypeAdapter(Keys)


@dataclass(frozen=True, slots=True)
class Folder:
    path: Path

    def keys(self) -> Keys | None:
        """The service's, as they were when they were first fetched, or as they were given."""
        try:
            return _KEYS.validate_json((self.path / KEYS).read_bytes())
        except FileNotFoundError:
            return None

    def pin(self, keys: Keys) -> Keys:
        self.path.mkdir(parents=True, exist_ok=True)
        self.replace(KEYS, json.dumps(keys).encode())
        return keys

    def state(self) -> State | None:
        """Raises BundleRefused for one that cannot be read."""
        try:
            return _STATE.validate_json((self.path / STATE).read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError:
            raise BundleRefused("unknown_format", "What the folder says of its bundle cannot be read.") from None

    def written(self) -> int:
        """Changes whenever the state does."""
        try:
            return (self.path / STATE).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def open(self) -> Opened:
        """Raises BundleRefused: there is none, it is not signed by a pinned key, or a file is not what it was."""
        while True:
            written = self.written()
            try:
                return self._opened()
            except (BundleRefused, OperationalError, FileNotFoundError):
                # another program may have put the next one in place meanwhile, and taken these files away
                if self.written() == written:
                    raise

    def _opened(self) -> Opened:
        keys, state = self.keys(), self.state()
        if keys is None or state is None or state.base is None or state.newest is None:
            raise BundleRefused("missing", f"There is no bundle in {self.path}: follow one first.")
        manifest, own = read_manifest(state.newest, keys), read_own(state.own, keys)
        if state.of_base is not None and read_manifest(state.of_base, keys).sha256 != state.base.sha256:
            raise BundleRefused("content", "The base is not the signed one.")
        for stamp in filter(None, (state.base, state.over)):
            self._look(stamp)
        path = self.path / state.base.name
        base = Base(path) if state.over is None else Overlaid(path, self.path / state.over.name)
        return Opened(state, manifest, base, own)

    def stamp(self, file: Path) -> Stamp:
        """Looks at the whole file."""
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        there = file.stat()
        return Stamp(file.name, there.st_size, there.st_mtime_ns, digest)

    def _look(self, stamp: Stamp) -> None:
        """At the whole file only where it was written since."""
        try:
            there = (self.path / stamp.name).stat()
        except FileNotFoundError:
            raise BundleRefused("missing", f"{stamp.name} is not in the folder.") from None
        if there.st_size != stamp.size:
            raise BundleRefused("size", f"{stamp.name} has {there.st_size} bytes, not {stamp.size}.")
        if there.st_mtime_ns != stamp.written and self.stamp(self.path / stamp.name).sha256 != stamp.sha256:
            raise BundleRefused("content", f"{stamp.name} was altered.")

    def keep(self, state: State) -> None:
        """From now on this is the bundle; files that it does not name go, but for downloads that broke off."""
        self.replace(STATE, _STATE.dump_json(state))
        named = {stamp.name for stamp in (state.base, state.over) if stamp is not None}
        for file in self.path.glob("*.db"):
            if file.name not in named:
                file.unlink(missing_ok=True)

    def new_file(self) -> Path:
        return self.path / f"{secrets.token_hex(8)}.db"

    def replace(self, name: str, content: bytes) -> None:
        aside = self.path / f".{name}.{secrets.token_hex(4)}"
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.path / name)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One that follows at a time, of however many processes."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
