"""The `hocvuso` command: thin, calls services. Exit code 0 success, 1 a finding, 2 wrong use."""

from app.cli.invocation import migrate
from app.cli.program import cli

__all__ = ["cli", "migrate"]
