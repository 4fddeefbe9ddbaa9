"""What is installed is pinned and hashed from nowhere in particular; the one door is plain POSIX sh; nothing local is kept."""

import re
import subprocess
from collections import Counter
from importlib.metadata import distribution
from pathlib import Path

import pytest

from app.core.config import PROJECT
from app.web.assets import HTMX, STATIC, Assets

LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"([a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,-]+\])?==([A-Za-z0-9.!+]+)(?: ; ([^\\]+))?")
# The newest numpy for the Python of Debian 12 is not the newest for later ones.
TWICE = [("numpy", "python_full_version < '3.12'"), ("numpy", "python_full_version >= '3.12'")]
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(lock: str) -> list[list[str]]:
    """The words of every requirement, its continued lines joined."""
    text = (PROJECT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def pins(lock: str) -> dict[tuple[str, str], str]:
    """Versions by name and marker ("" for any Python)."""
    found = {}
    for words in entries(lock):
        name, _, version = words[0].partition("==")
        marker = " ".join(words).split(" --hash", 1)[0].partition(";")[2]
        found[name, marker.strip()] = version
    return found


def names(lock: str) -> set[str]:
    return {name for name, _ in pins(lock)}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host_and_no_index(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in text.replace("-", " ").split()
    assert not re.search(r"(?m)^\s*-(?!-hash=)", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_once_with_hashes(lock: str) -> None:
    for words in entries(lock):
        requirement, *rest = " ".join(words).split(" --hash", 1)[0], *[word for word in words if word.startswith("--")]
        assert PIN.fullmatch(requirement.strip()), requirement
        assert rest, f"{requirement} has no hash"
        assert all(HASH.fullmatch(word) for word in rest), requirement
        assert len(rest) == len(set(rest))
    assert len(pins(lock)) == len(entries(lock)) > 20
    times = Counter(name for name, _ in pins(lock))
    assert [pin for pin in pins(lock) if times[pin[0]] > 1] == TWICE


def test_development_adds_to_what_is_served_and_changes_nothing() -> None:
    served, developed = pins(LOCKS[0]), pins(LOCKS[1])
    assert served.items() <= developed.items()
    assert {"pytest", "mypy", "ruff", "hypothesis"} <= names(LOCKS[1]) - names(LOCKS[0])


def test_every_dependency_of_the_project_is_in_the_lock() -> None:
    project = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.findall(
        r'(?m)^  "([a-z0-9-]+)', project[project.index("dependencies = [") : project.index("[dependency-groups]")]
    )
    assert len(wanted) >= 15
    assert set(wanted) <= names(LOCKS[0])


def test_unused_framework_is_not_installed() -> None:
    assert not {"django", "asgiref", "sqlparse"} & (names(LOCKS[0]) | names(LOCKS[1]))


def test_htmx_is_that_of_the_package_and_of_line_two() -> None:
    packaged = Path(str(distribution("django-htmx").locate_file(HTMX))).read_text(encoding="utf-8")
    version = re.search(r'version:"([^"]+)"', packaged)
    assert version
    assert re.fullmatch(r"2\.0\.\d+", version[1])
    served = [file.bodies[b""].decode() for path, file in Assets().files.items() if path.endswith(".js")]
    assert any(packaged in script for script in served)


def test_no_copy_of_a_foreign_script_is_kept() -> None:
    for path in STATIC.rglob("*"):
        assert path.stat().st_size < 60_000, path
        assert path.suffix not in (".map", ".woff", ".woff2", ".ttf"), path
    assert "htmx.org" not in "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))


def test_run_is_posix_sh() -> None:
    """By the machine's own sh, which is dash on Debian; BASHISMS below says the rest where it is another."""
    run = PROJECT / "run"
    assert run.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    checked = subprocess.run(["/bin/sh", "-n", run], capture_output=True, text=True, check=False)  # noqa: S603
    assert (checked.returncode, checked.stderr) == (0, "")


BASHISMS = {
    "double brackets": r"\[\[",
    "function keyword": r"(?m)^\s*function\s",
    "arrays": r"\w+=\(|\$\{\w+\[",
    "== in a test": r"\[ [^\]]*==",
    "here strings": r"<<<",
    "process substitution": r"[<>]\((?!\))",
    "source": r"(?m)^\s*source\s",
    "local": r"(?m)^\s*(?:local|declare|typeset)\s",
    "&> redirection": r"&>(?!&)",
    "pipefail": r"pipefail",
    "$'…' strings": r"\$'",
    "echo -e": r"echo -[en]",
    "substring expansion": r"\$\{\w+:\d|\$\{\w+//",
    "arithmetic command": r"(?m)^\s*\(\(",
    "{1..9}": r"\{\d+\.\.\d+\}",
}


@pytest.mark.parametrize("bashism", BASHISMS)
def test_run_uses_nothing_of_bash(bashism: str) -> None:
    lines = (PROJECT / "run").read_text(encoding="utf-8").splitlines()
    shell = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    assert not re.search(BASHISMS[bashism], shell)


def test_run_is_executable_and_alone_prints_its_commands() -> None:
    shown = subprocess.run([PROJECT / "run"], capture_output=True, text=True, check=False)  # noqa: S603
    assert shown.returncode == 0
    for command in ("serve", "test", "check", "bench", "hocvuso", "lock"):
        assert f"./run {command}" in shown.stdout


def test_run_refuses_an_unknown_command() -> None:
    refused = subprocess.run([PROJECT / "run", "nope"], capture_output=True, text=True, check=False)  # noqa: S603
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "./run serve" in refused.stderr


@pytest.mark.parametrize("local", ["var/", ".venv/", ".venv-dev/", ".env", "__pycache__/", "node_modules/", "*.pyc"])
def test_what_is_local_is_ignored(local: str) -> None:
    assert local in (PROJECT / ".gitignore").read_text(encoding="utf-8").split()
