"""Trees of digests: the published vectors, and that no other leaf, place, size or path leads to the same root."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huixin.core.merkle import NotInTree, leaf_of, path_of, root_by, root_of

CONTENTS = [
    bytes.fromhex(content)
    for content in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Of the first one, two … eight contents: the vectors of Certificate Transparency."""
TREES = st.lists(st.binary(max_size=8), min_size=1, max_size=40).map(lambda contents: list(map(leaf_of, contents)))


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots(size: int) -> None:
    assert root_of([leaf_of(content) for content in CONTENTS[:size]]).hex() == ROOTS[size - 1]


def test_a_tree_of_nothing_has_no_root() -> None:
    with pytest.raises(ValueError, match="at least one leaf"):
        root_of([])


@given(TREES, st.data())
def test_every_leaf_is_shown_to_be_in_its_tree(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = path_of(leaves, index)
    assert root_by(leaves[index], index, len(leaves), path) == root_of(leaves)
    assert len(path) <= max(len(leaves) - 1, 1).bit_length()


@given(TREES, st.data())
def test_nothing_else_is(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root = path_of(leaves, index), root_of(leaves)
    other = leaf_of(b"none of them is this long")
    assert root_by(other, index, len(leaves), path) != root
    for place in range(len(path)):
        altered = (*path[:place], other, *path[place + 1 :])
        assert root_by(leaves[index], index, len(leaves), altered) != root
    for wrong in (path[:-1] if path else (other,), (*path, other)):
        with pytest.raises(NotInTree):
            root_by(leaves[index], index, len(leaves), wrong)


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (1, 1), (0, 0)])
def test_a_place_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(NotInTree):
        root_by(leaf_of(b""), index, size, ())
    with pytest.raises(IndexError):
        path_of([leaf_of(b"")] * size, index)


def test_an_inner_node_passes_for_no_leaf() -> None:
    leaves = [leaf_of(content) for content in CONTENTS[:4]]
    inner = root_of(leaves[:2])
    assert root_by(inner, 0, 2, [root_of(leaves[2:])]) == root_of(leaves)
    assert leaf_of(leaves[0] + leaves[1]) != inner
