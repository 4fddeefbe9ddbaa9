"""`hocvuso certificate`: is a certificate real, revoking one, the public log, the keys."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from app.assessment.decisions_in_log import Fault as DecisionFault
from app.assessment.decisions_in_log import audit_decisions
from app.certification.auditing import Audit, Fault, audit
from app.certification.domain.attachment import MOST_BYTES
from app.certification.domain.confirmation import read_code, shown_code
from app.certification.domain.credential import Issuer
from app.certification.domain.kept_head import KeptHead
from app.certification.domain.kept_head import in_words as kept_in_words
from app.certification.domain.verdict import REVOKED, Verdict, in_words
from app.certification.identities import Matched, identities_certified
from app.certification.kept_heads import check_kept
from app.certification.pending import pending_certificates
from app.certification.service import Certificates, NoSuchCertificate
from app.certification.signer import SignerAway, SignerRefuses
from app.certification.signing_apart import SignerApart
from app.certification.signing_keys import NoKey
from app.certification.transparency_log import BrokenLog
from app.certification.verification import judge_code, judge_file
from app.cli.invocation import AsJson, open_database, print_json, read_settings, wrong_use
from app.core.clock import VIETNAM, Clock
from app.core.config import Settings

commands = typer.Typer(help="Giấy xác nhận.", no_args_is_help=True)
log_commands = typer.Typer(help="Sổ cái.", no_args_is_help=True)
commands.add_typer(log_commands, name="log")
STATUS = {"valid": "Còn giá trị", "revoked": "Đã bị thu hồi", "expired": "Đã hết hạn", "unknown": "Không xác nhận được"}
FAULTS = {
    "entry": "Sổ cái hỏng từ dòng {}.",
    "key": "Khóa ký {} không có trong sổ, hoặc không đúng như sổ ghi.",
    "keys": "Số dòng về khóa ký chênh {} so với số khóa đang lưu.",
    "moment": "Dòng {} của sổ ghi một thời điểm không thể có: trước việc đã đứng trong sổ, hoặc sau lúc đầu sổ được ký.",
    "head": "Đầu sổ đã ký ở {} dòng không khớp với sổ.",
    "certificate": "Giấy {} không đúng như dòng của nó trong sổ.",
    "revocation": "Việc thu hồi giấy {} không đúng như sổ ghi.",
    "issued": "Số dòng cấp giấy chênh {} so với số giấy đang lưu.",
    "decision": "Quyết định của dòng {} trong sổ không còn như lúc ghi.",
    "vanished": "Dòng {} của sổ ghi một quyết định, mà quyết định ấy không còn.",
    "unlogged": "Số quyết định không có dòng trong sổ chênh {} so với lúc sổ bắt đầu ghi quyết định.",
    "revoked": "Số dòng thu hồi chênh {} so với số giấy đã thu hồi.",
}
AnyFault: TypeAlias = Fault | DecisionFault
NO_HEAD = "Trong đó không có đầu sổ nào đã ký, hoặc có nhiều hơn một. Cần bản ký, hay một tệp có bản ký bên trong."
NO_KEY = "Không tìm thấy tệp khóa ký trong {}. Lấy lại thư mục ấy từ bản sao lưu."


def issuing_by(settings: Settings) -> Certificates:
    """As app/main.py makes it; frameworks are kept by who issues."""
    apart = SignerApart(settings.signer_socket) if settings.signer_socket else None
    return Certificates(issuer_of(settings), settings.var_dir / "keys", apart=apart)


def issuer_of(settings: Settings) -> Issuer:
    return Issuer(settings.public_url.rstrip("/"), "Học Vụ Số")


@commands.command("verify")
def certificate_verify(file_or_url: str, as_json: AsJson = False) -> None:
    """Kiểm tra tệp giấy (PDF, JSON, JWT), hoặc mã hay địa chỉ trên giấy. Không gọi ra mạng."""
    settings = read_settings()
    path = Path(file_or_url)
    code = read_code(file_or_url.partition("?")[0].rstrip("/").rpartition("/")[2])
    is_file = "://" not in file_or_url and path.is_file()
    if not is_file and code is None:
        raise wrong_use("Cần một tệp có thật, một mã 12 chữ và số, hoặc một địa chỉ kết thúc bằng mã ấy.")
    with open_database(settings) as database, database.session(writes=False) as session:
        now, file = Clock(settings.clock).now(), _start_of(path) if is_file else b""
        verdict = judge_file(session, file, now) if is_file else judge_code(session, str(code), now)
        kept = check_kept(session.connection(), file) if is_file else None
    if as_json:
        print_json(verdict.document())
    else:
        typer.echo(_in_words(verdict))
    if kept:  # beside the document, which others rely on
        typer.echo(f"Đầu sổ kèm trong tệp. {kept_in_words(kept)}", err=True)
    raise typer.Exit(0 if verdict.status == "valid" else 1)


@commands.command("revoke")
def certificate_revoke(
    code: str, reason: Annotated[str, typer.Option(help=f"Lý do: {', '.join(REVOKED)}.")], as_json: AsJson = False
) -> None:
    """Thu hồi một giấy; không lấy lại được. Lý do được ghi vào sổ cái công khai."""
    settings, read = read_settings(), read_code(code)
    if reason not in REVOKED:
        raise wrong_use(f"Lý do phải là một trong: {', '.join(REVOKED)}.")
    try:
        with open_database(settings) as database, database.session(writes=True) as session:
            is_new = issuing_by(settings).revoke(session, read or "", reason, Clock(settings.clock).now())
            session.commit()
    except NoSuchCertificate:
        typer.echo("Không có giấy nào mang mã này.", err=True)
        raise typer.Exit(1) from None
    if as_json:
        print_json({"code": read, "revoked": True, "new": is_new})
    else:
        typer.echo(f"{'Đã thu hồi' if is_new else 'Trước đây đã thu hồi'} giấy {shown_code(read or '')}.")


@commands.command("head")
def certificate_head(as_json: AsJson = False) -> None:
    """Ký đầu sổ cái ngay bây giờ và in ra, để in giấy và gửi cho nơi khác giữ."""
    settings = read_settings()
    try:
        with open_database(settings) as database:
            head = issuing_by(settings).keep_head_now(database, Clock(settings.clock).now())
    except BrokenLog as broken:
        typer.echo(FAULTS["entry"].format(broken.index), err=True)
        raise typer.Exit(1) from None
    except NoKey:
        raise wrong_use(NO_KEY.format(settings.var_dir / "keys")) from None
    except (SignerAway, SignerRefuses) as failure:
        raise _not_signed(failure) from None
    if head is None:
        typer.echo("Sổ cái chưa có dòng nào.", err=True)
        raise typer.Exit(1)
    if as_json:
        print_json({"size": head.size, "at": head.at.isoformat(), "token": head.token})
    else:
        typer.echo(f"Sổ cái có {head.size} dòng, ký lúc {head.at:%d/%m/%Y %H:%M} (giờ quốc tế):\n{head.token}")


@commands.command("identities")
def certificate_identities(as_json: AsJson = False) -> None:
    """In dấu của số căn cước cho từng giấy còn đứng, để tỉnh so với sổ của mình. Không có số, không có tên."""
    settings = read_settings()
    if not settings.identity_secret:
        raise wrong_use("Nơi này không hỏi số căn cước: HOCVUSO_IDENTITY_KEY còn để trống.")
    with open_database(settings) as database, database.session(writes=False) as session:
        found = identities_certified(session)
    if as_json:
        print_json({"certificates": [_match_document(one) for one in found]})
    else:
        typer.echo("khoa,dau,ma_giay,ngay_cap,het_han")
        for one in found:
            typer.echo(",".join(_match_document(one).values()))


def _match_document(one: Matched) -> dict[str, str]:
    return {
        "key": one.key,
        "mac": one.mac,
        "code": one.code,
        "issued": f"{one.issued_at.astimezone(VIETNAM):%Y-%m-%d}",
        "until": one.valid_until.isoformat(),
    }


@commands.command("change-key")
def certificate_change_key(as_json: AsJson = False) -> None:
    """Từ nay ký bằng một khóa mới. Giấy đã cấp vẫn kiểm tra được."""
    settings = read_settings()
    try:
        with open_database(settings) as database, database.session(writes=True) as session:
            key = issuing_by(settings).change_key(session, Clock(settings.clock).now())
            session.commit()
    except (SignerAway, SignerRefuses) as failure:
        raise _not_signed(failure) from None
    where = "của máy ký" if settings.signer_socket else str(settings.var_dir / "keys")
    if as_json:
        print_json({"key": key.id})
    else:
        typer.echo(f"Khóa mới: {key.id}. Sao lưu thư mục khóa {where} ngay nhé.")


@commands.command("pending")
def certificate_pending(as_json: AsJson = False) -> None:
    """Những giấy đã cấp mà máy ký chưa ký, và vì sao; chỉ có ở nơi để máy ký riêng."""
    settings = read_settings()
    with open_database(settings) as database, database.session(writes=False) as session:
        found = pending_certificates(session)
    if as_json:
        rows = [{"code": one.code, "since": one.asked_at.isoformat(), "refusal": one.refusal or ""} for one in found]
        print_json({"pending": rows})
    for one in () if as_json else found:
        why = f"máy ký từ chối: {one.refusal}" if one.refusal else "máy ký chưa trả lời"
        typer.echo(f"{shown_code(one.code)}, từ {one.asked_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}, {why}")
    raise typer.Exit(1 if found else 0)


def _not_signed(failure: SignerAway | SignerRefuses) -> typer.Exit:
    why = f" Máy ký từ chối: {failure.why}." if isinstance(failure, SignerRefuses) else " Máy ký không trả lời."
    typer.echo(f"Chưa ký được, chưa có gì thay đổi.{why}", err=True)
    return typer.Exit(1)


@log_commands.command("verify")
def log_verify(
    head: Annotated[
        str,
        typer.Option(
            help="Đầu sổ còn giữ: bản ký, hay tệp có bản ký bên trong (PDF, JSON, chữ). Sổ có còn bắt đầu đúng thế không."
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Tính lại cả sổ cái từ dòng đầu, và so từng giấy đã cấp, từng quyết định với sổ; với --head, so cả đầu sổ còn giữ."""
    settings = read_settings()
    with open_database(settings) as database, database.reading.connect() as connection:
        kept = check_kept(connection, _handed_in(head)) if head else None
        if head and kept is None:
            raise wrong_use(NO_HEAD)
        found = audit(connection)
        faults: list[AnyFault] = [*found.faults]
        if all(fault.kind != "entry" for fault in faults):
            faults += audit_decisions(connection)
    if as_json:
        print_json(_audit_document(found, faults, kept))
    else:
        typer.echo("\n".join(_audited_in_words(found, faults, kept)))
    raise typer.Exit(1 if faults or (kept and not kept.holds) else 0)


def _audited_in_words(found: Audit, faults: Sequence[AnyFault], kept: KeptHead | None) -> Iterator[str]:
    yield from (_fault_in_words(fault) for fault in faults)
    if not faults:
        yield f"Sổ cái đúng: {found.size} dòng, dấu {found.root}. Mọi giấy và mọi quyết định đều khớp với sổ."
    if kept:
        yield kept_in_words(kept)


def _audit_document(found: Audit, every: Sequence[AnyFault], kept: KeptHead | None) -> dict[str, object]:
    faults = [{"kind": fault.kind, "where": fault.where} for fault in every]
    is_ok = not faults and (kept is None or kept.holds)
    document: dict[str, object] = {"ok": is_ok, "size": found.size, "root": found.root, "faults": faults}
    return document | ({"head": kept.document()} if kept else {})


def _handed_in(head: str) -> bytes:
    with suppress(OSError):  # a token is too long for the name of a file
        if Path(head).is_file():
            return _start_of(Path(head))
    return head.encode("utf-8", "replace")


def _fault_in_words(fault: AnyFault) -> str:
    return FAULTS[fault.kind].format(fault.where)


def _start_of(path: Path) -> bytes:
    """Not more than is looked at."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
    return b""


def _in_words(verdict: Verdict) -> str:
    lines = [STATUS[verdict.status], in_words(verdict)]
    if verdict.confirmation is not None:
        confirmation = verdict.confirmation
        lines.append(
            f"Mã {shown_code(confirmation.code)}, cấp {confirmation.issued_at.astimezone(VIETNAM):%d/%m/%Y}, đến hết {confirmation.valid_until:%d/%m/%Y}."
        )
    return "\n".join(filter(None, lines))
