"""How the person who reads is addressed: every page is written for "bác", and turned into the reader's own form here.

The whole page is turned, whoever wrote its pieces, so that no template, message or lesson has to think of it. What is
left as it is: people's own words, which templates put in `<bdi>` (HTML, 4.5.25: text of unknown origin) or which stand in
form fields; examples in `<code>`, which teachers write in backticks; and addresses, names and values inside of tags.
"""

import re
from collections.abc import Callable
from functools import lru_cache

WRITTEN = "bác"  # the form that every text is written in
# Not the syllable in other words: doctor, to reject, charity, to refute, learned. (It begins with what can be searched
# for quickly; what stands before is looked at afterwards.)
LEARNER = r"[Bb]ác\b(?! (?:sĩ|bỏ|ái)\b)(?<!\w[Bb]ác)(?<![Pp]hản bác)(?<![Uu]yên bác)"
# A tag, or a whole element whose text is not ours.
MARKUP = re.compile(
    r"""(?s)(<bdi\b.*?</bdi>|<code\b.*?</code>|<textarea\b.*?</textarea>|<script\b.*?</script>|<style\b.*?</style>
    |<[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>)""".replace("\n    ", "")
)
OURS = re.compile(r"<(?!(?:bdi|code|textarea|script|style)\b)")
ATTRIBUTE = re.compile(r'(?<= )(?:aria-label|aria-description|placeholder|title|alt|content)="[^"]*"')
WORD = re.compile(LEARNER)


def addressed(html: str, form: str) -> str:
    """The HTML with every "bác" that means the reader turned into the form ("em", "anh chị"), capital where it was."""
    turned = _turner(form)
    pieces = MARKUP.split(html)
    pieces[::2] = [WORD.sub(turned, text) if "ác" in text else text for text in pieces[::2]]
    pieces[1::2] = [_in_tag(markup, turned) if "ác" in markup else markup for markup in pieces[1::2]]
    return "".join(pieces)


def _in_tag(markup: str, turned: Callable[[re.Match[str]], str]) -> str:
    if not OURS.match(markup):
        return markup
    return ATTRIBUTE.sub(lambda attribute: WORD.sub(turned, attribute[0]), markup)


@lru_cache(maxsize=16)
def _turner(form: str) -> Callable[[re.Match[str]], str]:
    words = {WRITTEN: form, WRITTEN.capitalize(): form.capitalize()}
    return lambda word: words[word[0]]
