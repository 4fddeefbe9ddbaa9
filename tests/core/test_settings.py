"""Settings come from the environment; what is unsafe in production does not start."""

import os
import re
import stat
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.core.config import LOOPBACK, PROJECT, Settings

EXAMPLE = (PROJECT / ".env.example").read_text(encoding="utf-8")
NAME = re.compile(r"^(?:# )?([A-Z_]+)=", re.MULTILINE)
LONG_KEY = "k" * 32


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside: neither a variable nor a .env file of the developer."""
    for name in [name for name in os.environ if name.startswith("HOCVUSO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCVUSO_VAR_DIR", str(tmp_path / "var"))


def test_example_names_every_setting_and_no_other() -> None:
    ours = [name for name in NAME.findall(EXAMPLE) if name.startswith("HOCVUSO_")]
    assert sorted(ours) == sorted(f"HOCVUSO_{name.upper()}" for name in Settings.model_fields)


def test_example_names_what_compose_asks_for() -> None:
    compose = (PROJECT / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{([A-Z_]+)", compose)) <= set(NAME.findall(EXAMPLE))


def test_every_name_in_example_is_explained_in_the_line_above() -> None:
    lines = EXAMPLE.splitlines()
    unexplained = [line for above, line in pairwise(lines) if NAME.match(line) and NAME.match(above)]
    assert unexplained == []


@pytest.mark.parametrize("text", [EXAMPLE, EXAMPLE.replace("# HOCVUSO_", "HOCVUSO_")], ids=["as it is", "uncommented"])
def test_copied_example_starts_in_development(text: str) -> None:
    Path(".env").write_text(text, encoding="utf-8")
    assert Settings().env == "dev"


def test_development_needs_no_setting(tmp_path: Path) -> None:
    settings = Settings()
    assert settings.demo is True
    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'hocvuso.sqlite'}"
    assert settings.content_dirs == (PROJECT / "content", PROJECT / "certification" / "content")


def test_bank_that_everybody_can_read_is_for_trying_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCVUSO_DEMO", "0")
    assert Settings().content_dirs == (PROJECT / "content",)
    monkeypatch.setenv("HOCVUSO_DEMO", "1")
    monkeypatch.setenv("HOCVUSO_CONTENT_DIRS", "content")
    assert Settings().content_dirs == (Path("content"),)


def test_production_starts_with_a_long_key_and_without_demo_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCVUSO_ENV", "prod")
    monkeypatch.setenv("HOCVUSO_SECRET_KEY", LONG_KEY)
    settings = Settings()
    assert settings.demo is False
    assert settings.secret == LONG_KEY.encode()


@pytest.mark.parametrize(
    ("variables", "culprit"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "k" * 31}, "SECRET_KEY"),
        ({"SECRET_KEY": LONG_KEY, "CLOCK": "2026-12-01T08:00:00+07:00"}, "CLOCK"),
        ({"SECRET_KEY": LONG_KEY, "DEMO": "true"}, "DEMO"),
    ],
)
def test_production_refuses(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], culprit: str) -> None:
    for name, value in {"ENV": "prod", **variables}.items():
        monkeypatch.setenv(f"HOCVUSO_{name}", value)
    with pytest.raises(ValidationError, match=f"HOCVUSO_{culprit}"):
        Settings()


def test_development_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    key = Settings().secret
    kept = tmp_path / "var" / "secret-key"
    assert len(key) >= 32
    assert kept.read_bytes() == key
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert Settings().secret == key


def test_given_key_is_not_written_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOCVUSO_SECRET_KEY", LONG_KEY)
    assert Settings().secret == LONG_KEY.encode()
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("address", "secure"),
    [
        ("https://hocvuso.example.vn", True),
        ("https://192.168.1.10", True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://192.168.1.10:8000", False),
        ("http://hocvuso.example.vn", False),
        ("http://localhost.example.vn", False),
    ],
)
def test_cookies_are_secure_over_https_and_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, address: str, secure: bool
) -> None:
    monkeypatch.setenv("HOCVUSO_PUBLIC_URL", address)
    assert Settings().secure_cookies is secure


def test_content_directories_are_split_like_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCVUSO_CONTENT_DIRS", os.pathsep.join(["content", " /srv/de-thi ", ""]))
    assert Settings().content_dirs == (Path("content"), Path("/srv/de-thi"))


@pytest.mark.parametrize(
    ("variables", "hosts"),
    [
        ({}, set()),
        ({"ALLOWED_HOSTS": ""}, set()),
        ({"ALLOWED_HOSTS": "Xa.vn"}, {"xa.vn", *LOOPBACK}),
        ({"ENV": "prod", "PUBLIC_URL": "https://Hoc.xa.vn:8443"}, {"hoc.xa.vn", *LOOPBACK}),
        ({"ENV": "prod", "PUBLIC_URL": "https://hoc.xa.vn", "ALLOWED_HOSTS": "xa.vn, 10.0.0.5"}, {"hoc.xa.vn", "xa.vn", "10.0.0.5", *LOOPBACK}),
        ({"ENV": "prod"}, LOOPBACK),
    ],
)  # fmt: skip
def test_production_answers_to_its_own_names_only(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], hosts: set[str]
) -> None:
    for name, value in {"SECRET_KEY": LONG_KEY, **variables}.items():
        monkeypatch.setenv(f"HOCVUSO_{name}", value)
    assert Settings().hosts == hosts
