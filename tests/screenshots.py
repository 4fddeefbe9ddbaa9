"""The pictures of the README, `./run screenshots`: a lesson step, and a question with its feedback."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.core.config import PROJECT
from tests.chromium import FLAGS, PHONE, PROGRAM
from tests.live_service import live_service

PICTURES = PROJECT / "docs" / "pictures"
SIZE = {"width": 360, "height": 720}
MOST_BYTES = 150_000
STEP = "/bai-hoc/hai-muc-dinh-danh?buoc=2"
QUESTION = "/bai-hoc/hai-muc-dinh-danh/cau-hoi/khong-co-muc-ba"
CHOICE = "VNeID không có mức ba, mình bỏ qua tin này"


def main() -> int:
    if PROGRAM is None:
        print("Chromium is needed (Debian, Ubuntu: apt-get install chromium fonts-roboto).", file=sys.stderr)  # noqa: T201
        return 2
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        live_service(Path(folder)) as service,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=PROGRAM, args=list(FLAGS)) as browser,
        browser.new_context(
            **{**PHONE, "viewport": SIZE, "device_scale_factor": 2, "color_scheme": "light", "base_url": service.url}
        ) as phone,
    ):
        page = phone.new_page()
        page.goto("/tai-khoan")
        page.get_by_label("Tên hay gọi ở nhà").fill("bác Tư")
        page.get_by_role("button", name="Đặt tên").tap()
        page.get_by_role("heading", name="Chào bác Tư").wait_for()
        page.goto(STEP)
        _take(page, "hoc")
        page.goto(QUESTION)
        page.get_by_text(CHOICE).tap()
        page.get_by_role("button", name="Trả lời").tap()
        page.locator(".outcome").wait_for()
        _take(page, "hoi")
    return 0


def _take(page: Page, name: str) -> None:
    picture = page.screenshot(path=PICTURES / f"{name}.png", animations="disabled", caret="hide")
    if len(picture) > MOST_BYTES:
        raise SystemExit(f"{name}.png has {len(picture)} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    sys.exit(main())
