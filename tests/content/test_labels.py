"""A lesson that says what must never be done with money, codes, papers or medicine carries a label, so that no model
rewords it unread."""

import re

from tests.content.shipped import CATALOGUE

NEVER = re.compile(r"^::: khong-bao-gio\n(.*?)^:::", re.MULTILINE | re.DOTALL)
GRAVE = re.compile(r"\b(mật khẩu|mã|thuốc|tiền|căn cước|ảnh thẻ|người lạ)\b", re.IGNORECASE)
SECRETS = re.compile(r"\bOTP\b|\?otp|mã khóa|lệ phí", re.IGNORECASE)


def test_no_lesson_about_secrets_papers_medicine_or_money_lacks_a_label() -> None:
    bare = {slug: lesson.source for slug, lesson in CATALOGUE.lessons.items() if not CATALOGUE.labels[slug]}
    assert bare  # some lessons teach neither
    forbids = {slug for slug, source in bare.items() if GRAVE.search("".join(NEVER.findall(source)))}
    assert forbids == {slug for slug, source in bare.items() if SECRETS.search(source)} == set()
