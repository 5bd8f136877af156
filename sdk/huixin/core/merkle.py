"""Merkle trees over digests, as RFC 9162 (section 2.1) builds them: one root stands for a whole batch, and a short path
shows that one leaf is in it.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

DIGEST = 32
"""Bytes of a digest (SHA-256)."""


class NotInTree(ValueError):  # noqa: N818 - the name says what is wrong
    """A path that leads from its leaf to no root of a tree of that size."""


def leaf_of(content: bytes) -> bytes:
    """The digest of a leaf; no content can be made to pass for an inner node."""
    return sha256(b"\x00" + content).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of a tree over digests of leaves. ValueError where there is none."""
    level = list(leaves)
    if not level:
        raise ValueError("a tree has at least one leaf")
    while len(level) > 1:
        level = _above(level)
    return level[0]


def path_of(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The siblings of a leaf on its way up, the nearest first. IndexError for a place outside."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} of {len(leaves)}")
    path, level = [], list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level, index = _above(level), index // 2
    return tuple(path)


def root_by(leaf: bytes, index: int, size: int, path: Iterable[bytes]) -> bytes:
    """The root to which a path leads from the leaf at `index` of a tree of `size` leaves. Raises NotInTree."""
    if not 0 <= index < size:
        raise NotInTree(f"no leaf {index} of {size}")
    node, siblings = leaf, iter(path)
    while size > 1:
        if index ^ 1 < size:
            sibling = next(siblings, b"")
            if len(sibling) != DIGEST:
                raise NotInTree("the path is too short, or holds what is no digest")
            node = _joined(sibling, node) if index & 1 else _joined(node, sibling)
        index, size = index // 2, (size + 1) // 2
    if next(siblings, None) is not None:
        raise NotInTree("the path is too long")
    return node


def _above(level: Sequence[bytes]) -> list[bytes]:
    """The level above: nodes in pairs, an odd last one moved up as it is."""
    pairs = [_joined(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
    return pairs if len(level) % 2 == 0 else [*pairs, level[-1]]


def _joined(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
