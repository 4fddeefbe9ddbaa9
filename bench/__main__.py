"""`python -m bench` lists the benchmarks; `python -m bench NAME` runs one."""

import ast
import sys
from importlib import import_module
from pathlib import Path


def main() -> int:
    """Exits as the benchmark does: 0 when its goals are met, 1 when one is missed, 2 when it cannot run."""
    files = {file.stem: file for file in sorted(Path(__file__).parent.glob("[!_]*.py"))}
    if len(sys.argv) < 2:
        for name, file in files.items():
            print(f"{name:<16}{_first_line(file)}")
        return 0
    name, *rest = sys.argv[1:]
    if name not in files:
        print(f"No benchmark {name}. There are: {', '.join(files)}", file=sys.stderr)
        return 2
    sys.argv = [f"bench {name}", *rest]
    exit_code: int = import_module(f"bench.{name}").main()
    return exit_code


def _first_line(file: Path) -> str:
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main())
