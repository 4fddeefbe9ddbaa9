"""Which reader sees which variant; how few readers there are to tell apart."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.domain.readers import AUDIENCES, PLATFORM_TITLES, SLOW, TAGS, WORKS, Reader, all_readers

pytestmark = pytest.mark.pure

some_tags = st.frozensets(st.sampled_from(sorted(TAGS | {SLOW})), max_size=4)
readers = st.builds(
    Reader,
    st.sampled_from(sorted(AUDIENCES)),
    st.sampled_from(["", "android", "iphone"]),
    st.sampled_from(["", *sorted(WORKS)]),
    st.sampled_from(["", SLOW]),
)


@pytest.mark.parametrize(
    ("reader", "tags", "sees"),
    [
        (Reader(), "", True),
        (Reader(), "nguoi-cao-tuoi", True),
        (Reader(), "nguoi-dan", True),
        (Reader(), "hoc-sinh-sinh-vien", False),
        (Reader("nguoi-dan"), "nguoi-cao-tuoi", False),
        (Reader("nguoi-lao-dong"), "nguoi-dan", False),
        (Reader("nguoi-lao-dong"), "nguoi-dan nguoi-lao-dong", True),
        (Reader(), "android", True),
        (Reader(), "iphone", True),
        (Reader(platform="iphone"), "android", False),
        (Reader(platform="iphone"), "android iphone", True),
        (Reader(platform="iphone"), "nguoi-dan iphone", True),
        (Reader("nguoi-lao-dong", "iphone"), "nguoi-dan iphone", False),
        (Reader(platform="android"), "nguoi-dan iphone", False),
        (Reader(), "buon-ban", False),
        (Reader(work="buon-ban"), "buon-ban", True),
        (Reader(work="buon-ban"), "lam-ruong nghi-huu", False),
        (Reader(work="nghi-huu"), "lam-ruong nghi-huu", True),
        (Reader(work="buon-ban"), "buon-ban hoc-sinh-sinh-vien", False),
    ],
)
def test_reader_sees_what_names_them(reader: Reader, tags: str, sees: bool) -> None:
    assert reader.sees(frozenset(tags.split())) is sees


@given(readers, some_tags)
def test_what_tags_cannot_tell_apart_changes_nothing(reader: Reader, tags: frozenset[str]) -> None:
    """A page built for `only(tags)` is right for the reader, whatever part of it they look at."""
    few = reader.only(tags)
    assert few in all_readers(tags)
    for size in range(len(tags) + 1):
        for part in combinations(sorted(tags), size):
            assert few.sees(frozenset(part)) == reader.sees(frozenset(part))


@given(readers)
def test_part_for_everyone_is_seen_by_everyone(reader: Reader) -> None:
    assert reader.sees(frozenset())


@pytest.mark.parametrize(
    ("tags", "count"),
    [
        ("", 1),
        ("android", 3),
        ("android iphone", 3),
        ("nguoi-dan", 5),
        ("nguoi-dan iphone", 15),
        ("buon-ban", 6),
        ("cham", 2),
        ("cham nghi-huu iphone", 36),
    ],
)
def test_there_are_no_more_readers_than_the_tags_tell_apart(tags: str, count: int) -> None:
    found = all_readers(frozenset(tags.split()))
    assert len(found) == len(set(found)) == count


def test_each_tag_tells_one_thing() -> None:
    kinds = [AUDIENCES, PLATFORM_TITLES.keys(), WORKS, {SLOW}]
    assert sum(map(len, kinds)) == len(set().union(*kinds))
