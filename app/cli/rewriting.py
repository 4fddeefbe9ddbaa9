"""`hocvuso tutor rewrite`: easier words for steps, made by the language model, for instance every night."""

import asyncio
import logging
from dataclasses import asdict
from typing import Annotated, Literal

import typer

from app.cli.invocation import AsJson, open_database, print_json, read_settings, wrong_use
from app.core.clock import Clock
from app.core.config import Settings
from app.core.logging import configure_logging
from app.courses.library import ContentLibrary
from app.quiz.domain.kinds import KINDS
from app.tutor.provider import Provider, ProviderDown, provider_from
from app.tutor.rewriting.queries import tally
from app.tutor.rewriting.worker import MOST_CHARACTERS, asking
from app.tutor.rewriting.workshop import NothingUsable, Workshop
from app.tutor.rewriting.writing import NotNow
from app.tutor.spending import allowing, limits_of

Ended = Literal["done", "most", "model", "allowance"]
WHY: dict[Ended, str] = {
    "done": "Không còn bước nào chờ.",
    "most": "Đã đủ số bước của lần này. Các bước còn lại chờ lần sau.",
    "model": "Máy viết đang bận hoặc đang nghỉ. Các bước còn lại chờ lần sau.",
    "allowance": "Trợ lý AI đang tắt, hoặc đã hết hạn mức. Các bước còn lại chờ lần sau.",
}


def tutor_rewrite(
    most: Annotated[int, typer.Option(min=1, help="Nhiều nhất bấy nhiêu bước trong lần này.")] = 1_000,
    as_json: AsJson = False,
) -> None:
    """Nhờ mô hình viết lại các bước khó cho người đọc chậm; dừng giữa chừng thì lần sau làm tiếp. Dừng vì mô hình: mã thoát 1."""
    settings = read_settings()
    provider = provider_from(settings)
    if provider is None:
        raise wrong_use("Chưa nối với mô hình ngôn ngữ nào: xem các dòng HOCVUSO_LLM_ trong .env.example.")
    configure_logging(logging.WARNING)  # on its own way out: what is printed is the answer
    with open_database(settings) as database:
        clock = Clock(settings.clock)
        library = ContentLibrary(settings.content_dirs, database, clock, KINDS, settings.secret)
        library.refresh()
        workshop = Workshop(database, library, clock)
        new = workshop.keep_up(provider.profile.model)
        ended, done = _work(settings, workshop, provider, most)
        with database.session(writes=False) as session:
            counted = tally(session)
    if as_json:
        print_json({"new": new, "done": done, "ended": ended, **asdict(counted)})
    else:
        states = counted.states
        typer.echo(f"{new} bước mới cần viết lại, lần này viết {done}. {WHY[ended]}")
        typer.echo(
            f"Người học thấy {states['accepted']}, chờ thầy cô {states['review']}, không dùng {states['rejected']}, còn chờ {states['queued']}."
        )
    raise typer.Exit(1 if ended == "model" else 0)


def _work(settings: Settings, workshop: Workshop, provider: Provider, most: int) -> tuple[Ended, int]:
    done = 0
    with asyncio.Runner() as runner:
        allow = allowing(workshop.database, workshop.clock, limits_of(settings), "rewrite", MOST_CHARACTERS)
        ask = asking(provider, allow)
        try:
            while done < most:
                if workshop.do_next(ask, runner.run, provider.profile.model) is None:
                    return "done", done
                done += 1
        except (ProviderDown, NothingUsable):
            return "model", done
        except NotNow:
            return "allowance", done
        finally:
            runner.run(provider.close())
    return "most", done
