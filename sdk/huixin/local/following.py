"""Bringing a bundle up to date: what is offered is fetched, looked at, laid over, and only then put in place."""

import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import zstandard

from huixin.local.folder import Folder, Keys, State
from huixin.local.manifest import (
    PURPOSE,
    BundleRefused,
    Manifest,
    check_base,
    check_follows,
    check_newer,
    check_use,
    digest_of,
    read_manifest,
)
from huixin.local.overlay import compact, lay_over
from huixin.local.own import read_own
from huixin.local.signatures import with_endorsed

if TYPE_CHECKING:
    from huixin.client import Client
    from huixin.types.bundle import BundleOffer, BundlePart

PIECE = 8 << 20
"""Bytes asked for at once: so much is lost where a connection breaks."""
SLACK = 1 << 16
"""Bytes by which packing may lengthen a file, besides a small part of it."""
LARGEST_OVERLAY = 32 << 20
"""An overlay beyond that, and beyond a quarter of its base, is put into the base."""


@dataclass(frozen=True, slots=True)
class Followed:
    """`files`: bases and deltas that were applied; `made_at`: how fresh the bundle is now.

    `log_head`: number and digest of the decision log's last head by then; whoever keeps it finds a log that is cut off.
    """

    files: int
    sequence: int
    made_at: datetime
    acknowledged: int
    log_head: str | None


@dataclass(frozen=True, slots=True)
class Following:
    folder: Folder
    client: "Client"
    today: date

    def run(self) -> Followed:
        """Raises BundleRefused for what must not be applied, and what the client raises; what was there stays."""
        with self.folder.alone():
            state = self.folder.state()
            held = None if state is None or state.newest is None else digest_of(state.newest)
            offer = self.client.bundles.current(have=held)
            keys = self._keys(offer)
            state = self._with_own(state, keys)
            for part in offer.parts:
                state = self._applied(state, part, keys)
            if state.newest is None:
                raise BundleRefused("missing", "The service offers no bundle.")
            self.folder.keep(self._compacted(state))
        newest = read_manifest(state.newest, keys)
        told = self.client.bundles.followed(digest_of(state.newest))
        return Followed(len(offer.parts), newest.sequence, newest.made_at, told.acknowledged, newest.log_head)

    def _keys(self, offer: "BundleOffer") -> Keys:
        """Those of the first time, and those that they have signed since."""
        pinned = self.folder.keys() or self.folder.pin(self.client.bundles.keys())
        keys = with_endorsed(pinned, offer.endorsed, PURPOSE)
        return pinned if len(keys) == len(pinned) else self.folder.pin(keys)

    def _with_own(self, state: State | None, keys: Keys) -> State:
        fetched = self.client.bundles.member(state.own_tag if state else None)
        if state is None:
            if fetched is None:
                raise BundleRefused("missing", "The service gave no file of the member's own.")
            state = State("", "")
        if fetched is not None:
            own, tag = fetched
            newer = read_own(own.signed, keys)
            if state.own and newer.sequence < read_own(state.own, keys).sequence:
                raise BundleRefused("older", "The member's own file is older than the one held.")
            state = replace(state, own=own.signed, own_tag=tag)
        return state

    def _applied(self, state: State, part: "BundlePart", keys: Keys) -> State:
        manifest = read_manifest(part.manifest, keys)
        own = read_own(state.own, keys)
        check_use(manifest, own.member_id, own.kind, self.today)
        if state.newest is not None:
            held = read_manifest(state.newest, keys)
            if manifest.follows:
                check_follows(manifest, digest_of(state.newest), held)
            elif (held.audience, held.inside) == (manifest.audience, manifest.inside):
                check_newer(manifest, held)
        elif manifest.follows:
            raise BundleRefused("gap", "A delta was offered before any base.")
        file = self._fetched(manifest, part.packed)
        if not manifest.follows:
            return replace(state, of_base=part.manifest, newest=part.manifest, base=self.folder.stamp(file), over=None)
        over = self.folder.new_file()
        lay_over(self.folder.path / state.over.name if state.over else None, file, over)
        _sync(over)
        return replace(state, newest=part.manifest, over=self.folder.stamp(over))

    def _fetched(self, manifest: Manifest, packed: int) -> Path:
        """The file, to the last byte the one that the manifest names. What a broken download left is gone on with."""
        if packed > manifest.size + manifest.size // 128 + SLACK:
            raise BundleRefused("size", "The service says of a file that it is longer packed than unpacked.")
        arriving, file = self.folder.path / f"{manifest.sha256}.part", self.folder.new_file()
        with arriving.open("ab") as target:
            while (place := target.tell()) < packed:
                piece = self.client.bundles.piece(manifest.sha256, place, min(place + PIECE, packed) - 1)
                if not piece or len(piece) > packed - place:
                    raise BundleRefused("size", "The service sent a file of another length than it said.")
                target.write(piece)
                target.flush()
        try:
            _unpack(arriving, file, manifest.size)
            check_base(manifest, file)
        except BundleRefused:
            file.unlink(missing_ok=True)
            raise
        finally:
            arriving.unlink()
        return file

    def _compacted(self, state: State) -> State:
        if state.base is None or state.over is None or state.over.size <= max(LARGEST_OVERLAY, state.base.size // 4):
            return state
        base = self.folder.new_file()
        compact(self.folder.path / state.base.name, self.folder.path / state.over.name, base)
        _sync(base)
        return replace(state, base=self.folder.stamp(base), over=None, of_base=None)


def _unpack(packed: Path, to: Path, size: int) -> None:
    """No more than so many bytes, whatever is in it."""
    try:
        with packed.open("rb") as source, to.open("wb") as target:
            reader, written = zstandard.ZstdDecompressor().stream_reader(source), 0
            while piece := reader.read(1 << 20):
                written += len(piece)
                if written > size:
                    raise BundleRefused("size", f"The file has more than the {size} bytes that were signed.")
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
    except zstandard.ZstdError:
        raise BundleRefused("content", "The file was altered: it cannot be unpacked.") from None


def _sync(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())
