"""Where a file stands in its content root says what it is: a lesson, a list of facts, a framework."""

import re
from collections.abc import Iterable

from app.courses.domain.source import COMMUNES, SourceFile

LESSON_NAME = re.compile(r"(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
LONGEST_PATH = 200  # as the archive's column
DATA_FOLDERS = frozenset({"facts", "glossary", "tutor", "frameworks", "standards"})  # of YAML files, without folders


def is_read(place: str) -> bool:
    """Whether something is made of a file here. `place`: from the content root on."""
    folder, _, rest = place.partition("/")
    parts = rest.split("/")
    if folder in DATA_FOLDERS:
        return len(parts) == 1 and rest.endswith(".yaml")
    if folder == "courses":
        return len(parts) == 2 and (parts[1] == "course.yaml" or LESSON_NAME.fullmatch(parts[1]) is not None)
    return rest.endswith(".md") if folder == "bank" else folder == COMMUNES and not rest


def roots_for_practice(files: Iterable[SourceFile]) -> frozenset[str]:
    """Names of the roots with no file in `standards/`, broken ones counted: see Catalogue.is_sealed."""
    folders = {(file.path.partition("/")[0], file.relative.partition("/")[0]) for file in files}
    return frozenset(root for root, _ in folders if (root, "standards") not in folders)
