"""The log in the database: entries are appended one after another, never changed, and proved from the heads of subtrees.

Whoever keeps a signed head from an earlier day can have it proved that today's log still begins with that one.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from sqlalchemy import Connection, Select, and_, bindparam, false, func, insert, or_, select, text

from app.certification.domain import merkle_tree
from app.certification.domain.merkle_tree import Hash, Heads, Place
from app.certification.models import LogEntry, LogSubtree

Computed = TypeVar("Computed")

APPENDING = 0x68767331  # of pg_advisory_xact_lock: two servers append one after the other
AT_ONCE = 10_000  # entries read together when the whole log is verified
# How many entries there are, and the last complete subtree of each level in which all of them fall; no rows for none. (41
# levels are more than anybody fills.) Made once: to build it anew takes longer than to ask it.
END = text(f"""
    WITH log AS (SELECT max("index") + 1 AS size FROM log_entry),
         of (level) AS (VALUES {", ".join(f"({level})" for level in range(41))})
    SELECT log.size, kept.level, kept."index", kept.head
    FROM log CROSS JOIN of
    JOIN log_subtree AS kept ON kept.level = of.level AND kept."index" = (log.size >> of.level) - 1
    WHERE (log.size >> of.level) & 1 = 1
""")  # noqa: S608 - numbers of our own
# On PostgreSQL every statement is a trip while others wait for their turn to append.
WRITE = text("""
    WITH entries AS (
        INSERT INTO log_entry (index, text)
        SELECT * FROM unnest(CAST(:indexes AS bigint[]), CAST(:texts AS text[]))
    )
    INSERT INTO log_subtree (level, index, head)
    SELECT * FROM unnest(CAST(:levels AS smallint[]), CAST(:places AS bigint[]), CAST(:heads AS bytea[]))
""")


class BrokenLog(Exception):
    """`index`: of the first entry that does not fit its heads."""

    def __init__(self, index: int) -> None:
        super().__init__(f"entry {index}")
        self.index = index


@dataclass(frozen=True)
class Proof:
    """That the entry at `index` stands in the list of `size` entries whose head is `root`."""

    index: int
    size: int
    root: Hash
    hashes: tuple[Hash, ...]


def append(connection: Connection, entries: Sequence[bytes]) -> int:
    """In the caller's transaction, which must be one that writes: gives the index of the first. It is in the log when that
    transaction has been committed, together with what it is about."""
    wait_to_append(connection)
    first, heads = _end(connection)
    fresh: dict[Place, Hash] = {}
    for size, entry in enumerate(entries, first):
        for place, head in merkle_tree.new_heads(size, merkle_tree.leaf_hash(entry), lambda *known: heads[known]):
            heads[place] = fresh[place] = head
    _write(connection, dict(enumerate((entry.decode() for entry in entries), first)), fresh)
    return first


def wait_to_append(connection: Connection) -> None:
    """From here on nobody else appends until the caller's transaction ends. The last of all that is waited for: the rows
    that a transaction locks come first, then its turn to issue (signing_keys.wait_for_turn), then this."""
    if connection.dialect.name != "sqlite":  # SQLite has one writer at a time anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": APPENDING})


def _end(connection: Connection) -> tuple[int, dict[Place, Hash]]:
    """The size, and the complete subtrees that all entries fall into, in one question."""
    size, heads = 0, {}
    for size, level, index, head in connection.execute(END):  # noqa: B007 - the same in every row, and none for no entries
        heads[level, index] = head
    return size, heads


def _write(connection: Connection, entries: Mapping[int, str], heads: Mapping[Place, Hash]) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(insert(LogEntry), [{"index": index, "text": entry} for index, entry in entries.items()])
        connection.execute(
            insert(LogSubtree),
            [{"level": level, "index": index, "head": head} for (level, index), head in heads.items()],
        )
        return
    levels, places = zip(*heads, strict=True)
    columns = {"indexes": list(entries), "texts": list(entries.values()), "heads": list(heads.values())}
    connection.execute(WRITE, columns | {"levels": list(levels), "places": list(places)})


def size_of(connection: Connection) -> int:
    last: int | None = connection.scalar(select(func.max(LogEntry.index)))
    return 0 if last is None else last + 1


def root_of(connection: Connection, size: int) -> Hash:
    return _computed(connection, lambda heads: merkle_tree.root(size, heads))


def prove_inclusion(connection: Connection, index: int, size: int) -> Proof:
    """Raises IndexError where the list of `size` entries has none at `index`."""
    hashes = _computed(connection, lambda heads: merkle_tree.inclusion_proof(index, size, heads))
    return Proof(index, size, root_of(connection, size), hashes)


def prove_consistency(connection: Connection, first: int, second: int) -> tuple[Hash, ...]:
    """Raises IndexError unless 0 < first <= second."""
    return _computed(connection, lambda heads: merkle_tree.consistency_proof(first, second, heads))


def verify_all(connection: Connection) -> tuple[int, Hash]:
    """The size and the head of the log, made from its entries alone. Raises BrokenLog at the first entry that is missing,
    or for which a kept head is another than it should be, or is left over."""
    kept = _KeptHeads(connection)
    last: dict[int, Hash] = {}  # by level, the head that waits for its sibling
    size = 0
    for index, entry in entries(connection):
        made = merkle_tree.new_heads(size, merkle_tree.leaf_hash(entry.encode()), lambda level, _: last[level])
        for (level, place), head in made:
            if place % 2 == 0:
                last[level] = head
            if index != size or kept.following(level) != (place, head):
                raise BrokenLog(size)
        size += 1
    if kept.has_more:
        raise BrokenLog(size)  # the tail was cut
    return size, root_of(connection, size)


def root_made_anew(connection: Connection, size: int) -> tuple[int, Hash]:
    """The size and the head of the log, made from its first `size` entries as they are kept and all later ones anew. Raises
    BrokenLog where an entry is missing, or the kept heads are others."""
    last = {level: head for (level, _), head in _frontier(connection, size).items()}
    for index, entry in entries(connection, size - 1):
        if index != size:
            raise BrokenLog(size)
        for (level, place), head in merkle_tree.new_heads(
            size, merkle_tree.leaf_hash(entry.encode()), lambda at, _: last[at]
        ):
            if place % 2 == 0:
                last[level] = head
        size += 1
    made = merkle_tree.root(size, lambda level, _: last[level])
    if made != root_of(connection, size):
        raise BrokenLog(size)
    return size, made


def entry_at(connection: Connection, index: int) -> str | None:
    text_: str | None = connection.scalar(select(LogEntry.text).where(LogEntry.index == index))
    return text_


def entries(connection: Connection, after: int = -1) -> Iterator[tuple[int, str]]:
    wanted = select(LogEntry.index, LogEntry.text).order_by(LogEntry.index).limit(AT_ONCE)
    while rows := connection.execute(wanted.where(LogEntry.index > after)).all():
        yield from ((index, entry) for index, entry in rows)
        after = rows[-1][0]


class _KeptHeads:
    """Read level by level, in order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ahead: dict[int, deque[tuple[int, Hash]]] = defaultdict(deque)
        self._after: dict[int, int] = defaultdict(lambda: -1)
        self._used = 0

    def following(self, level: int) -> tuple[int, Hash] | None:
        ahead = self._ahead[level]
        if not ahead:
            of_level = (LogSubtree.level == level) & (LogSubtree.index > self._after[level])
            wanted = select(LogSubtree.index, LogSubtree.head).where(of_level).order_by(LogSubtree.index).limit(AT_ONCE)
            ahead.extend((index, head) for index, head in self._connection.execute(wanted))
            if not ahead:
                return None
            self._after[level] = ahead[-1][0]
        self._used += 1
        return ahead.popleft()

    @property
    def has_more(self) -> bool:
        return self._used != self._connection.scalar(select(func.count()).select_from(LogSubtree))


def _computed(connection: Connection, compute: Callable[[Heads], Computed]) -> Computed:
    """Asks what is needed first, so that all of it is one question to the database. Raises IndexError where the log is
    shorter."""
    wanted: set[Place] = set()

    def ask(level: int, index: int) -> Hash:
        wanted.add((level, index))
        return b""

    compute(ask)
    heads = _heads_at(connection, wanted)
    if len(heads) < len(wanted):
        raise IndexError
    return compute(lambda *place: heads[place])


def _frontier(connection: Connection, size: int) -> dict[Place, Hash]:
    """The complete subtrees that the first `size` entries fall into, one for each bit of that number."""
    return _heads_at(
        connection, {(level, (size >> level) - 1) for level in range(size.bit_length()) if size >> level & 1}
    )


def _heads_at(connection: Connection, places: set[Place]) -> dict[Place, Hash]:
    given: dict[str, int] = {}
    for n, (level, index) in enumerate(places):
        given |= {f"level{n}": level, f"index{n}": index}
    rows = connection.execute(_heads_wanted(len(places)), given)
    return {(level, index): head for level, index, head in rows}


@cache
def _heads_wanted(count: int) -> Select[int, int, bytes]:
    """Of so many places, which are few: to build it anew takes longer than to ask it. (Of pairs IN a list SQLite reads the
    whole table.)"""
    at_one = (
        and_(LogSubtree.level == bindparam(f"level{n}"), LogSubtree.index == bindparam(f"index{n}"))
        for n in range(count)
    )
    one_of = or_(false(), *at_one)
    return select(LogSubtree.level, LogSubtree.index, LogSubtree.head).where(one_of)
