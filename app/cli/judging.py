"""`hocvuso tutor judge`, by hand before a release, and `tutor labels`: the sheets of teachers by whom the judge is judged."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from app.cli.invocation import AsJson, print_json, read_settings, wrong_use
from app.cli.judged_words import document, told
from app.core.clock import Clock
from app.core.config import Settings
from app.courses.domain.catalogue import Catalogue
from app.courses.library import check_folders
from app.quiz.domain.kinds import KINDS
from app.tutor.domain.judging import sheet
from app.tutor.domain.judging.items import Item, Label, standing, together
from app.tutor.domain.judging.trust import LEAST_LABELS
from app.tutor.judging import files
from app.tutor.judging.asking import Calls, is_own_judge, judge_from, model_answer
from app.tutor.judging.drawing import Question, picked, questions, to_label
from app.tutor.judging.run import Plan, Report, judged_run
from app.tutor.provider import Provider, ProviderDown, provider_from
from app.tutor.service import build_tutor

Folder = Annotated[Path, typer.Option("--folder", help="Thư mục của các câu trả lời và nhãn.")]
GUIDE = "Xem docs/vi/giam-khao.md."
LONGEST_WHO = 60

labels = typer.Typer(help="Phiếu chấm câu trả lời của trợ lý, do thầy cô điền.", no_args_is_help=True)


def tutor_judge(
    count: Annotated[int, typer.Option("--questions", min=0, max=500, help="Số câu hỏi.")] = 100,
    most: Annotated[
        int, typer.Option("--most-calls", min=1, help="Nhiều nhất bấy nhiêu lời gọi, cả hai mô hình.")
    ] = 1_200,
    folder: Folder = files.JUDGED,
    as_json: AsJson = False,
) -> None:
    """Nhờ một mô hình khác chấm câu trả lời của trợ lý, tốn tiền. Giám khảo chưa đủ tin, hay chấm dở dang: mã thoát 1."""
    settings = read_settings()
    models = _models(settings)
    items, given = _kept(folder)
    plan = Plan(items, given, _questions(settings, folder)[:count] if count else [], most)
    if plan.calls > most:
        raise wrong_use(f"Cần ít nhất {plan.calls} lời gọi. Giảm --questions, hoặc đặt --most-calls cao hơn.")
    typer.echo(
        f"Sẽ hỏi mô hình trợ lý {len(plan.questions)} lần, giám khảo {plan.verdicts} lần; cả thảy nhiều nhất {plan.ceiling} lời gọi.",
        err=True,
    )
    report = asyncio.run(_run(plan, *models))
    if as_json:
        print_json(document(report, settings.llm_model, settings.judge_model))
    else:
        typer.echo("\n".join(told(report)))
    raise typer.Exit(0 if report.counts and report.is_whole else 1)


@labels.command("draw")
def labels_draw(
    count: Annotated[int, typer.Option("--answers", min=LEAST_LABELS, max=300, help="Số câu trả lời.")] = 60,
    with_model: Annotated[
        bool, typer.Option("--model", help="Lấy cả câu trả lời của mô hình trợ lý; tốn tiền.")
    ] = False,
    folder: Folder = files.JUDGED,
) -> None:
    """Lấy câu trả lời để thầy cô chấm. Câu đã có người chấm thì giữ lại."""
    settings = read_settings()
    items, given = _kept(folder)
    as_they_are, to_spoil = picked(_questions(settings, folder), count)
    by_model: Mapping[str, str] = {}
    if with_model:
        provider = provider_from(settings)
        if provider is None:
            raise wrong_use(f"Chưa nối mô hình trợ lý: điền các dòng HOCVUSO_LLM_ trong .env. {GUIDE}")
        asked = as_they_are[1::2]  # the others stay those of the lessons
        typer.echo(f"Sẽ hỏi mô hình trợ lý nhiều nhất {len(asked)} lần.", err=True)
        by_model = asyncio.run(_answers(provider, asked))
    codes = {label.code for label in standing(given, items)}
    known = [item for item in items if item.code in codes]
    new = [item for item in to_label(as_they_are, to_spoil, by_model) if item.code not in codes]
    files.keep(folder, files.ANSWERS, [*known, *new])
    typer.echo(f"Có {len(known) + len(new)} câu trả lời để chấm, {len(known)} câu đã có người chấm.")


@labels.command("sheet")
def labels_sheet(file: Path, folder: Folder = files.JUDGED) -> None:
    """Viết phiếu chấm: tệp CSV mở bằng bảng tính, mỗi người một bản. Trong phiếu không ghi câu nào do đâu mà có."""
    items, _ = _kept(folder)
    if not items:
        raise wrong_use(f"Chưa có câu trả lời nào để chấm: chạy hocvuso tutor labels draw trước. {GUIDE}")
    if file.exists():
        raise wrong_use(f"Đã có tệp {file}, có thể là phiếu ai đó đang chấm: đặt tên khác.")
    try:
        file.write_bytes(sheet.written(items))
    except OSError:
        raise wrong_use(f"Không ghi được tệp {file}.") from None
    typer.echo(f"Đã viết {len(items)} câu trả lời vào {file}. {GUIDE}")


@labels.command("read")
def labels_read(
    file: Path,
    who: Annotated[str, typer.Option(help="Ai chấm: chữ cái đầu của tên và việc làm, như “L.A., giáo viên”.")],
    folder: Folder = files.JUDGED,
) -> None:
    """Đọc phiếu đã điền vào bộ nhãn; ai chấm lại thì lấy lần sau. Phiếu có chỗ sai thì không nhận dòng nào, mã thoát 1."""
    named = " ".join(who.split())
    if not named or len(named) > LONGEST_WHO or any(letter.isdigit() for letter in named):
        raise wrong_use("Người chấm: ghi chữ cái đầu của tên và việc làm, dưới 60 chữ, không ghi số.")
    items, given = _kept(folder)
    try:
        filled = sheet.read(file.read_bytes(), items, named, Clock(read_settings().clock).today())
    except OSError:
        raise wrong_use(f"Không đọc được tệp {file}.") from None
    if filled.wrong:
        typer.echo("\n".join([*filled.wrong, "Chưa nhận dòng nào. Sửa rồi đưa lại tệp."]), err=True)
        raise typer.Exit(1)
    files.keep(folder, files.LABELS, together(given, filled.labels))
    left = f" Còn {filled.blank} câu để trống." if filled.blank else ""
    typer.echo(f"Đã nhận {len(filled.labels)} câu của {named}.{left}")


def _models(settings: Settings) -> tuple[Provider, Provider]:
    tutor, judge = provider_from(settings), judge_from(settings)
    if tutor is None:
        raise wrong_use(f"Chưa nối mô hình trợ lý: điền các dòng HOCVUSO_LLM_ trong .env. {GUIDE}")
    if judge is None:
        raise wrong_use(f"Chưa nối mô hình chấm: điền các dòng HOCVUSO_JUDGE_ trong .env. {GUIDE}")
    if is_own_judge(settings):
        raise wrong_use(
            f"Mô hình chấm trùng với mô hình trợ lý ({settings.llm_model}): không ai tự chấm bài mình. {GUIDE}"
        )
    return tutor, judge


def _kept(folder: Path) -> tuple[list[Item], list[Label]]:
    try:
        return files.read_items(folder), files.read_labels(folder)
    except files.Spoilt as spoilt:
        raise wrong_use(_spoilt(spoilt)) from None


def _spoilt(spoilt: files.Spoilt) -> str:
    return f"Tệp {spoilt.file}, dòng {spoilt.line}: đã bị sửa tay hoặc hỏng. Lấy lại bản đã lưu rồi làm tiếp."


def _questions(settings: Settings, folder: Path) -> list[Question]:
    catalogue: Catalogue = check_folders(settings.content_dirs, Clock(settings.clock).today(), KINDS).catalogue
    try:
        checks = files.read_checks(folder)
    except files.Spoilt as spoilt:
        raise wrong_use(_spoilt(spoilt)) from None
    return questions(catalogue, build_tutor(catalogue), checks)


async def _run(plan: Plan, tutor: Provider, judge: Provider) -> Report:
    try:
        return await judged_run(plan, tutor, judge)
    finally:
        await tutor.close()
        await judge.close()


async def _answers(provider: Provider, found: list[Question]) -> Mapping[str, str]:
    calls = Calls(len(found))
    answers: dict[str, str] = {}
    try:
        for question in found:
            if (answer := await model_answer(provider, question.known, calls)) is not None:
                answers[question.asked.row] = answer
    except ProviderDown as down:
        raise wrong_use(f"Mô hình trợ lý không trả lời ({down.why}). Chưa ghi gì.") from None
    finally:
        await provider.close()
    return answers
