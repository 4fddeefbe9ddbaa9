"""What the tutor says of itself, beside what it quotes from lessons: written by teachers, one row a situation."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field, StringConstraints

from app.courses.domain.blocks import Prose
from app.courses.domain.facts import Fact, Row
from app.courses.domain.markdown import Writing, render_markdown
from app.courses.domain.yaml_text import YamlText, fit

Situation: TypeAlias = Literal[
    "khan-cap",
    "tuyet-vong",
    "cap-cuu",
    "ma-bi-mat",
    "co-the-la-ma",
    "thong-tin-rieng",
    "khong-lam-ho",
    "khong-giup-hai",
    "cau-la-lenh",
    "chua-co-bai",
    "hoi-lai",
    "chao-hoi",
    "cam-on",
    "may-tra-loi",
    "dang-thi",
]
SITUATIONS: frozenset[str] = frozenset(get_args(Situation))
LONGEST = 60  # syllables: one look at a small screen


class WordingRow(Row):
    """As teachers write it: `loi` like the text of a step."""

    id: Situation = Field(alias="ma")
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=800)] = Field(alias="loi")


@dataclass(frozen=True)
class Wording:
    """`text`: its paragraphs, a line each. `facts` stand in it, `lessons` are linked in it. It stands in the file `path`."""

    situation: Situation
    html: str
    text: str
    facts: tuple[Fact, ...]
    lessons: tuple[str, ...]
    path: str


def read_wordings(yaml_text: YamlText, writing: Writing) -> Iterator[tuple[Wording, int]]:
    """Every row that can be read with its line in the file; each fault reported at its line."""
    for index in range(len(yaml_text.data)):
        row: WordingRow | None = fit(WordingRow, yaml_text, writing.reporter, (index,))
        if row is not None:
            yield _wording(row, yaml_text.line((index, "loi")), writing), yaml_text.line((index,))


def _wording(row: WordingRow, line: int, writing: Writing) -> Wording:
    own = Writing(writing.facts, writing.terms, writing.skills, writing.today, writing.reporter)
    html = render_markdown(Prose(row.words, line), own)
    writing.lesson_links += own.lesson_links
    text = _Lines(html).text
    syllables = sum(any(character.isalnum() for character in word) for word in text.split())
    if syllables > LONGEST:
        message = f"Lời `{row.id}` dài quá: {syllables} tiếng, nhiều nhất {LONGEST}. Bớt chữ, mỗi câu một ý."
        writing.reporter.error(line, "long-wording", message)
    lessons = tuple(link.lesson for link in own.lesson_links)
    return Wording(row.id, html, text, tuple(own.used_facts.values()), lessons, writing.reporter.file)


class _Lines(HTMLParser):
    """The text of some HTML, a line for every paragraph and item."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._parts: list[str] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._parts).split("\0"))
        return "\n".join(line for line in lines if line)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._parts.append("\0" if tag in ("p", "li") else "")

    def handle_data(self, data: str) -> None:
        self._parts.append(data)
