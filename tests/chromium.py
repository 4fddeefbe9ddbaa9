"""Debian's own Chromium, driven by Playwright, which downloads nothing. Best is the one without windows: where they are
only hidden, each phone costs four times as much, for bars and menus that nobody sees."""

import os
import shutil
from typing import Any

PROGRAM = os.environ.get("CHROMIUM") or next(
    (
        path
        for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
    "--renderer-process-limit=1",  # a process for each phone, which otherwise begins a second one with its first page
)  # fmt: skip
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True, "locale": "vi-VN",
}  # fmt: skip
