"""`hocvuso quiz simulate | compare | calibrate | neutralise` and `hocvuso integrity`: the certification bank as a whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.invocation import AsJson, open_database, print_json, read_settings, wrong_use
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.courses.folders import RANKED
from app.courses.library import ContentLibrary
from app.integrity.bank_trials import best_known, difficulty_document, key_of, offers_of, ranked_rows, recalibrated
from app.integrity.domain.findings import Findings
from app.integrity.domain.recalibration import Recalibration
from app.integrity.service import inspect_all
from app.quiz.domain.ability import OutOfRange
from app.quiz.domain.adaptive.bank import Bank
from app.quiz.domain.adaptive.simulation import People as Crowd
from app.quiz.domain.adaptive.simulation import Simulated, compare, people_for, simulate
from app.quiz.domain.kinds import KINDS
from app.sittings.queries import was_asked
from app.sittings.service import Flip, neutralise_item
from app.sittings.standards import Offer, Standards

integrity = typer.Typer(help="Dấu hiệu khác thường ở các lượt thi, và các lượt rút thăm.", no_args_is_help=True)
ITEM_LENGTH, REASON_LENGTH = 121, 200
OUTCOME = {"certify": "đạt", "deny": "chưa đạt", "refer": "cần người xem", "exhausted": "hết câu"}

FrameworkId = Annotated[str, typer.Option("--framework", help="Mã khung. Không ghi thì mọi khung có chuẩn.")]
OneFramework = Annotated[str, typer.Option("--framework", help="Mã khung, như nguoi-dan.")]
People = Annotated[int, typer.Option("--people", help="Số người bịa đi thi.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Cùng hạt giống thì cùng những người ấy.")]


def quiz_simulate(framework: FrameworkId = "", people: People = 2_000, seed: Seed = 1, as_json: AsJson = False) -> None:
    """Thử kho và chuẩn đang có trên những người bịa: bài dài bao nhiêu, quyết đúng bao nhiêu."""
    rows = []
    for offer in _offers(read_settings(), framework):
        crowd = _people(offer.bank, offer, people, seed)
        rows.append((offer, simulate(offer.bank, offer.policy, crowd, seed), _alone(offer, crowd, seed)))
    if as_json:
        told = [{**_about(offer), **asdict(found), "alone": alone and asdict(alone)} for offer, found, alone in rows]
        print_json({"seed": seed, "frameworks": told})
        return
    for offer, found, alone in rows:
        typer.echo(f"{offer.framework.id}: kho {len(offer.bank.items)} câu, bản {offer.bank.version}")
        typer.echo(_told(found))
        if alone is not None:
            typer.echo(
                f"  Người làm một mình giúp kho học (tham-do: {_number(offer.standard.exploring, 1)}):\n{_told(alone)}"
            )


def quiz_compare(
    with_: Annotated[Path, typer.Option("--with", help="Thư mục có kho, chuẩn hay độ khó khác.")],
    framework: FrameworkId = "",
    people: People = 2_000,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Cùng những người bịa, thi bằng kho đang có rồi bằng kho kia. Thư mục kia thiếu phần nào thì dùng phần đang có."""
    settings = read_settings()
    ours = _offers(settings, framework)
    theirs = {offer.framework.id: offer for offer in _offers(settings, framework, with_)}
    rows = []
    for first, second in [(offer, theirs[offer.framework.id]) for offer in ours if offer.framework.id in theirs]:
        crowd = _people(best_known(first.bank, second.bank), first, people, seed)
        told = compare((first.bank, first.policy), (second.bank, second.policy), crowd, seed)
        rows.append((first, second, told))
    if as_json:
        print_json({
            "seed": seed,
            "frameworks": [
                {
                    "first": {**_about(first), **asdict(told.first)}, "second": {**_about(second), **asdict(told.second)},
                    "flips": told.flips, "moved": told.moved,
                }
                for first, second, told in rows
            ],
        })  # fmt: skip
        return
    for first, second, told in rows:
        typer.echo(f"{first.framework.id}, kho đang có (bản {first.bank.version}):\n{_told(told.first)}")
        typer.echo(f"{second.framework.id}, kho kia (bản {second.bank.version}):\n{_told(told.second)}")
        typer.echo(
            f"  đổi hẳn từ đạt sang chưa đạt hay ngược lại: {_percent(told.flips)}; đổi khác: {_percent(told.moved)}"
        )


def quiz_calibrate(
    framework: OneFramework,
    out: Annotated[
        Path | None, typer.Option("--out", help="Ghi độ khó mới ra tệp này. Kho đang dùng giữ nguyên.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Độ khó mới của mọi câu, từ câu trả lời trong các lượt thi đã xong, bắt đầu từ độ khó người xếp. Chưa có câu trả lời nào
    thì mã thoát 1."""
    settings = read_settings()
    (offer,) = _offers(settings, framework)
    if out is not None and out.exists():
        raise wrong_use(f"Đã có tệp {out}. Ghi ra một tên khác, để bản cũ còn nguyên.")
    rows = ranked_rows(settings.content_dirs)
    with open_database(settings) as database, database.session(writes=False) as session:
        try:
            found = recalibrated(session, offer, rows)
        except OutOfRange as nothing:
            typer.echo(str(nothing), err=True)
            raise typer.Exit(1) from None
    document = difficulty_document(offer, found, rows)
    if out is not None:
        _write(out, document)
    if as_json:
        changed = {id_: document["items"][key_of(id_, rows)] for id_ in found.items}
        on_trial = list(offer.bank.fieldtest)
        print_json({**document["calibrated"], "ready": _ready(found), "on_trial": on_trial, "items": changed})
        return
    _tell_calibrated(found, offer.bank.fieldtest, out)


def quiz_neutralise(
    item: Annotated[str, typer.Argument(help="Tên câu: tệp/câu, như ct-tt-ma-qr/qr-mua-o-sap.")],
    reason: Annotated[str, typer.Option("--reason", help="Câu hỏng ở chỗ nào; người thẩm định sẽ đọc.")],
    as_json: AsJson = False,
) -> None:
    """Loại một câu hỏng: không hỏi nữa, lượt thi đã xong được tính lại. Không lấy lại được."""
    settings = read_settings()
    if not reason.strip() or len(reason) > REASON_LENGTH:
        raise wrong_use(f"Cần một lý do, nhiều nhất {REASON_LENGTH} ký tự.")
    with open_database(settings) as database, database.session(writes=True) as session:
        if len(item) > ITEM_LENGTH or not (was_asked(session, item) or _is_in_a_bank(settings, item)):
            raise wrong_use(f"Kho không có câu {item[:ITEM_LENGTH]}. Ghi đủ tệp/câu.")
        flips = neutralise_item(
            session, _standards(settings, database), item, reason.strip(), Clock(settings.clock).now()
        )
    if as_json:
        told = [{"sitting": str(one.sitting_id), "before": one.before, "after": one.after} for one in flips]
        print_json({"item": item, "flips": told})
        return
    typer.echo(f"Đã loại câu {item}. {len(flips)} lượt thi có kết quả khác khi bỏ câu này; người thẩm định sẽ xem lại.")
    for flip in flips:
        typer.echo(f"  {_flip(flip)}")


@integrity.command("inspect")
def integrity_inspect(as_json: AsJson = False) -> None:
    """So các lượt thi trong nửa năm qua với nhau, rồi giữ kết quả cho trang Dấu hiệu khác thường."""
    settings = read_settings()
    with open_database(settings) as database:
        found = inspect_all(database, _standards(settings, database), Clock(settings.clock).now())
    if as_json:
        print_json({"frameworks": [{"framework": name, **_summary(one)} for name, one in found.items()]})
        return
    if not found:
        typer.echo("Nửa năm qua chưa có lượt thi nào.")
    for name, one in found.items():
        told = _summary(one)
        typer.echo(
            f"{name}: {told['sittings']} lượt thi; {told['groups']} nhóm nổi bật "
            f"(nếu ai cũng ngay thẳng vẫn có chừng {_number(told['expected_false'], 1)}); "
            f"{told['items']} câu trong kho cần xem."
        )


def _summary(found: Findings) -> dict[str, Any]:
    return {
        "sittings": found.sittings,
        "groups": len(found.groups),
        "expected_false": sum(found.expected_false.values()),
        "items": sum(item.needs_a_look for item in found.items),
    }


def _offers(settings: Settings, framework: str, other: Path | None = None) -> list[Offer]:
    """Raises typer.Exit where there is none."""
    if other is not None and not other.is_dir():
        raise wrong_use(f"Không có thư mục {other}.")
    try:
        found = offers_of(settings.content_dirs, Clock(settings.clock).today(), settings.secret, other)
    except (OSError, ValueError, LookupError, TypeError):
        raise wrong_use(f"Không đọc được tệp độ khó ({RANKED}).") from None
    if not found:
        raise wrong_use("Các thư mục nội dung chưa có chuẩn nào đi với kho của nó.")
    if framework and framework not in found:
        raise wrong_use(f"Không có chuẩn cho khung {framework}. Có: {', '.join(sorted(found))}.")
    return [found[framework]] if framework else [found[id_] for id_ in sorted(found)]


def _alone(offer: Offer, crowd: Crowd, seed: int) -> Simulated | None:
    """The same people sitting alone; None where that is no other test."""
    if not (offer.standard.exploring and offer.bank.beliefs.a_se.any()):
        return None
    return simulate(offer.bank, offer.policy, crowd, seed, exploring=offer.standard.exploring)


def _is_in_a_bank(settings: Settings, item: str) -> bool:
    return any(item in offer.bank.by_id for offer in _offers(settings, ""))


def _standards(settings: Settings, database: Database) -> Standards:
    """Banks and standards of sittings that were, from the database; of today's content nothing."""
    library = ContentLibrary(settings.content_dirs, database, Clock(settings.clock), KINDS, settings.secret)
    return Standards(settings.content_dirs, library)


def _people(bank: Bank, offer: Offer, count: int, seed: int) -> Crowd:
    try:
        return people_for([bank], offer.policy, count, seed)
    except OutOfRange as refusal:
        raise wrong_use(str(refusal)) from None


def _about(offer: Offer) -> dict[str, Any]:
    return {
        "framework": offer.framework.id, "bank": offer.bank.version, "standard": offer.standard.version,
        "items": len(offer.bank.items),
    }  # fmt: skip


def _told(found: Simulated) -> str:
    return (
        f"  {found.people} người; bài dài trung bình {_number(found.mean_length, 1)} việc, một nửa không quá {found.median_length:.0f}\n"
        f"  đạt {_percent(found.certified)}, chưa đạt {_percent(found.denied)}, cần người xem {_percent(found.referred)}, "
        f"hết câu để hỏi {_percent(found.exhausted)}\n"
        f"  nếu ai cũng phải quyết thì đúng {_percent(found.forced)}; giấy cấp nhầm {_percent(found.false)}, "
        f"nhầm xa {_percent(found.gross)}\n"
        f"  câu ra nhiều nhất có trong {_percent(found.shown_most)} số bài; hai bài trùng nhau {_percent(found.overlap)}"
    )


def _tell_calibrated(found: Recalibration, on_trial: Sequence[str], out: Path | None) -> None:
    people = f"trung bình {_logits(found.people.mean)}, độ lệch {_number(found.people.sd, 2)}"
    typer.echo(f"{found.answers} câu trả lời của {found.sittings} lượt thi ({people}).")
    typer.echo(f"{_ready(found)} trên {len(found.items)} câu đã đủ chắc (sai số từ 0,20 trở xuống).")
    for id_, one in sorted(found.items.items(), key=lambda row: (-abs(row[1].b - row[1].judged.b), row[0]))[:10]:
        typer.echo(
            f"  {id_}: {_logits(one.judged.b)} thành {_logits(one.b)} ±{_number(one.se, 2)} ({one.answers} câu trả lời)"
        )
    for id_ in on_trial:
        one = found.items[id_]
        ready = "đã đủ chắc" if one.is_ready else "chưa đủ chắc"
        typer.echo(f"  Đang thử {id_}: {_logits(one.b)} ±{_number(one.se, 2)}, {one.answers} câu trả lời, {ready}.")
    typer.echo(f"Đã ghi {out}. Kho đang dùng chưa đổi gì." if out else "Thêm --out TỆP để ghi ra tệp.")


def _ready(found: Recalibration) -> int:
    return sum(one.is_ready for one in found.items.values())


def _flip(flip: Flip) -> str:
    return f"lượt thi số {flip.sitting_id}: {OUTCOME[flip.before]} thành {OUTCOME[flip.after]}"


def _write(out: Path, document: Mapping[str, Any]) -> None:
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    except OSError:
        raise wrong_use(f"Không ghi được tệp {out}.") from None


def _percent(share: float) -> str:
    return f"{_number(share * 100, 1)} %"


def _logits(value: float) -> str:
    return f"{value:+.2f}".replace(".", ",")


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
