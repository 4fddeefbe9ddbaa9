"""How lessons are shown is chosen on the page "Ai đang học?"."""

import pytest
from starlette.testclient import TestClient


def test_reading_is_chosen_and_shown(client: TestClient) -> None:
    saved = client.post("/tai-khoan/cach-doc", data={"doi-tuong": "nguoi-dan", "may": "iphone"})
    assert (saved.status_code, saved.headers["location"]) == (303, "/tai-khoan?da-luu=1")
    page = client.get("/tai-khoan?da-luu=1").text
    assert "Đã lưu rồi" in page
    assert 'value="nguoi-dan" checked' in page
    assert 'value="iphone" checked' in page


@pytest.mark.parametrize(
    "form", [{}, {"doi-tuong": "vua"}, {"doi-tuong": "nguoi-dan", "may": "nokia"}, {"may": "iphone"}]
)
def test_unknown_reading_is_refused(client: TestClient, form: dict[str, str]) -> None:
    refused = client.post("/tai-khoan/cach-doc", data=form)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert "kieu" not in client.cookies
