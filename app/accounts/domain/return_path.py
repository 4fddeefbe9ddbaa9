"""Where to go after signing in: only to a page of this very site."""

import unicodedata

LONGEST = 500  # characters


def local_path(value: str) -> str:
    """The value when it is a path on this site, else "". Browsers read "//" and any backslash as another host, and drop
    control characters before they look."""
    if len(value) > LONGEST or not value.startswith("/") or value.startswith("//") or "\\" in value:
        return ""
    return value if all(unicodedata.category(c)[0] not in "CZ" for c in value) else ""
