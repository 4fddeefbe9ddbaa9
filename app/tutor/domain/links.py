"""Which addresses the tutor takes for good: it links no other, and quotes no lesson at a question that holds one.

Listed are the State's own and the makers' of what is taught; news is where a fact was read, and not where a learner is sent.
"""

import re
from typing import Final
from urllib.parse import urlsplit

LISTED: Final = ("gov.vn", "quochoi.vn", "support.google.com", "support.apple.com", "help.zalo.me")
# With nothing behind the host but words, and no run of four digits: what may hold a code or a password is not left alone.
ADDRESS = re.compile(
    r"https?://(?!\S*\d{4})(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+){1,4})(?:/[a-z/_-]{0,60})?(?=[\s,;!?)]|\.(?:\s|$)|$)",
    re.IGNORECASE,
)


def is_listed(url: str) -> bool:
    host = (urlsplit(url).hostname or "").lower()
    return any(host == one or host.endswith(f".{one}") for one in LISTED)


def has_strange_link(text: str) -> bool:
    """Whether an address stands there that is not listed."""
    return any(not is_listed(found[0]) for found in ADDRESS.finditer(text))
