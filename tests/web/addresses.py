"""Every route of the application as an address that can be called."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

OPERATORS = {"healthz", "readyz", "metrics"}
API = {"tutor_answer", "openapi", "log_head", "log_entry", "log_proof", "log_consistency"}
MACHINES = (
    OPERATORS | API | {"jwks", "revocations", "verify_offline"}
)  # they answer programs, or with a file of its own kind
DOWNLOADS = {
    "download_data", "download_text", "download_messages", "export", "certificate_pdf", "certificate_file",
    "decision_register",
}  # fmt: skip
LEAVING = {"erase", "leave_device", "sign_out"}
SAMPLES = {
    "lesson": "giu-mat-khau",
    "question": "ai-hoi-ma",
    "drill": "khong-co",
    "simulation": "ai-hoi-ma",
    "step": "mo-dau",
    "slug": "giu-mat-khau",
    "draft_id": "1",
    "comment_id": "1",
    "rewrite_id": "1",
    "number": "1",
    "reader": "nguoi-cao-tuoi.",
    "login": "khong-co-ai",
    "token": "khong-co-khong-co-kho0",
    "code": "KHONG-CO",
    "framework": "nguoi-dan",
    "version": "1",
    "card": "A" * 22,
    "path": "content/courses/khoa-thu/01-giu-mat-khau.md",
}


@dataclass(frozen=True)
class Address:
    route: str
    method: str
    template: str

    def url(self, **parameters: str) -> str:
        url = self.template.replace(":path}", "}").replace(":int}", "}")
        for name, value in {**SAMPLES, **parameters}.items():
            url = url.replace(
                f"{{{name}}}", quote(value.encode("utf-8", "surrogatepass"), safe="/" if name == "path" else "")
            )
        return url

    @property
    def is_safe(self) -> bool:
        return self.method == "GET"


def addresses(app: FastAPI) -> list[Address]:
    """Reading before writing, leaving last: so they can be called one after the other as one person."""
    found = [
        Address(str(context.name), method, str(context.path))
        for context in iter_route_contexts(app.routes)
        for method in (context.methods or set()) - {"HEAD"}
    ]
    return sorted(found, key=lambda address: (not address.is_safe, address.route in LEAVING, address.route))


def pages(found: Iterable[Address]) -> list[Address]:
    """Those that show a page to people."""
    return [address for address in found if address.is_safe and address.route not in MACHINES | DOWNLOADS]
