"""RFC 6962 trees, against the reference vectors of Certificate Transparency.

Leaves, roots and paths are those of transparency-dev/merkle, testonly/constants.go, which took them
from google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault import merkle
from vault.chain import canonical, head_leaf
from vault.errors import VaultError
from vault.merkle import check_inclusion, inclusion_proof, leaf_hash, root, root_from_proof

SHORT = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")
INPUTS = (*SHORT, "606162636465666768696a6b6c6d6e6f")
LEAVES = [leaf_hash(bytes.fromhex(each)) for each in INPUTS]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
PATHS = {
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


@st.composite
def places(draw: st.DrawFn) -> tuple[list[bytes], int]:
    size = draw(st.integers(1, 70))
    return [leaf_hash(bytes([each])) for each in range(size)], draw(st.integers(0, size - 1))


@pytest.mark.parametrize(("size", "expected"), list(enumerate(ROOTS)))
def test_roots_are_those_of_the_reference(size: int, expected: str) -> None:
    assert root(LEAVES[:size]).hex() == expected


@pytest.mark.parametrize(("place", "path"), list(PATHS.items()))
def test_paths_are_those_of_the_reference(place: tuple[int, int], path: tuple[str, ...]) -> None:
    index, size = place
    assert tuple(each.hex() for each in inclusion_proof(LEAVES[:size], index)) == path
    check_inclusion(LEAVES[index], index, size, list(map(bytes.fromhex, path)), root(LEAVES[:size]))


@given(places())
def test_every_leaf_is_proven_to_be_in_its_tree(place: tuple[list[bytes], int]) -> None:
    leaves, index = place
    check_inclusion(leaves[index], index, len(leaves), inclusion_proof(leaves, index), root(leaves))


@given(places(), st.data())
def test_a_proof_is_of_one_leaf_in_one_place(
    place: tuple[list[bytes], int], data: st.DataObject
) -> None:
    leaves, index = place
    path, top = inclusion_proof(leaves, index), root(leaves)
    other = data.draw(st.integers(0, len(leaves) - 1))
    if other != index:
        with pytest.raises(VaultError):
            check_inclusion(leaves[index], other, len(leaves), path, top)
        with pytest.raises(VaultError):
            check_inclusion(leaves[other], index, len(leaves), path, top)
    with pytest.raises(VaultError):
        check_inclusion(leaf_hash(b"another"), index, len(leaves), path, top)


@given(places(), st.integers(0, 6), st.binary(min_size=32, max_size=32))
def test_a_changed_path_leads_elsewhere(
    place: tuple[list[bytes], int], at: int, other: bytes
) -> None:
    leaves, index = place
    path = list(inclusion_proof(leaves, index))
    for changed in (
        [*path[:at], other, *path[at + 1 :]],
        [*path, other],
        path[:-1] if path else [other],
    ):
        with pytest.raises(VaultError):
            check_inclusion(leaves[index], index, len(leaves), changed, root(leaves))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3), (9, 3)])
def test_there_is_no_proof_for_a_place_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(VaultError):
        inclusion_proof(LEAVES[:size], index)
    with pytest.raises(VaultError):
        root_from_proof(LEAVES[0], index, size, ())


def test_what_is_no_hash_is_in_no_proof() -> None:
    with pytest.raises(VaultError):
        root_from_proof(LEAVES[0][:-1], 0, 1, ())
    with pytest.raises(VaultError):
        root_from_proof(LEAVES[0], 0, 2, (b"short",))


def test_a_leaf_never_passes_as_a_node() -> None:
    joined = LEAVES[0] + LEAVES[1]
    assert leaf_hash(joined) != root(LEAVES[:2])


def test_the_work_grows_with_the_leaves_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    joined: list[int] = []
    real = merkle._node
    monkeypatch.setattr(merkle, "_node", lambda a, b: joined.append(1) or real(a, b))
    for size in (1000, 1001, 4096):
        joined.clear()
        root([leaf_hash(b"")] * size)
        assert len(joined) == size - 1


def test_a_logs_leaf_follows_its_formula() -> None:
    told = canonical({"log": "ab" * 16, "seq": "12", "head": "00" * 32})
    assert head_leaf("ab" * 16, 12, bytes(32)) == leaf_hash(b"kbgo/v1/log-head" + told)
