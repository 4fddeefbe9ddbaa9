"""Where to go back to after a page on the way (signing in, handing the phone back): only to a page of this very site."""

import unicodedata
from urllib.parse import urlencode

LONGEST = 500  # characters
FIELD = "toi"  # its name in addresses and forms


def local_path(value: str) -> str:
    """The value when it is a path on this site, else "". Browsers read "//" and any backslash as another host, and drop
    control characters before they look."""
    if len(value) > LONGEST or not value.startswith("/") or value.startswith("//") or "\\" in value:
        return ""
    return value if all(unicodedata.category(c)[0] not in "CZ" for c in value) else ""


def with_return(path: str, wanted: str) -> str:
    """The path of a page on the way, which remembers where the person wanted to go ("" for nowhere in particular)."""
    return f"{path}?{urlencode({FIELD: wanted})}" if wanted else path
