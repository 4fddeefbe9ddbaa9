"""A certificate as it is kept against the token that was signed and its entries in the public log."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple, TypeAlias

from app.certification.domain.confirmation import from_text
from app.certification.domain.credential import Event, is_what_was_signed, log_entry
from app.certification.domain.status_list import place_in_list
from app.certification.domain.tokens import BadToken, VerifyingKey, read

RowFault: TypeAlias = tuple[Literal["certificate", "revocation"], str]


class IssuedRow(NamedTuple):
    """`text`: as domain.confirmation.as_text writes it; `issued_at` and `valid_until`: beside it, where pages read them. `issued`, `revoked`: the entries that the row names, None for none."""

    code: str
    token: str
    text: str
    issued_at: datetime
    valid_until: date
    status_index: int
    revoked_at: datetime | None
    reason: str | None
    issued: str | None
    revoked: str | None


def spoilt(rows: Iterable[IssuedRow], keys: Mapping[str, VerifyingKey]) -> Iterator[RowFault]:
    """What a row and its entries do not tell alike, by the code."""
    for row in rows:
        confirmation = from_text(row.text)
        entry = _entry("issued", row.token, confirmation.issued_at)
        try:
            signed = read(row.token, "vc+jwt", keys)
            is_signed = is_what_was_signed(confirmation, place_in_list(row.status_index), signed)
        except BadToken:
            is_signed = False
        beside = (confirmation.code, confirmation.issued_at, confirmation.valid_until)
        if not is_signed or beside != (row.code, row.issued_at, row.valid_until) or row.issued != entry:
            yield "certificate", row.code
        if row.revoked != (_entry("revoked", row.token, row.revoked_at, row.reason or "") if row.revoked_at else None):
            yield "revocation", row.code


def _entry(event: Event, token: str, at: datetime, reason: str = "") -> str:
    return log_entry(event, token, at, reason).decode()
