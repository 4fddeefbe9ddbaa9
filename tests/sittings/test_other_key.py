"""Two services that differ in nothing but what is right in the certification bank: until somebody has answered, and whoever
passes a task over has not, they send the same bytes."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from app.core import ids
from app.main import create_app
from app.quiz.domain.simulation.screens import Simulation
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.shared_database import copy_sqlite
from tests.sittings.phone import BEGIN, Phone
from tests.sittings.sample_bank import EACH, write_bank
from tests.web.wire import FORM, Reply, Wire

# In every kind something else is right, in the same words.
SWAPS = {
    "- [ ] Đọc mã cho họ": "- [x] Đọc mã cho họ",
    "- [x] Cúp máy": "- [ ] Cúp máy",
    "1. Mở ứng dụng số": "1. Nhập số",
    "2. Nhập số": "2. Mở ứng dụng số",
    "- [x] công an phường": "- [x] công an huyện",
}
LEADS_ON = re.compile(r"(- nút \*\*Cài đặt\*\*)( -> Cài đặt \w)\n(- nút \*\*Trò chơi\*\*)\n(  > .*)\n")
WORDS = re.compile("|".join(map(re.escape, SWAPS)))
SITTINGS, TOKENS = 6, 5_000
KINDS = {"cau-hoi", "sap-xep", "dien-chu", "tap-bam"}


def other_key(text: str) -> str:
    """Buttons stay where they are on the screen; another one leads on."""
    return LEADS_ON.sub(r"\1\n\4\n\3\2\n", WORDS.sub(lambda found: SWAPS[found[0]], text))


def replay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens, ids and the seeds by which tasks are chosen come in the same sequence."""
    chance, numbers = Random(0), Random(1)  # noqa: S311 - the same chance twice is what is wanted
    monkeypatch.setattr(ids, "_spare_tokens", ids._tokens_of(chance.randbytes(16 * TOKENS)))
    monkeypatch.setattr(ids, "secrets", SimpleNamespace(randbits=numbers.getrandbits))


def sent(reply: Reply) -> tuple[int, tuple[tuple[str, str], ...], str]:
    return reply.status, reply.headers, reply.text


FORMS: tuple[tuple[str, bool], ...] = (
    ("tra-loi", True),
    ("tam-nghi", True),
    ("", False),
    ("lam-tiep", True),
    ("", False),
)


def asked(app: PrebuiltPages, wire: Wire) -> Iterator[tuple[str, str, tuple[int, tuple[tuple[str, str], ...], str]]]:
    """The kind of each task, what was asked, and what came back: the page, a form that is not whole, a pause, passing over."""
    for number in range(SITTINGS):
        phone = Phone.new(app)
        url = phone.begin(ten=f"{BEGIN['ten']} {'ABCDEF'[number]}")
        headers = {
            "content-type": FORM,
            "cookie": "; ".join(f"{one.name}={one.value}" for one in phone.client.cookies.jar),
        }
        for _ in range(EACH):
            page = wire.send("GET", url, headers=headers)
            if 'name="khoa"' not in page.text:
                break
            key, content = phone.asked(url)
            kind = "tap-bam" if isinstance(content, Simulation) else content.kind
            yield kind, "page", sent(page)
            for path, is_form in FORMS:
                body = urlencode({"khoa": key}).encode() if is_form else b""
                target, method = f"{url}/{path}" if path else url, "POST" if is_form else "GET"
                yield kind, path, sent(wire.send(method, target, headers=headers, body=body))
            key, _ = phone.asked(url)
            passing = urlencode({"khoa": key, "cho-qua": "1"}).encode()
            yield kind, "cho-qua", sent(wire.send("POST", f"{url}/tra-loi", headers=headers, body=passing))


def test_what_is_right_changes_no_byte_of_a_sitting_before_the_answer(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for name in ("as it is", "swapped"):
        folder = tmp_path / name
        folder.mkdir()
        content = write_bank(folder / "content")
        if name == "swapped":
            for file in (content / "bank").glob("ct-*.md"):
                file.write_text(other_key(file.read_text("utf-8")), "utf-8")
        settings = make_settings(folder, copy_sqlite(migrated_sqlite, folder), content)
        app = create_app(settings.model_copy(update={"secret_key": SecretStr("k" * 32)}))
        library = app.app.state.library  # without its workers, which want chance of their own
        library.load()
        assert library.diagnostics == ()
        replay(monkeypatch)
        with closing(app.app.state.database), closing(Wire(app)) as wire:
            told.append(list(asked(app, wire)))
        monkeypatch.undo()
    assert {kind for kind, _, _ in told[0]} == KINDS
    assert [one for one in zip(*told, strict=True) if one[0] != one[1]] == []
