"""`hocvuso integrity lots`: what is drawn by lot, with everything that is needed to draw it again."""

from datetime import datetime
from typing import Any

import typer
from sqlalchemy.orm import Session

from app.assessment.queries import month_of, seeds
from app.cli.invocation import AsJson, open_database, print_json, read_settings
from app.core.clock import Clock
from app.core.ids import digest
from app.integrity.closing import closing_of
from app.integrity.draws import all_draws
from app.integrity.models import RecheckDraw
from app.integrity.rechecks import drawn_sittings

HOW = """
Kiểm tra lại: hạt giống để rút là SHA-256 của "hạt giống/gốc đầu sổ cái". Tự tính: printf '%s/%s' HẠT-GIỐNG GỐC | sha256sum
Lượt thi bị rút khi 8 byte đầu của SHA-256 "hạt giống để rút/mã lượt thi" nhỏ hơn tỉ lệ nhân 2^64.
Đọc lần hai: hồ sơ được rút khi 13 chữ số đầu của SHA-256 "hạt giống, dấu cách, mã hồ sơ", chia cho 16^13, nhỏ hơn mục doc-lai của chuẩn.
Hạt giống nào cũng có dấu SHA-256 trong sổ cái từ trước (/so-cai)."""


def integrity_lots(as_json: AsJson = False) -> None:
    """Các lượt rút thăm: đợt kiểm tra lại, và hạt giống đọc lần hai của từng tháng; đủ để ai cũng rút lại được. Hạt giống chưa
    tới lúc mở thì không in."""
    settings = read_settings()
    now = Clock(settings.clock).now()
    with open_database(settings) as database, database.session(writes=False) as session:
        told = {
            "rechecks": [_recheck(session, draw) for draw in all_draws(session)],
            "second_readings": [_readings(month, seed, now) for month, seed in seeds(session)],
        }
    if as_json:
        print_json(told)
        return
    for draw in told["rechecks"]:
        _tell_recheck(draw)
    for one in told["second_readings"]:
        typer.echo(
            f"Đọc lần hai, tháng {one['month']}: dấu {one['seed_sha256']}, hạt giống {one['seed'] or 'mở khi hết tháng'}"
        )
    typer.echo(HOW)


def _recheck(session: Session, draw: RecheckDraw) -> dict[str, Any]:
    """`sittings`: the tokens that were drawn, in the order of the lot."""
    closing = closing_of(session.connection(), draw)
    about = {
        "first": draw.first_day.isoformat(), "last": draw.last_day.isoformat(), "rate": draw.rate,
        "log_index": draw.log_index, "seed_sha256": digest(draw.seed),
    }  # fmt: skip
    if closing is None:
        return {**about, "seed": None}
    return {
        **about, "seed": draw.seed, "log_size": closing.size, "log_root": closing.root, "lot": closing.lot,
        "sittings": drawn_sittings(session, draw),
    }  # fmt: skip


def _readings(month: str, seed: str, now: datetime) -> dict[str, Any]:
    return {"month": month, "seed_sha256": digest(seed), "seed": seed if month < month_of(now) else None}


def _tell_recheck(draw: dict[str, Any]) -> None:
    typer.echo(
        f"Kiểm tra lại từ {draw['first']} đến {draw['last']}, {draw['rate'] * 100:.0f} %: "
        f"dấu {draw['seed_sha256']}, dòng {draw['log_index']} của sổ cái"
    )
    if draw["seed"] is None:
        typer.echo("  hạt giống mở sau ngày cuối")
        return
    typer.echo(f"  hạt giống {draw['seed']}")
    typer.echo(f"  đầu sổ cái {draw['log_size']} dòng, gốc {draw['log_root']}")
    typer.echo(f"  hạt giống để rút {draw['lot']}")
    typer.echo(f"  {len(draw['sittings'])} lượt thi bị rút: {' '.join(draw['sittings'])}")
