"""Every text that a file held, whoever put it there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Version:
    """`id` stands in addresses. `account_id` published it from the desk at that moment; None: it was found in the folder,
    where people work with git, and `at` is when it was last read anew."""

    id: str
    text: str
    at: datetime
    account_id: int | None


def history(
    published: Iterable[Version], found: Iterable[Version], file_text: str | None, now: datetime
) -> tuple[Version, ...]:
    """The newest first, what the file holds now at the head. What was found in the folder because the desk had put it
    there is told once; `file_text` is told even when it was never good enough to be read."""
    told = list(published)
    texts = {version.text for version in told}
    for version in sorted(found, key=lambda version: version.at, reverse=True):
        if version.text not in texts:  # the archive holds a text once more when the key of its versions has changed
            texts.add(version.text)
            told.append(version)
    told.sort(key=lambda version: version.at, reverse=True)
    if file_text is None:
        return tuple(told)
    current = next((version for version in told if version.text == file_text), None)
    if current is None:
        return (Version("tep", file_text, now, None), *told)
    return (current, *(version for version in told if version is not current))
