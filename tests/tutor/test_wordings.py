"""What the tutor says of itself: content that teachers edit, judged like the rest of it."""

from datetime import date

import pytest

from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.source import SourceFile
from app.courses.domain.wordings import LONGEST, SITUATIONS
from app.quiz.domain.kinds import KINDS
from tests.sample_content import FILES

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

PLACE = "tutor/loi.yaml"
ALL = dict.fromkeys(SITUATIONS, "Bác gõ lại giúp tôi nhé.")
TODAY = date(2026, 11, 22)


def compiled(words: dict[str, str], today: date = TODAY, more: str = "") -> Compiled:
    rows = "".join(f"- ma: {situation}\n  loi: |-\n    {text}\n" for situation, text in words.items()) + more
    files = {**FILES, PLACE: rows}
    return compile_catalogue(
        [SourceFile(f"content/{place}", place, text.encode()) for place, text in files.items()], today, KINDS
    )


def codes(told: Compiled) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in told.diagnostics if one.file == f"content/{PLACE}"]


def test_every_situation_is_read() -> None:
    told = compiled(ALL)
    assert codes(told) == []
    assert told.catalogue.wordings.keys() == SITUATIONS


@pytest.mark.battery
def test_facts_and_lessons_stand_in_it() -> None:
    fact = next(iter(told.id for told in compiled(ALL).catalogue.facts.values()))
    lesson = next(iter(compiled(ALL).catalogue.lessons))
    wording = compiled(ALL | {"khan-cap": f"Gọi [[{fact}]] nhé. [Xem bài](/bai-hoc/{lesson})"}).catalogue.wordings[
        "khan-cap"
    ]
    assert [one.id for one in wording.facts] == [fact]
    assert wording.lessons == (lesson,)
    assert wording.facts[0].text in wording.text
    assert "[[" not in wording.text


def test_each_paragraph_is_a_line_of_the_text() -> None:
    text = compiled(ALL | {"khan-cap": "Bác bình tĩnh.\n\n    1. Gọi *ngay*.\n    2. Giữ tin nhắn."}).catalogue.wordings
    assert text["khan-cap"].text == "Bác bình tĩnh.\nGọi ngay.\nGiữ tin nhắn."


@pytest.mark.battery
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Gọi số 113 ngay.", "number-in-prose"),
        ("Gọi 0912 345 678.", "phone-in-prose"),
        ("Vào trang abc.vn nhé.", "url-in-prose"),
        ("Gọi [[khong-co]].", "unknown-fact"),
        ("[Xem bài](/bai-hoc/khong-co)", "dead-link"),
        ("Bác " * (LONGEST + 1), "long-wording"),
        ("<b>Bác</b> bình tĩnh.", "raw-html"),
    ],
)
def test_fault_in_a_wording_is_told_and_keeps_its_file_away(words: str, code: str) -> None:
    told = compiled(ALL | {"khan-cap": words})
    assert (code, "error") in codes(told)
    assert told.catalogue.wordings == {}


@pytest.mark.battery
def test_missing_unknown_and_repeated_situations_are_told() -> None:
    assert codes(compiled({name: text for name, text in ALL.items() if name != "khan-cap"})) == [
        ("missing-wording", "error")
    ]
    assert ("bad-field", "error") in codes(compiled(ALL | {"chuyen-la": "Bác gõ lại nhé."}))
    assert ("duplicate-id", "error") in codes(compiled(ALL, more="- {ma: khan-cap, loi: Bác gõ lại nhé.}\n"))
    assert ("bad-field", "error") in codes(compiled({}, more="khan-cap: Bác gõ lại nhé.\n"))


def test_content_without_wordings_is_content_all_the_same() -> None:
    files = [SourceFile(f"content/{place}", place, text.encode()) for place, text in FILES.items()]
    told = compile_catalogue(files, TODAY, KINDS)
    assert told.diagnostics == ()
    assert told.catalogue.wordings == {}


@pytest.mark.battery
def test_expired_fact_says_so_in_it() -> None:
    fact = next(iter(compiled(ALL).catalogue.facts))
    told = compiled(ALL | {"khan-cap": f"Gọi [[{fact}]] nhé."}, today=date(2199, 1, 1))
    assert ("expired-fact", "warning") in codes(told)
    assert "(đang kiểm tra lại)" in told.catalogue.wordings["khan-cap"].text
