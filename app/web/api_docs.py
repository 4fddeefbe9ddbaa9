"""The API, described: an OpenAPI document, and a page made of it. (The framework's own page fetches a script from elsewhere.)"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.routing import iter_route_contexts

from app.web.errors import API
from app.web.pages import ApiDocsPage, ApiField, ApiOperation
from app.web.render import render

VERSION = "1"
router = APIRouter(include_in_schema=False)
Schema = Mapping[str, Any]


@router.get(f"{API}openapi.json", name="openapi")
def openapi(request: Request) -> JSONResponse:
    return JSONResponse(description_of(request.app))


@router.get("/api/docs", name="api_docs")
def api_docs(request: Request) -> HTMLResponse:
    described = description_of(request.app)
    operations = tuple(_operations(described))
    return render(request, ApiDocsPage("API · Học Vụ Số", operations, str(request.app.url_path_for("openapi"))))


def description_of(app: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1 of the addresses under API alone."""
    if app.openapi_schema is None:
        routes = [context for context in iter_route_contexts(app.routes) if str(context.path).startswith(API)]
        app.openapi_schema = get_openapi(title="Học Vụ Số", version=VERSION, routes=routes)
    return app.openapi_schema


def _operations(described: Schema) -> Iterator[ApiOperation]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
            yield ApiOperation(
                method.upper(),
                path,
                operation["summary"],
                operation.get("description", ""),
                tuple(_fields(content.get("schema", {}), described)),
                tuple(_fields(answer, described)),
                tuple(code for code in operation["responses"] if code != "200"),
                json.dumps(content["example"], ensure_ascii=False) if "example" in content else "",
            )


def _fields(schema: Schema, described: Schema) -> Iterator[ApiField]:
    found = _resolved(schema, described)
    for name, field in found.get("properties", {}).items():
        yield ApiField(name, _kind(field, described), name in found.get("required", ()))


def _kind(field: Schema, described: Schema) -> str:
    if "enum" in field:
        return " | ".join(map(str, field["enum"]))
    if "anyOf" in field:
        return " | ".join(_kind(one, described) for one in field["anyOf"])
    if field.get("type") == "array":
        parts = ", ".join(_resolved(field["items"], described).get("properties", {}))
        return f"list {{{parts}}}" if parts else f"list {_kind(field['items'], described)}"
    return str(field.get("type", ""))


def _resolved(schema: Schema, described: Schema) -> Schema:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Schema = described["components"]["schemas"][name] if name else schema
    return found
