"""A framework with some of its skills, as text: every kept line as it was typed."""

from collections.abc import Collection, Iterable, Mapping

from app.authoring.domain.exchange.data_rows import ID
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.frameworks import Framework
from app.courses.domain.yaml_text import Path, YamlText, fit, read_yaml


def with_only_skills(text: str, wanted: Collection[str]) -> str:
    """The framework with these skills alone and what they ask for first; "" when it has none of them. What cannot be cut
    by lines is kept whole."""
    yaml = read_yaml(text, 1, Reporter(""))
    framework: Framework | None = fit(Framework, yaml, Reporter("")) if yaml else None
    if yaml is None or framework is None:
        return text
    kept = _with_needed(framework.needs, wanted)
    unwanted = list(_unwanted(framework, kept))
    if not kept or not unwanted:
        return text if kept else ""
    groups = [
        group | {"ky-nang": skills}
        for group in yaml.data["nhom"]
        if (skills := [skill for skill in group["ky-nang"] if skill[ID] in kept])
    ]
    shorter = _without(text, yaml, unwanted)
    result = read_yaml(shorter, 1, Reporter(""))
    return shorter if result is not None and result.data == yaml.data | {"nhom": groups} else text


def _unwanted(framework: Framework, kept: Collection[str]) -> Iterable[Path]:
    """The skills that go, or the group where all of them do."""
    for number, group in enumerate(framework.groups):
        gone = [at for at, skill in enumerate(group.skills) if skill.id not in kept]
        if len(gone) == len(group.skills):
            yield ("nhom", number)
        else:
            yield from (("nhom", number, "ky-nang", at) for at in gone)


def _with_needed(needs: Mapping[str, Collection[str]], wanted: Collection[str]) -> set[str]:
    found: set[str] = set()
    waiting = [skill for skill in wanted if skill in needs]
    while waiting:
        skill = waiting.pop()
        if skill not in found:
            found.add(skill)
            waiting += needs[skill]
    return found


def _without(text: str, yaml: YamlText, unwanted: Iterable[Path]) -> str:
    lines = text.splitlines(keepends=True)
    for start, end in sorted((_span(path, yaml, len(lines)) for path in unwanted), reverse=True):
        del lines[start:end]
    return "".join(lines)


def _span(path: Path, yaml: YamlText, count: int) -> tuple[int, int]:
    """The lines from where this part starts to where the next part that is not inside it does."""
    start = yaml.lines[path]
    after = [line for other, line in yaml.lines.items() if line > start and other[: len(path)] != path]
    return start - 1, min(after, default=count + 1) - 1
