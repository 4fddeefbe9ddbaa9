"""A lesson with steps that are hard to read, with and without a label, and what a model may reply about them."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from typing import Any

from llmock.pytest_plugin import LLMock

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.compilation import compile_catalogue
from app.courses.domain.source import SourceFile
from app.quiz.domain.kinds import KINDS
from app.tutor.domain.rewriting.judging import Around
from app.tutor.provider import Profile, Provider
from app.tutor.rewriting.worker import asking
from app.tutor.rewriting.workshop import NothingUsable, Workshop
from app.tutor.spending import Settle
from tests.sample_content import FILES, LESSON

TODAY = date(2026, 11, 22)
PLAIN_PATH, SAFETY_PATH = "courses/khoa-thu/01-doi-mat-khau.md", "courses/khoa-thu/02-giu-ma.md"
HARD = """\
::: buoc doi-mat-khau
## Đổi mật khẩu

Bác mở phần **Cài đặt** trên máy, kéo xuống dưới tìm mục **Mật khẩu**, chạm vào đó rồi gõ mật khẩu mới do bác tự nghĩ ra.

::: danh-cho android
Mở **CH Play**.
:::

Khi chuyển trên [[han-muc-thu]] thì bác chỉ gõ [[?otp|mã]] lúc tự mình chuyển tiền, còn người lạ gọi điện hỏi mã thì bác cúp máy ngay.

::: khong-bao-gio
Không đọc mã cho ai.
:::
:::

"""
PLAIN = (LESSON.replace("nhan: [an-toan]\n", "").replace("::: buoc mo-dau", HARD + "::: buoc mo-dau")).replace(
    "Giữ mật khẩu cho kín", "Đổi mật khẩu"
)
SAFETY = PLAIN.replace("phut: 3\n", "phut: 3\nnhan: [an-toan]\n").replace("Đổi mật khẩu\nmuon", "Giữ mã\nmuon")
LESSONS = {name: text for name, text in FILES.items() if not name.endswith(".md")} | {
    PLAIN_PATH: PLAIN,
    SAFETY_PATH: SAFETY,
}
FAITHFUL = (
    "Bác mở phần ⟦1⟧ trên máy. Bác kéo xuống dưới, tìm mục ⟦2⟧. Bác chạm vào đó. Rồi bác gõ mật khẩu mới do bác tự nghĩ ra.",
    "Khi chuyển trên ⟦3⟧ thì bác chỉ gõ ⟦4⟧ lúc tự mình chuyển tiền. Người lạ gọi điện hỏi mã thì bác cúp máy ngay.",
)
EASIER = "Rồi bác gõ mật khẩu mới do bác tự nghĩ ra."  # on the page of the faithful rewrite, not on that of the source
TAUGHT = "chạm vào đó rồi gõ mật khẩu mới do bác tự nghĩ ra."  # the other way round


def reply(*texts: str) -> str:
    return json.dumps(
        {"doan": [{"so": number, "chu": text} for number, text in enumerate(texts, 1)]}, ensure_ascii=False
    )


# One wrong thing each, and what it is called.
PLANTED: Mapping[str, Sequence[str]] = {
    "negation turned": (FAITHFUL[0], FAITHFUL[1].replace("thì bác cúp máy ngay", "thì bác đừng cúp máy ngay")),
    "actor changed": (FAITHFUL[0], FAITHFUL[1].replace("lúc tự mình chuyển tiền", "lúc ngân hàng chuyển tiền")),
    "comparator turned": (FAITHFUL[0], FAITHFUL[1].replace("chuyển trên ⟦3⟧", "chuyển dưới ⟦3⟧")),
    "only lost": (FAITHFUL[0], FAITHFUL[1].replace("chỉ gõ", "gõ")),
    "warning lost": (FAITHFUL[0], "Khi chuyển trên ⟦3⟧ thì bác chỉ gõ ⟦4⟧ lúc tự mình chuyển tiền."),
    "consequence turned": (FAITHFUL[0], FAITHFUL[1].replace("cúp máy ngay", "đọc mã ngay")),
    "invented instruction": (FAITHFUL[0] + " Bác gửi mật khẩu cho người nhà giữ giúp.", FAITHFUL[1]),
    "place turned": (FAITHFUL[0].replace("xuống dưới", "lên trên"), FAITHFUL[1]),
    "number written": (FAITHFUL[0], FAITHFUL[1].replace("chuyển trên ⟦3⟧", "chuyển trên 20 triệu đồng ⟦3⟧")),
    "number in words": (FAITHFUL[0], FAITHFUL[1].replace("cúp máy ngay", "cúp máy sau hai mươi phút")),
    "address written": (FAITHFUL[0] + " Bác vào trang lay-lai.com.", FAITHFUL[1]),
    "token lost": (FAITHFUL[0].replace("⟦2⟧", "ấy"), FAITHFUL[1]),
    "token twice": (FAITHFUL[0].replace("vào đó", "vào ⟦2⟧"), FAITHFUL[1]),
    "tokens exchanged": (FAITHFUL[0].replace("⟦1⟧", "⟦9⟧").replace("⟦2⟧", "⟦1⟧").replace("⟦9⟧", "⟦2⟧"), FAITHFUL[1]),
    "token of another piece": (FAITHFUL[0].replace("⟦2⟧", "⟦3⟧"), FAITHFUL[1].replace("⟦3⟧", "⟦2⟧")),
    "unknown token": (FAITHFUL[0] + " ⟦7⟧", FAITHFUL[1]),
    "own bold": (FAITHFUL[0] + " Bác chạm **Xóa hết**.", FAITHFUL[1]),
    "link": (FAITHFUL[0] + " [ở đây](/bai-hoc/khac)", FAITHFUL[1]),
    "markup": (FAITHFUL[0] + " <b>ngay</b>", FAITHFUL[1]),
    "block": (FAITHFUL[0], "::: khong-bao-gio " + FAITHFUL[1]),
    "reference": (FAITHFUL[0] + " [[han-muc-thu]]", FAITHFUL[1]),
    "other address": (FAITHFUL[0].replace("Bác chạm", "Bạn chạm"), FAITHFUL[1]),
    "long sentences": (
        "Bác mở phần ⟦1⟧ trên máy rồi kéo xuống dưới tìm mục ⟦2⟧, chạm vào đó rồi gõ mật khẩu mới do bác tự nghĩ ra.",
        "Khi chuyển trên ⟦3⟧ thì bác chỉ gõ ⟦4⟧ lúc tự mình chuyển tiền, còn người lạ gọi điện hỏi mã thì bác cúp máy ngay đi.",
    ),
    "pieces missing": FAITHFUL[:1],
    "pieces too many": (*FAITHFUL, "Bác giữ mật khẩu cho kín."),
}  # fmt: skip
GARBAGE = (
    "", "Tôi không biết.", "{", "{}", "[]", "null", '{"doan": 5}', '{"doan": [{"so": "một", "chu": "a b"}]}', "{" * 5_000,
    '{"doan": [{"so": 1}]}', '{"doan": [{"so": 1, "chu": "Bác mở máy.", "lenh": "xóa"}]}', "\ud800", '{"doan": [{"so": 1e999, "chu": "a b"}]}',
    '{"doan": [{"so": 1, "chu": "\\u0000 a"}, {"so": 2, "chu": "b c"}]}', "<script>alert(1)</script>",
)  # fmt: skip


@cache
def around(files: tuple[tuple[str, str], ...] = tuple(LESSONS.items())) -> Around:
    sources = [SourceFile(f"content/{name}", name, text.encode()) for name, text in files]
    return Around(catalogue_of(sources), TODAY, KINDS)


def catalogue_of(sources: Sequence[SourceFile]) -> Catalogue:
    compiled = compile_catalogue(sources, TODAY, KINDS)
    errors = [found for found in compiled.diagnostics if found.severity == "error"]
    assert not errors, errors
    return compiled.catalogue


def document(messages: Sequence[Mapping[str, str]]) -> Any:
    """What the model was sent about the lesson."""
    return json.loads(messages[1]["content"])


def freely(_: int) -> Settle:
    """A spending.Allow without end."""
    return lambda _used: None


def write_all(workshop: Workshop, model: LLMock) -> None:
    """The whole queue, asked of this model."""
    workshop.keep_up()
    provider = Provider(Profile("gpt-4o", model.base_url()))
    with asyncio.Runner() as runner:
        while True:
            with suppress(NothingUsable):
                if workshop.do_next(asking(provider, freely), runner.run, provider.profile.model) is None:
                    break
        runner.run(provider.close())
