"""The tree of the README leads to files that are there, a line for each place."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ROWS = re.search(r"## The tree\n\n```\n(.*?)```", (PROJECT / "README.md").read_text("utf-8"), re.DOTALL)
FILE = re.compile(r"(?<![\w<>/-])[\w/-]+\.(?:py|js|css|typ|html|md)\b")
LONGEST = 110  # characters of a row


def test_tree_of_the_readme_leads_to_what_is_there() -> None:
    assert ROWS is not None
    lost, folder = [], PROJECT
    for row in ROWS[1].splitlines():
        name, told = row.split(maxsplit=1)
        place = (folder if row.startswith(" ") else PROJECT) / name
        folder = folder if row.startswith(" ") else place
        lost += [] if place.exists() else [name]
        around = [place, place.parent, folder, folder / "domain", PROJECT / "app"]
        lost += [file for file in FILE.findall(told) if not any((one / file).exists() for one in around)]
        lost += [row] if len(row) > LONGEST else []
    assert lost == []


def test_every_package_has_a_row() -> None:
    assert ROWS is not None
    packages = {f"app/{one.parent.name}/" for one in (PROJECT / "app").glob("*/__init__.py")}
    assert packages - {row.split()[0] for row in ROWS[1].splitlines()} == set()
