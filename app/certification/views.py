"""From certificates, verdicts and the log to pages: pure."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from app.certification.domain.confirmation import ASSURANCE, Confirmation, shown_code
from app.certification.domain.credential import NOT_OF_THE_STATE, JsonObject, not_claimed, seen_words
from app.certification.domain.identity import Refusal
from app.certification.domain.kept_head import KeptHead
from app.certification.domain.kept_head import in_words as kept_in_words
from app.certification.domain.merkle_tree import Hash, is_included, leaf_hash
from app.certification.domain.tokens import VerifyingKey, public_half
from app.certification.domain.verdict import Logged, Status, Verdict, in_words
from app.certification.models import PendingCertificate
from app.certification.pages import (
    CertificatePage,
    CheckedPage,
    CheckPage,
    EditionGroup,
    EditionPage,
    EditionSkill,
    HeadLine,
    IdentityPage,
    KeptHeadTold,
    KeyLine,
    LogBookPage,
    LogProof,
    PendingPage,
    SkillLine,
    Told,
)
from app.core.clock import VIETNAM

SITE = "Học Vụ Số"
PathTo = Callable[..., Any]
HEADINGS: Mapping[Status, str] = {
    "valid": "Giấy thật, còn giá trị",
    "revoked": "Giấy đã bị thu hồi",
    "expired": "Giấy thật, đã hết hạn",
    "unknown": "Không xác nhận được giấy này",
}
BAD_CODE = "Mã có 12 chữ và số, chẳng hạn 2346-79AC-DEFG. Bác xem lại trên giấy rồi gõ nhé."
NO_FILE = "Bác chưa chọn tệp nào. Bác chọn tệp giấy xác nhận (PDF) rồi bấm Kiểm tra tệp nhé."
NO_PAPER = (
    "Trong tệp này không có giấy xác nhận nào. Bác chọn tệp PDF của giấy, hoặc gõ mã 12 chữ và số in trên giấy nhé."
)
NO_NUMBER: Mapping[Refusal, str] = {
    "length": "Số căn cước có 12 chữ số. Bác đếm lại trên thẻ rồi gõ nhé.",
    "province": "Ba số đầu chưa giống số căn cước nào. Bác xem lại trên thẻ rồi gõ nhé.",
    "birth": "Số thứ tư, thứ năm, thứ sáu là năm sinh, mà chưa khớp. Bác xem lại trên thẻ rồi gõ nhé.",
}
SHARED = "Giấy xác nhận của tôi trên Học Vụ Số: {address}"


@dataclass(frozen=True)
class LogPlace:
    """The log as it is now: its size, its head, and the path from one entry to it."""

    size: int
    root: Hash
    hashes: tuple[Hash, ...]


def check_page(path_to: PathTo, typed: str = "", error: str = "", file_error: str = "") -> CheckPage:
    offline = str(path_to("verify_offline"))
    return CheckPage(f"Kiểm tra giấy xác nhận · {SITE}", typed, error, file_error, offline)


def checked_page(
    verdict: Verdict,
    place: LogPlace | None,
    path_to: PathTo,
    typed_name: str = "",
    answer: str = "",
    error: str = "",
    kept: KeptHead | None = None,
) -> CheckedPage:
    """`kept`: the head in the file. That it fits says nothing for a paper that is not ours; that it does not is said of any."""
    heading = HEADINGS[verdict.status]
    because = in_words(verdict)
    if verdict.revoked_at is not None:
        because = f"{because} Thu hồi ngày {_day(verdict.revoked_at)}."
    told = _told(verdict.confirmation, verdict.logged, place, path_to, shows_name=verdict.shows_name)
    head = kept_head_told(kept) if kept and (told or not kept.holds) else None
    return CheckedPage(
        f"{heading} · {SITE}", verdict.status, heading, because, told, typed_name, answer, error, NOT_OF_THE_STATE, head
    )


def kept_head_told(kept: KeptHead) -> KeptHeadTold:
    return KeptHeadTold(kept.holds, kept_in_words(kept), kept.root, kept.today_root, kept.hashes)


def _told(
    confirmation: Confirmation | None,
    logged: Logged | None,
    place: LogPlace | None,
    path_to: PathTo,
    *,
    shows_name: bool,
) -> Told | None:
    if confirmation is None or logged is None or place is None:
        return None
    return Told(
        code=shown_code(confirmation.code),
        holder=confirmation.holder if shows_name else "",
        framework=f"{confirmation.framework_name}, phiên bản {confirmation.framework_version}",
        framework_url=str(
            path_to("framework_edition", framework=confirmation.framework, version=confirmation.framework_version)
        ),
        how=_how(confirmation),
        is_supervised=confirmation.is_supervised,
        issued=_day(confirmation.issued_at),
        until=f"{confirmation.valid_until:%d/%m/%Y}",
        skills=_skills(confirmation),
        not_claimed=not_claimed(confirmation),
        name_url=str(path_to("verify_name", code=confirmation.code)),
        proof=_proof(logged, place),
    )


def _proof(logged: Logged, place: LogPlace) -> LogProof:
    leaf = leaf_hash(logged.entry.encode())
    hashes = tuple(one.hex() for one in place.hashes)
    proved = is_included(leaf, logged.index, place.size, place.hashes, place.root)
    return LogProof(logged.index, place.size, logged.entry, leaf.hex(), hashes, place.root.hex(), proved)


def certificate_page(
    confirmation: Confirmation, verdict: Verdict, address: str, qr: str, path_to: PathTo
) -> CertificatePage:
    code = confirmation.code
    return CertificatePage(
        title=f"Giấy xác nhận · {SITE}",
        status=verdict.status,
        heading="Giấy xác nhận" if verdict.status == "valid" else HEADINGS[verdict.status],
        because=in_words(verdict),
        holder=confirmation.holder,
        code=shown_code(code),
        address=address,
        qr=f"data:image/svg+xml,{quote(qr)}",
        message_url=f"sms:?&body={quote(SHARED.format(address=address))}",
        how=_how(confirmation),
        issued=_day(confirmation.issued_at),
        until=f"{confirmation.valid_until:%d/%m/%Y}",
        framework=f"{confirmation.framework_name}, phiên bản {confirmation.framework_version}",
        skills=_skills(confirmation),
        not_claimed=not_claimed(confirmation),
        shows_name=verdict.shows_name,
        name_url=str(path_to("show_name", code=code)),
        pdf_url=str(path_to("certificate_pdf", code=code)),
        file_url=str(path_to("certificate_file", code=code)),
        disclaimer=NOT_OF_THE_STATE,
    )


def pending_page(waiting: PendingCertificate, path_to: PathTo) -> PendingPage:
    return PendingPage(
        f"Giấy xác nhận · {SITE}",
        waiting.refusal is not None,
        str(path_to("certificate", code=waiting.code)),
        str(path_to("certification")),
    )


def identity_page(path_to: PathTo, refusal: Refusal = "", *, is_kept: bool) -> IdentityPage:
    return IdentityPage(
        f"Số căn cước · {SITE}",
        is_kept,
        NO_NUMBER.get(refusal, ""),
        str(path_to("give_identity")),
        str(path_to("forget_identity")),
        str(path_to("certification")),
    )


def log_book_page(
    size: int,
    heads: Iterable[tuple[JsonObject, str]],
    keys: Iterable[VerifyingKey],
    path_to: PathTo,
    kept: KeptHead | None = None,
    error: str = "",
) -> LogBookPage:
    """`heads`: what each says, and its token; newest first."""
    lines = [
        HeadLine(said["size"], _day(datetime.fromisoformat(str(said["at"]))), said["root"], token)
        for said, token in heads
    ]
    known = [
        KeyLine(key.id, _day(key.since), _day(key.until) if key.until else "")
        for key in sorted(keys, key=lambda key: key.since)
    ]
    checked = kept_head_told(kept) if kept else None
    title, keys_url = f"Sổ cái giấy xác nhận · {SITE}", str(path_to("jwks"))
    return LogBookPage(title, size, tuple(lines), tuple(known), keys_url, checked, error)


def edition_page(version: str, text: str) -> EditionPage:
    """`text` as app.certification.service.edition_text wrote it."""
    kept = json.loads(text)
    groups = [
        EditionGroup(group["id"], group["name"], tuple(EditionSkill(**one) for one in group["skills"]))
        for group in kept["groups"]
    ]
    return EditionPage(f"{kept['name']} · {SITE}", kept["name"], version, kept["note"], tuple(groups))


def public_keys(keys: Mapping[str, VerifyingKey]) -> JsonObject:
    """A JWK set (RFC 7517); `nbf` and `exp` say from when until when a key signed, in seconds since 1970."""
    return {"keys": [_public_key(key) for key in keys.values()]}


def _public_key(key: VerifyingKey) -> JsonObject:
    until = {"exp": int(key.until.timestamp())} if key.until else {}
    return {
        **public_half(key.key),
        "kid": key.id,
        "alg": "ES256",
        "use": "sig",
        "nbf": int(key.since.timestamp()),
        **until,
    }


def _skills(confirmation: Confirmation) -> tuple[SkillLine, ...]:
    return tuple(SkillLine(skill.name, seen_words(skill)) for skill in confirmation.skills)


def _how(confirmation: Confirmation) -> tuple[str, ...]:
    lines = [f"{ASSURANCE[confirmation.assurance]}."]
    if confirmation.supervisor:
        lines.append(f"Người giám sát: {confirmation.supervisor}.")
    if confirmation.place:
        lines.append(f"Nơi làm bài: {confirmation.place}.")
    return *lines, *(f"{said}." for said in (*confirmation.circumstances, *confirmation.signatories))


def _day(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"
