"""A place that certifies nothing, as long as nobody has written a standard."""

import pytest
from starlette.testclient import TestClient

from tests.sittings.phone import BEGIN


@pytest.mark.parametrize("path", ["/chung-nhan", "/chung-nhan/bat-dau", "/chung-nhan/vao-lop"])
def test_pages_open_all_the_same(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_it_says_kindly_that_it_is_not_open(client: TestClient) -> None:
    assert "chưa mở phần cấp giấy xác nhận" in client.get("/chung-nhan").text


def test_nothing_begins(client: TestClient) -> None:
    reply = client.post("/chung-nhan/bat-dau", data=BEGIN)
    assert reply.status_code == 422
    assert "chưa mở phần cấp giấy xác nhận" in reply.text
