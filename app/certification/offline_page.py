"""The page that checks certificates without a network: one file with our public keys, what was revoked, and a script.

Whoever saves it trusts what we were on that day. It can load nothing and send nothing: its own policy forbids all but its
own script and style, by their hashes.
"""

import json
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from app.certification.domain.attachment import FORMAT
from app.certification.domain.credential import Issuer, JsonObject
from app.certification.domain.tokens import ORDER
from app.core.clock import VIETNAM

PARTS = Path(__file__).parent / "offline"
NAME = "kiem-tra-giay-xac-nhan.html"


@cache
def _part(name: str) -> str:
    return (PARTS / name).read_text("utf-8")


def _source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


CSP = (
    f"default-src 'none'; script-src {_source(_part('check.js'))}; style-src {_source(_part('check.css'))}; "
    "base-uri 'none'; form-action 'none'"
)


def offline_page(keys: JsonObject, lists: Iterable[str], issuer: Issuer, now: datetime) -> str:
    """`keys` as published; `lists`: the signed lists of what was revoked, from the first."""
    known = {
        "keys": keys["keys"],
        "lists": list(lists),
        "issuer": issuer.url,
        "format": FORMAT,
        "order": str(ORDER),
        "saved": f"{now.astimezone(VIETNAM):%d/%m/%Y}",
        "moment": int(now.timestamp()),
    }
    data = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
    page = _part("check.html")
    for name, value in (("csp", CSP), ("style", _part("check.css")), ("script", _part("check.js")), ("known", data)):
        page = page.replace("{{ " + name + " }}", value)
    return page
