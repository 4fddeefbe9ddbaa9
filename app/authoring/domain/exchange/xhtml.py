"""The HTML that the compiler makes (markdown, cleaned) as elements of an XML document."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

VOID = {"br", "hr"}
INLINE = {"strong", "em", "code", "a", "br", "span", "dfn"}


class _Builder(HTMLParser):
    def __init__(self, root: Element) -> None:
        super().__init__(convert_charrefs=True)
        self._stack = [root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: value for name, value in attrs if value and _is_kept(name, value)}
        element = SubElement(self._stack[-1], _sayable(tag, kept), kept)
        if tag not in VOID:
            self._stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self._stack) > 1:
            self._stack.pop()

    def handle_data(self, data: str) -> None:
        parent = self._stack[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data


def fill(parent: Element, html: str) -> Element:
    """Puts the HTML into the element, which it gives back."""
    builder = _Builder(parent)
    builder.feed(html.strip())
    builder.close()
    return parent


def fill_block(parent: Element, html: str) -> Element:
    """The same where only paragraphs and the like may stand: bare text gets a paragraph of its own."""
    trial = fill(Element("trial"), html)
    is_inline = bool((trial.text or "").strip()) or all(child.tag in INLINE for child in trial)
    fill(SubElement(parent, "p") if is_inline else parent, html)
    return parent


def _sayable(tag: str, attributes: dict[str, str]) -> str:
    """A link that leads into the service leads nowhere elsewhere."""
    return "span" if tag == "a" and "href" not in attributes else tag


def _is_kept(name: str, value: str) -> bool:
    return name == "class" or (name == "href" and value.startswith("https://"))
