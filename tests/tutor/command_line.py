"""`hocvuso tutor` with the lessons that ship, away from the machine's own settings."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.core.config import PROJECT


def stand_alone(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    for name in [name for name in os.environ if name.startswith("HOCVUSO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOCVUSO_VAR_DIR", str(folder / "var"))
    monkeypatch.setenv("HOCVUSO_CONTENT_DIRS", str(PROJECT / "content"))
    monkeypatch.setenv("HOCVUSO_CLOCK", "2026-11-22T12:00:00")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["tutor", *arguments])
