"""`python -m app …` in a process that is forked off the tests, with the program imported: what to start Python takes is spent
once, where a test starts the program from nothing."""

import os
import runpy
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import NoReturn

from app.core.config import PROJECT


def run_forked(arguments: Sequence[str], environment: Mapping[str, str]) -> "CompletedProcess[str]":
    """How it ended and what it wrote, as subprocess.run tells it. `environment` is added to ours."""
    with TemporaryDirectory() as folder:
        files = Path(folder) / "output", Path(folder) / "errors"
        child = os.fork()
        if child == 0:
            _become_program(arguments, environment, files)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        output, errors = (file.read_text("utf-8") for file in files)
    return CompletedProcess(["python", "-m", "app", *arguments], code, output, errors)


def _become_program(arguments: Sequence[str], environment: Mapping[str, str], files: tuple[Path, Path]) -> NoReturn:
    code = 1
    try:
        os.chdir(PROJECT)
        os.environ.update(environment)
        for number, file in enumerate(files, 1):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
        sys.stdout, sys.stderr = open(1, "w", encoding="utf-8"), open(2, "w", encoding="utf-8")  # noqa: SIM115
        sys.argv = ["hocvuso", *arguments]
        sys.modules.pop("app.__main__", None)  # it begins with itself
        runpy.run_module("app", run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
