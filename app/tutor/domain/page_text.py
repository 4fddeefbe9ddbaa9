"""What stands on a page, paragraph by paragraph: the HTML of steps as plain text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser

PARAGRAPHS = frozenset({"p", "li", "h3", "blockquote", "pre"})
LONGEST_LIST = 5  # items that still make one quotation with the line that leads to them


@dataclass(frozen=True)
class Paragraph:
    """`text`: with single spaces. `facts`: the values of facts that stand in it. `list_at`: where in the text the list
    begins that its line leads to; None without one. `is_part`: says nothing alone, since the list that it belongs to is too
    long to be quoted whole."""

    text: str
    facts: tuple[str, ...] = ()
    is_item: bool = False
    list_at: int | None = None
    is_part: bool = False


def paragraphs(html: str) -> tuple[Paragraph, ...]:
    """In their order, without the titles of boxes; a line together with the short list that it leads to, since neither says
    anything alone."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(_with_their_lists(reader.found))


def _with_their_lists(found: list[Paragraph]) -> Iterator[Paragraph]:
    place = 0
    while place < len(found):
        lead, place = found[place], place + 1
        end = place
        while end < len(found) and found[end].is_item:
            end += 1
        items = [] if lead.is_item else found[place:end]
        place += len(items)
        if len(items) > LONGEST_LIST:
            yield replace(lead, is_part=lead.text.endswith(":"))
            yield from (replace(item, is_part=True) for item in items)
        elif items:
            whole = [lead, *items]
            facts = tuple(fact for one in whole for fact in one.facts)
            yield Paragraph(" ".join(one.text for one in whole), facts, list_at=len(lead.text))
        else:
            yield lead


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Paragraph] = []
        self._text: list[str] = []
        self._facts: list[str] = []
        self._fact: list[str] | None = None
        self._is_item = self._is_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PARAGRAPHS:
            self._end()
            self._is_item = self._is_item or tag == "li"
            self._is_title = ("class", "callout-title") in attrs
        elif ("class", "fact") in attrs:
            self._fact = []

    def handle_endtag(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self._end()
            self._is_item = self._is_title = False
        elif tag in ("span", "a") and self._fact is not None:
            self._facts.append("".join(self._fact))
            self._fact = None

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if self._fact is not None:
            self._fact.append(data)

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        text = " ".join("".join(self._text).split())
        if text and not self._is_title:
            self.found.append(Paragraph(text, tuple(self._facts), self._is_item))
        self._text, self._facts = [], []
