"""Routers inside routers become one list, of which each route is as if it had stood there."""

import pytest
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient

from app.web.flat_routes import flat_routes

heard: list[str] = []


def hear(request: Request) -> None:
    heard.append(f"first {request.url.path}")


def refuse(request: Request) -> None:
    heard.append("then")
    if "shut" in request.url.path:
        raise HTTPException(403)


inner = APIRouter(prefix="/inside", default_response_class=HTMLResponse, dependencies=[Depends(refuse)])
middle = APIRouter()
last = APIRouter()


@inner.get("/{place}", name="place")
def place(place: str) -> str:
    return f"<p>{place}</p>"


@inner.post("/{place}", name="write", status_code=201)
def write(place: str) -> str:
    return place


@last.get("/inside/late", name="late")
def late() -> str:
    return "not reached: what stands before it answers"


middle.include_router(inner)


@pytest.fixture
def client() -> TestClient:
    heard.clear()
    app = FastAPI()
    app.router.routes.extend(flat_routes([middle, last], [Depends(hear)]))
    return TestClient(app)


def test_route_keeps_its_prefix_its_kind_of_answer_and_its_place(client: TestClient) -> None:
    reply = client.get("/inside/late")
    assert (reply.status_code, reply.text, reply.headers["content-type"]) == (
        200, "<p>late</p>", "text/html; charset=utf-8",
    )  # fmt: skip
    assert client.post("/inside/late").status_code == 201
    assert client.put("/inside/late").status_code == 405
    assert client.get("/late").status_code == 404


def test_what_all_routes_ask_for_comes_before_what_its_router_asks_for(client: TestClient) -> None:
    assert client.get("/inside/shut").status_code == 403
    assert heard == ["first /inside/shut", "then"]
    assert client.post("/inside/open").status_code == 201
    assert heard[2:] == ["first /inside/open", "then"]
