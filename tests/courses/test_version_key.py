"""A lesson's version stands in forms, and its text holds the key: nothing of it may be tried on the version."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.core.ids import is_version, version_of
from app.courses.library import ContentLibrary
from app.main import create_app
from app.quiz.domain.kinds import KINDS
from tests.cast import browser, show_question
from tests.conftest import make_settings
from tests.sample_content import FACT, FILES, KINDS_LESSON, KINDS_PATH, LESSON, LESSON_PATH, QUESTION_URL, write_content

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
EDITED = LESSON.replace("Cúp máy", "Cúp máy ngay")
BROKEN = LESSON.replace("phut: 3", "phut: 6")
SLUG = "giu-mat-khau"
OpenLibrary = Callable[[bytes], ContentLibrary]


@pytest.fixture
def settings(tmp_path: Path, database_url: str, content: Path) -> Settings:
    return make_settings(tmp_path, database_url, content)


@pytest.fixture
def open_library(settings: Settings, database: Database) -> OpenLibrary:
    """Loaded with this key from the same folder and archive, as after a restart."""

    def open_library(key: bytes) -> ContentLibrary:
        library = ContentLibrary(settings.content_dirs, database, Clock(), KINDS, key)
        library.load()
        return library

    return open_library


def change(settings: Settings, text: str, path: str = LESSON_PATH) -> None:
    write_content(settings.content_dirs[0], {path: text})


def test_key_and_text_make_the_version() -> None:
    versions = [version_of(LESSON, KEY), version_of(LESSON, OTHER_KEY), version_of(EDITED, KEY), version_of(LESSON)]
    assert len(set(versions)) == 4
    assert all(map(is_version, versions))
    assert version_of(LESSON, KEY) == versions[0]


@pytest.mark.parametrize("fragment", [True, False])
def test_no_page_shows_a_hash_that_anyone_can_compute(settings: Settings, *, fragment: bool) -> None:
    write_content(settings.content_dirs[0], {KINDS_PATH: KINDS_LESSON})
    guesses = {
        make(text.encode()).hexdigest()
        for text in (*FILES.values(), KINDS_LESSON)
        for make in (hashlib.sha256, hashlib.sha1, hashlib.md5, hashlib.blake2b, lambda text: hashlib.blake2b(text, digest_size=6))
    }  # fmt: skip
    headers = {"hx-request": "true"} if fragment else {}
    with TestClient(app := create_app(settings)):
        client = browser(app)
        shown = 0
        for slug in ("mot-y", "nhieu-y", "thu-tu", "ghep-doi", "go-chu", "tin-la", "ho-hang"):
            for page in (client.get(f"/bai-hoc/du-kieu/cau-hoi/{slug}", headers=headers), client.get("/dien-tap")):
                said = set(re.findall(r"[0-9a-f]{12,}", page.text + str(page.headers)))
                assert not [guess for guess in guesses for one in said if guess.startswith(one[:12])]
                shown += 'name="phien-ban"' in page.text
        assert shown >= 7


def test_service_keys_its_versions(settings: Settings) -> None:
    with TestClient(app := create_app(settings)):
        assert show_question(browser(app), QUESTION_URL).version == version_of(LESSON, settings.secret)


def test_what_was_archived_without_a_key_is_found_by_its_old_version(
    settings: Settings, open_library: OpenLibrary
) -> None:
    open_library(b"")
    change(settings, EDITED)
    library = open_library(KEY)
    old = library.lesson_version(SLUG, version_of(LESSON))
    assert old is not None
    assert (old.source, old.version) == (LESSON, version_of(LESSON))
    assert library.catalogue.lessons[SLUG].version == version_of(EDITED, KEY)
    assert library.lesson_version(SLUG, version_of(EDITED)) is None  # was never shown under it


@pytest.mark.parametrize("before", [b"", OTHER_KEY])
def test_broken_file_at_the_change_of_key_keeps_versions_that_are_found_later(
    settings: Settings, open_library: OpenLibrary, before: bytes
) -> None:
    open_library(before)
    change(settings, BROKEN)
    change(settings, "- {}", "facts/thu.yaml")
    kept = open_library(KEY).catalogue.lessons[SLUG]
    assert (kept.source, kept.version) == (LESSON, version_of(LESSON, KEY))
    change(settings, EDITED)
    change(settings, FACT.replace('gia-tri: "10"', 'gia-tri: "20"').replace("trên 10", "trên 20"), "facts/thu.yaml")
    library = open_library(KEY)
    assert library.catalogue.lessons[SLUG].source == EDITED
    for version in (version_of(LESSON, KEY), version_of(LESSON, before)):
        found = library.lesson_version(SLUG, version)
        assert found is not None
        assert found.source == LESSON


def test_page_left_open_over_the_update_is_still_judged(settings: Settings, open_library: OpenLibrary) -> None:
    open_library(b"")
    with TestClient(app := create_app(settings)):
        client = browser(app)
        shown = show_question(client, QUESTION_URL)
        refused = client.post(QUESTION_URL, data={"khoa": shown.key, "phien-ban": version_of(LESSON)})
        assert refused.status_code == 422
        again = re.search(r'name="phien-ban" value="([^"]+)"', refused.text)
        assert again
        for key, version in ((shown.key, again[1]), ("k" * 22, version_of(LESSON))):
            judged = client.post(QUESTION_URL, data={**shown.form(shown.choices[0]), "khoa": key, "phien-ban": version})
            assert judged.status_code == 200
            assert "CANARY-PHAN-HOI" in judged.text
