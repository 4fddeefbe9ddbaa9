"""What the signer last signed of the log, in a file beside its keys: whoever has the database alone cannot roll it back and
have another history signed.

Where a backup was restored in earnest, somebody says so with the signer's own hands (`accept_restored`): from then on every
head that is signed tells which one was given up.
"""

import json
import os
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.certification.composing import NoWarrant
from app.certification.domain.credential import JsonObject, moment
from app.certification.domain.merkle_tree import Hash, is_consistent
from app.certification.transparency_log import prove_consistency, root_of, size_of, verify_all

FILE = "last-head"  # no ending: *.json are keys
OVERTAKEN_S = 10.0  # a head that was asked for while a larger one was signed
SHORTER, OTHER, UNREADABLE = "log-is-shorter", "log-is-another", "memory-unreadable"
LOUD = {
    SHORTER: "MÁY KÝ DỪNG: sổ cái trong cơ sở dữ liệu ngắn hơn đầu sổ đã ký. Có ai đưa cơ sở dữ liệu về bản cũ. Không ký gì cho đến khi rõ vì sao.",
    OTHER: "MÁY KÝ DỪNG: sổ cái trong cơ sở dữ liệu không bắt đầu như đầu sổ đã ký. Lịch sử đã bị viết lại. Không ký gì cho đến khi rõ vì sao.",
    UNREADABLE: "MÁY KÝ DỪNG: không đọc được tệp nhớ đầu sổ cạnh khóa (last-head). Lấy lại tệp ấy từ bản sao lưu của thư mục khóa.",
}  # fmt: skip


@dataclass(frozen=True)
class Memory:
    """The last head: `size` 0 where none was signed. `restored`: the heads that were given up for a backup, as every later
    head tells them."""

    size: int = 0
    root: str = ""
    token: str = ""
    restored: tuple[JsonObject, ...] = ()


@dataclass(frozen=True)
class HeadMemory:
    """In the folder of the keys."""

    folder: Path

    def read(self) -> Memory:
        """Raises NoWarrant for a file that somebody wrote into: it stands for what must not be signed over."""
        try:
            told: dict[str, Any] = json.loads((self.folder / FILE).read_text("utf-8"))
            return Memory(int(told["size"]), str(told["root"]), str(told["token"]), tuple(told["restored"]))
        except FileNotFoundError:
            return Memory()
        except (OSError, ValueError, LookupError, TypeError):
            raise NoWarrant(UNREADABLE) from None

    def keep(self, memory: Memory) -> None:
        """On the disk when this returns; whoever is killed meanwhile leaves the old one or this one. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps({**memory.__dict__, "restored": list(memory.restored)}, ensure_ascii=False, sort_keys=True)
        fresh = self.folder / f"{FILE}.new"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / FILE)
        directory = os.open(self.folder, os.O_RDONLY)
        with suppress(OSError):  # where a folder cannot be synced, as on some network disks
            os.fsync(directory)
        os.close(directory)


def require_same_log(connection: Connection, known: Memory) -> None:
    """That the log is still the one of which the head was signed. `known` was read before this connection read anything.
    Raises NoWarrant."""
    if known.size == 0:
        return
    if size_of(connection) < known.size:
        raise NoWarrant(SHORTER)
    if _root(connection, known.size).hex() != known.root:
        raise NoWarrant(OTHER)


def require_extends(connection: Connection, known: Memory, size: int, root: Hash) -> None:
    """By RFC 9162, 2.1.4, that the list of `size` entries with this root begins with the one that is known; or, where it is
    smaller (Overtaken says which may be), that the known one begins with it. Raises NoWarrant; IndexError as prove_consistency."""
    if known.size == 0:
        return
    first, second = sorted([(size, root), (known.size, bytes.fromhex(known.root))])
    proof = () if first[0] == second[0] else prove_consistency(connection, first[0], second[0])
    if not is_consistent(first[0], second[0], proof, first[1], second[1]):
        raise NoWarrant(OTHER)


def _root(connection: Connection, size: int) -> Hash:
    try:
        return root_of(connection, size)
    except IndexError:  # entries without their heads
        raise NoWarrant(OTHER) from None


@dataclass
class Overtaken:
    """Who asks for a head of the log as they have just seen it may be overtaken by who asks for a larger one. For a moment
    that is signed all the same; later nobody is told that the log is smaller than it is. `floor`: the largest head that was
    signed longer ago than that."""

    floor: int = 0
    recent: deque[tuple[int, float]] = field(default_factory=deque)

    def least(self, known: int, now: float) -> int:
        """The smallest head that may be signed now (seconds of a clock that only goes on); `known`: the largest that was."""
        if not self.recent:
            self.floor = known  # by whoever served before
        while self.recent and self.recent[0][1] <= now - OVERTAKEN_S:
            self.floor = max(self.floor, self.recent.popleft()[0])
        return self.floor

    def signed(self, size: int, now: float) -> None:
        """Larger than any before."""
        self.recent.append((size, now))


@dataclass(frozen=True)
class Restored:
    """`given_up`: the head that was signed before, and is worth nothing more than to be shown; the log has `size` entries
    with this `root` now."""

    given_up: Memory
    size: int
    root: str


def accept_restored(connection: Connection, memory: HeadMemory, now: datetime) -> Restored | None:
    """The log as it is now is the one to go on with. None where it goes on from the known head anyway: then nothing is given
    up. Raises NoWarrant as HeadMemory.read, BrokenLog."""
    known = memory.read()
    size, root = verify_all(connection)
    try:
        require_same_log(connection, known)
    except NoWarrant:
        pass
    else:
        return None
    told = {"at": moment(now), "size": known.size, "root": known.root}
    memory.keep(replace(known, size=size, root=root.hex(), token="", restored=(*known.restored, told)))
    return Restored(known, size, root.hex())
