"""Attempts to sign in, and addresses to which nobody may be sent afterwards."""

from httpx2 import Response
from starlette.testclient import TestClient

NOT_IT = "không phải câu này đâu"
NASTY = [
    "//evil.example", "///evil.example", "////evil.example", "//evil.example/%2f..", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "/\\/evil.example", "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example", " //evil.example", "\u00a0//evil.example",
    "https://evil.example", "HTTPS:evil.example", "https:/evil.example", "https:///evil.example", "http:evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//", "data:text/html,x", "vbscript:x", "evil.example", "@evil.example", ".evil.example", ":80/evil", "?toi=//evil.example",
    "#//evil.example", "/\u2028/evil.example", "/\u0085/evil.example", "/\u202e//evil", "/\r\nLocation: https://evil.example", "/\0//evil.example", "//[::1]",
    "/%09/evil.example", "/%5cevil.example", "/%2f%2fevil.example", "/.//evil.example", "/..//evil.example", "/;//evil.example", "/" + "a" * 600,
]  # fmt: skip


def attempt(client: TestClient, login: str, password: str = NOT_IT, toi: str = "", **headers: str) -> Response:
    form = {"ten-dang-nhap": login, "mat-khau": password, "toi": toi}
    return client.post(
        "/dang-nhap", data=form, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )
