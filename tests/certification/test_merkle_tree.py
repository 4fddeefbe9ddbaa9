"""The tree and its proofs against the definition of RFC 9162, known heads, and every way of forging."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certification.domain.merkle_tree import (
    EMPTY_ROOT,
    Hash,
    Place,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    new_heads,
    root,
)

pytestmark = pytest.mark.pure

# The entries and heads with which Certificate Transparency's own implementations are tested.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
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
MANY = 70


def tree(entries: Sequence[bytes]) -> dict[Place, Hash]:
    heads: dict[Place, Hash] = {}
    for size, entry in enumerate(entries):
        heads.update(new_heads(size, leaf_hash(entry), lambda level, index: heads[level, index]))
    return heads


def defined_root(entries: Sequence[bytes]) -> Hash:
    """As the RFC says it, word for word."""
    if len(entries) < 2:
        return sha256(b"\x00" + entries[0]).digest() if entries else sha256(b"").digest()
    k = max(2**power for power in range(20) if 2**power < len(entries))
    return sha256(b"\x01" + defined_root(entries[:k]) + defined_root(entries[k:])).digest()


LEAVES = [f"giấy {number}".encode() for number in range(MANY)]
HEADS = tree(LEAVES)


def heads(level: int, index: int) -> Hash:
    return HEADS[level, index]


def test_known_heads() -> None:
    known = tree(ENTRIES)
    found = [root(size, lambda level, index: known[level, index]).hex() for size in range(1, 9)]
    assert found == ROOTS
    assert root(0, heads) == EMPTY_ROOT == defined_root([])


def test_heads_are_those_of_the_definition() -> None:
    assert [root(size, heads) for size in range(1, MANY + 1)] == [
        defined_root(LEAVES[:size]) for size in range(1, MANY + 1)
    ]


def test_append_adds_less_than_two_heads_a_leaf() -> None:
    assert len(HEADS) < 2 * MANY


@pytest.mark.battery
def test_every_leaf_of_every_size_is_proved_and_no_other() -> None:
    for size in range(1, MANY + 1):
        head = root(size, heads)
        for index in range(size):
            proof = inclusion_proof(index, size, heads)
            assert is_included(leaf_hash(LEAVES[index]), index, size, proof, head)
            assert not is_included(leaf_hash("khác".encode()), index, size, proof, head)
            assert not is_included(leaf_hash(LEAVES[index]), (index + 1) % size, size, proof, head) or size == 1


@pytest.mark.battery
def test_every_earlier_list_is_proved_to_begin_every_later_one() -> None:
    for second in range(1, MANY + 1):
        for first in range(1, second + 1):
            proof = consistency_proof(first, second, heads)
            assert is_consistent(first, second, proof, root(first, heads), root(second, heads))


SIZES = st.integers(2, MANY).flatmap(lambda size: st.tuples(st.integers(1, size - 1), st.just(size)))
CHANGES = st.tuples(st.integers(0, 30), st.integers(0, 255))


def changed(proof: tuple[Hash, ...], place: int, bit: int) -> tuple[Hash, ...]:
    """One bit of one hash turned round."""
    at = place % len(proof)
    flipped = bytearray(proof[at])
    flipped[bit // 8] ^= 1 << bit % 8
    return (*proof[:at], bytes(flipped), *proof[at + 1 :])


@given(SIZES, CHANGES)
def test_no_changed_proof_is_believed(sizes: tuple[int, int], change: tuple[int, int]) -> None:
    index, size = sizes
    head, leaf = root(size, heads), leaf_hash(LEAVES[index])
    proof = inclusion_proof(index, size, heads)
    for wrong in (changed(proof, *change), proof[1:], (*proof, proof[0]), proof[:-1], ()):
        assert not is_included(leaf, index, size, wrong, head)
    assert not is_included(leaf, size, size, proof, head)
    assert not is_included(leaf, -1, size, proof, head)
    steps = consistency_proof(index, size, heads)
    old = root(index, heads)
    for wrong in (changed(steps, *change), steps[1:], (*steps, steps[0]), steps[:-1], ()):
        assert not is_consistent(index, size, wrong, old, head)


@given(SIZES, st.integers(0, MANY - 1))
def test_history_written_anew_is_not_consistent(sizes: tuple[int, int], victim: int) -> None:
    """One old entry is another: whatever proof the forger's own tree gives, the published head does not fit it."""
    first, second = sizes
    forged = tree([b"other" if place == victim % first else entry for place, entry in enumerate(LEAVES)])
    proof = consistency_proof(first, second, lambda level, index: forged[level, index])
    assert not is_consistent(
        first, second, proof, root(first, heads), root(second, lambda level, index: forged[level, index])
    )


@pytest.mark.parametrize(("first", "second"), [(0, 5), (6, 5), (-1, 5)])
def test_there_is_no_proof_of_nonsense(first: int, second: int) -> None:
    with pytest.raises(IndexError):
        consistency_proof(first, second, heads)
    with pytest.raises(IndexError):
        inclusion_proof(5, 5, heads)
    assert not is_consistent(first, second, (EMPTY_ROOT,), EMPTY_ROOT, EMPTY_ROOT)


def test_the_same_list_is_consistent_with_itself_only() -> None:
    assert is_consistent(5, 5, (), root(5, heads), root(5, heads))
    assert not is_consistent(5, 5, (), root(5, heads), root(6, heads))
    assert not is_consistent(5, 5, (EMPTY_ROOT,), root(5, heads), root(5, heads))
