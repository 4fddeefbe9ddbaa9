"""Archives as bytes: what is refused and with which sentence, and that the same files are the same bytes."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.domain.exchange.archive import MAX_REFUSALS, read_archive, write_archive
from app.authoring.domain.file_names import in_order_of_need, place_fault, shown_name
from tests.authoring.hostile_archives import GOOD, HOSTILE, TEXT, named, packed

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons
VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
FILES = {GOOD: TEXT.encode(), "facts/an-toan.yaml": b"[]\n", "bank/goi-dien/nguoi-la.md": TEXT.encode() * 3}


@pytest.mark.battery
@pytest.mark.parametrize(("make", "said"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_hostile_archive_is_refused_as_a_whole_with_a_sentence(make: Callable[[], bytes], said: str) -> None:
    archive = read_archive(make())
    assert archive.files == {}
    told = " ".join(found.message for found in archive.refused)
    assert said in told
    for found in archive.refused:
        assert found.severity == "error"
        assert VIETNAMESE.search(found.message)
        assert found.message.isprintable()
        assert found.file.isprintable()


def test_one_bad_entry_among_good_ones_is_named_and_nothing_is_taken() -> None:
    archive = read_archive(named(GOOD, "../ngoai.md", "facts/a.yaml"))
    assert archive.files == {}
    assert [found.file for found in archive.refused] == ["../ngoai.md"]
    assert "“../ngoai.md”" in archive.refused[0].message


@pytest.mark.battery
def test_refusals_are_bounded() -> None:
    assert len(read_archive(named(*(f"../{number}.md" for number in range(500)))).refused) == MAX_REFUSALS


def test_good_archive_gives_its_files() -> None:
    assert read_archive(write_archive(FILES)).files == FILES


def test_order_of_files_does_not_change_the_bytes() -> None:
    assert write_archive(FILES) == write_archive(dict(reversed(FILES.items())))


def test_every_entry_has_the_same_date_and_rights() -> None:
    with ZipFile(BytesIO(write_archive(FILES))) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(FILES)
    assert {(entry.date_time, entry.create_system, entry.external_attr >> 16) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o100644)
    }


def test_folder_around_everything_and_what_a_mac_adds_are_passed_over() -> None:
    made = [(f"content/{name}", data) for name, data in FILES.items()]
    extra = [("content/courses/", b""), ("content/.DS_Store", b"x"), ("__MACOSX/content/._a.md", b"x")]
    assert read_archive(packed(*made, *extra)).files == FILES


def test_folder_of_content_is_not_taken_for_one_around_everything() -> None:
    assert read_archive(named("bank/a.md", "bank/b.md")).files.keys() == {"bank/a.md", "bank/b.md"}


@given(st.binary(max_size=400))
@pytest.mark.battery
def test_no_bytes_make_it_fall_over(noise: bytes) -> None:
    good = write_archive(FILES)
    for data in (noise, noise + good, good + noise, good[: len(noise)] + noise + good[2 * len(noise) :]):
        archive = read_archive(data)
        assert bool(archive.files) != bool(archive.refused)


@given(st.integers(0, 600), st.integers(0, 255))
@pytest.mark.battery
def test_no_single_changed_byte_gives_other_files(place: int, value: int) -> None:
    """Refused, or read: whatever is read stands where content files stand."""
    data = bytearray(write_archive(FILES))
    data[place % len(data)] = value
    files = read_archive(bytes(data)).files
    assert all(place_fault(name) is None for name in files)


@given(st.text(max_size=60))
def test_place_of_a_content_file_never_leaves_the_root(name: str) -> None:
    for place in (name, f"facts/{name}.yaml", f"courses/{name}/01-a.md", f"bank/{name}.md"):
        if place_fault(place) is None:
            assert not {"", ".", ".."} & set(place.split("/"))
            assert "\\" not in place
            assert "\0" not in place


def test_shipped_places_are_allowed() -> None:
    allowed = ("frameworks/nguoi-dan.yaml", "facts/lừa đảo 2.yaml", "courses/ai/course.yaml", "courses/ai/01-hoi.md")
    assert [place_fault(place) for place in (*allowed, "bank/a/b.md")] == [None] * 5


def test_data_comes_before_the_lessons_that_use_it() -> None:
    places = [
        "courses/a/01-x.md",
        "bank/x.md",
        "courses/a/course.yaml",
        "glossary/x.yaml",
        "facts/x.yaml",
        "frameworks/x.yaml",
    ]
    assert sorted(places, key=in_order_of_need) == [
        "frameworks/x.yaml", "facts/x.yaml", "glossary/x.yaml", "courses/a/course.yaml", "courses/a/01-x.md", "bank/x.md",
    ]  # fmt: skip


def test_name_from_outside_is_shown_on_one_bounded_line() -> None:
    assert shown_name("a\nb\x00\u202e") == "a\\nb\\x00\\u202e"
    assert len(shown_name("a" * 60_000)) < 200
