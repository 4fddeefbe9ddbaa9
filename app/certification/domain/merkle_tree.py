"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1: over a list that only grows, with proofs that
an entry stands in it and that a later list begins with an earlier one.

Only the heads of complete subtrees are kept: `Heads` gives the one at a level (0: a leaf) and an index within the level,
which covers the leaves from `index << level` to `(index + 1) << level`. An append adds about two, a proof reads about
twenty for a million leaves. Whoever verifies needs none of them.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import TypeAlias

Hash: TypeAlias = bytes  # 32 bytes of SHA-256
Heads: TypeAlias = Callable[[int, int], Hash]
Place: TypeAlias = tuple[int, int]  # level, index

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> Hash:
    """RFC 9162, 2.1.1: MTH({d}) = HASH(0x00 || d)."""
    return sha256(b"\x00" + entry).digest()


def parent_hash(left: Hash, right: Hash) -> Hash:
    """RFC 9162, 2.1.1: HASH(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def new_heads(size: int, leaf: Hash, heads: Heads) -> Iterator[tuple[Place, Hash]]:
    """What a leaf appended to a list of `size` leaves adds: itself, and every subtree that it completes."""
    level, index, head = 0, size, leaf
    yield (level, index), head
    while index % 2:
        head = parent_hash(heads(level, index - 1), head)
        level, index = level + 1, index // 2
        yield (level, index), head


def root(size: int, heads: Heads) -> Hash:
    """The tree head of the first `size` leaves."""
    return _range_hash(0, size, heads) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, heads: Heads) -> tuple[Hash, ...]:
    """That leaf `index` stands in the list of `size` leaves (RFC 9162, 2.1.3.1). Raises IndexError where it does not."""
    if not 0 <= index < size:
        raise IndexError(index)
    return tuple(_path(index, 0, size, heads))


def consistency_proof(first: int, second: int, heads: Heads) -> tuple[Hash, ...]:
    """That the list of `second` leaves begins with that of `first` (RFC 9162, 2.1.4.1). Raises IndexError unless
    0 < first <= second."""
    if not 0 < first <= second:
        raise IndexError(first)
    return tuple(_subproof(first, 0, second, True, heads))


def is_included(leaf: Hash, index: int, size: int, proof: Sequence[Hash], root_hash: Hash) -> bool:
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = parent_hash(beside, found)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = parent_hash(found, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root_hash


def is_consistent(first: int, second: int, proof: Sequence[Hash], first_root: Hash, second_root: Hash) -> bool:
    """RFC 9162, 2.1.4.2."""
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second or not proof:
        return False
    rest = list(proof)
    if first & (first - 1) == 0:  # the whole first tree is one head of the second
        rest.insert(0, first_root)
    at, last = first - 1, second - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    old = new = rest[0]
    for beside in rest[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = parent_hash(beside, old), parent_hash(beside, new)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            new = parent_hash(new, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _range_hash(start: int, end: int, heads: Heads) -> Hash:
    """Of the leaves from `start` to before `end`; `start` lies on a border of a subtree at least as large."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return heads(level, start >> level)
    middle = start + _split(count)
    return parent_hash(_range_hash(start, middle, heads), _range_hash(middle, end, heads))


def _path(index: int, start: int, end: int, heads: Heads) -> Iterator[Hash]:
    if end - start == 1:
        return
    middle = start + _split(end - start)
    if index < middle:
        yield from _path(index, start, middle, heads)
        yield _range_hash(middle, end, heads)
    else:
        yield from _path(index, middle, end, heads)
        yield _range_hash(start, middle, heads)


def _subproof(first: int, start: int, end: int, is_whole: bool, heads: Heads) -> Iterator[Hash]:
    """SUBPROOF of the first `first` leaves; `is_whole`: the verifier knows the head of all of them."""
    if first == end:
        if not is_whole:
            yield _range_hash(start, end, heads)
        return
    middle = start + _split(end - start)
    if first <= middle:
        yield from _subproof(first, start, middle, is_whole, heads)
        yield _range_hash(middle, end, heads)
    else:
        yield from _subproof(first, middle, end, False, heads)
        yield _range_hash(start, middle, heads)


def _split(count: int) -> int:
    """The largest power of two below `count` (> 1)."""
    return 1 << (count - 1).bit_length() - 1
