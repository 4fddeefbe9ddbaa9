"""Whoever kept a signed head of the log, or a certificate file with one inside, is told whether today's log begins with it.

It is proved from the heads of subtrees, in a few milliseconds; `hocvuso certificate log verify` makes these from the entries.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from app.certification.domain.attachment import heads_in
from app.certification.domain.credential import JsonObject
from app.certification.domain.kept_head import KeptHead
from app.certification.domain.merkle_tree import Hash, is_consistent
from app.certification.domain.tokens import BadToken
from app.certification.log_heads import head_in, newest_head
from app.certification.transparency_log import prove_consistency, root_of, size_of


def check_kept(connection: Connection, file: bytes) -> KeptHead | None:
    """`file`: what somebody pasted or sent, as heads_in reads it; None where there is no head in it, or several."""
    heads = heads_in(file)
    if len(heads) != 1:
        return None
    try:
        said = head_in(connection, heads[0])
    except BadToken:
        return KeptHead("not-ours")
    return _compared(connection, said)


def _compared(connection: Connection, said: JsonObject) -> KeptHead:
    size, root, at = int(said["size"]), str(said["root"]), datetime.fromisoformat(str(said["at"]))
    today = size_of(connection)
    if today < size:
        return KeptHead("shorter", size, root, at, today, restored_at=_restored(connection, said))
    try:
        today_root, hashes = root_of(connection, today), _proof(connection, size, today)
    except IndexError:  # entries without their heads
        return KeptHead("rewritten", size, root, at, today, restored_at=_restored(connection, said))
    if is_consistent(size, today, hashes, bytes.fromhex(root), today_root):
        return KeptHead("extends", size, root, at, today, today_root.hex(), tuple(one.hex() for one in hashes))
    return KeptHead("rewritten", size, root, at, today, today_root.hex(), restored_at=_restored(connection, said))


def _proof(connection: Connection, size: int, today: int) -> Sequence[Hash]:
    return () if size == today else prove_consistency(connection, size, today)


def _restored(connection: Connection, said: JsonObject) -> datetime | None:
    """Of the first restored backup that gave up a head as large as this one, or larger, after it was signed."""
    newest = newest_head(connection)
    try:
        told = head_in(connection, newest.token).get("restored", []) if newest else []
    except BadToken:
        return None
    later = [one["at"] for one in told if one["size"] >= said["size"] and one["at"] >= said["at"]]
    return datetime.fromisoformat(str(later[0])) if later else None
