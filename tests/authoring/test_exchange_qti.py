"""QTI 3.0 as a player would run it: every answer gets the marks and the words that `judge` gives it here."""

from dataclasses import replace
from html import escape
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring, tostring
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.domain.exchange.items import Item, items_of
from app.authoring.domain.exchange.qti_package import identifier_of, path_of, qti_package
from app.authoring.domain.exchange.spellings import typed_forms
from app.authoring.domain.exchange.xhtml import fill_block
from app.courses.domain.catalogue import EMPTY
from app.courses.domain.folding import fold
from app.quiz.domain.choice_question import Choice
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer
from tests.authoring.exported_items import ITEMS, answers, bank_file, given_to_qti, items_in
from tests.authoring.qti_interpreter import Item as Document
from tests.authoring.qti_interpreter import Q, read_item, words
from tests.sample_content import KINDS_TEXT

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

PACKAGING = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"


def document_of(question: object) -> bytes:
    item = Item("bai.cau", ("khoa", "bai"), ("Khóa", "Bài"), question)  # type: ignore[arg-type]
    with ZipFile(BytesIO(qti_package([item]))) as package:
        return package.read(path_of(item))


def told(document: Document) -> list[str]:
    """The words of the remarks that are shown, in the order of the document."""
    shown = document.values["FEEDBACK"] or ()
    assert set(shown) <= document.remarks.keys()
    return [words(remark) for name, remark in document.remarks.items() if name in shown]


def words_of(html: str) -> str:
    return words(fromstring(f"<div>{html}</div>"))  # noqa: S314 - our own


@pytest.mark.parametrize("name", ITEMS)
def test_every_answer_scores_as_it_does_here(name: str) -> None:
    question = ITEMS[name].question
    document = read_item(document_of(question))
    for answer in answers(question):
        verdict = question.judge(answer)
        assert verdict
        score = document.run(given_to_qti(question, answer))["SCORE"]
        assert score == pytest.approx(verdict.score, abs=1e-12), answer
        assert (score == 1) == (verdict.score == 1)


@pytest.mark.parametrize("name", [name for name, item in ITEMS.items() if not isinstance(item.question, Ordering)])
def test_every_answer_is_told_what_it_is_told_here(name: str) -> None:
    question = ITEMS[name].question
    document = read_item(document_of(question))
    for answer in answers(question):
        verdict = question.judge(answer)
        assert verdict
        document.run(given_to_qti(question, answer))
        here = words_of(verdict.feedback)
        if isinstance(question, Matching):
            assert set(told(document)) == {words(one) for one in document.remarks.values() if words(one) in here}
        else:
            assert " ".join(told(document)).replace(" ", "") == here.replace(" ", "")


@pytest.mark.parametrize("name", ["thu-tu", "dong-hang"])
def test_order_tells_of_every_step_on_the_wrong_side_of_another(name: str) -> None:
    question = ITEMS[name].question
    assert isinstance(question, Ordering)
    document = read_item(document_of(question))
    remarks = {step.id: words_of(step.feedback) for step in question.steps}
    for answer in answers(question):
        verdict = question.judge(answer)
        assert verdict
        document.run(given_to_qti(question, answer))
        shown = " ".join(told(document))
        assert {one for one in remarks if remarks[one] in words_of(verdict.feedback)} <= {
            one for one in remarks if remarks[one] in shown
        }


@pytest.mark.parametrize("name", ITEMS)
def test_no_answer_scores_nothing_and_is_told_nothing(name: str) -> None:
    document = read_item(document_of(ITEMS[name].question))
    assert document.run(None)["SCORE"] == 0
    assert document.values["FEEDBACK"] is None


@pytest.mark.parametrize("name", ITEMS)
def test_correct_response_of_the_declaration_is_worth_everything(name: str) -> None:
    document = read_item(document_of(ITEMS[name].question))
    assert document.run(document.correct())["SCORE"] == 1


@pytest.mark.parametrize("name", ["go-chu", "go-hoa"])
def test_typed_text_counts_with_and_without_marks(name: str) -> None:
    question = ITEMS[name].question
    assert isinstance(question, ShortAnswer)
    document = read_item(document_of(question))
    for foreseen in question.foreseen:
        for form in (form for spelling in foreseen.spellings for form in typed_forms(spelling)):
            verdict = question.judge(fold(form))
            assert verdict
            assert document.run(form.upper())["SCORE"] == verdict.score == float(foreseen.right)
            assert told(document) == [words_of(verdict.feedback)]


@pytest.mark.parametrize(
    ("html", "xml"),
    [
        ("Bấm <strong>Gửi</strong><br>rồi <br/>chờ", "<p>Bấm <strong>Gửi</strong><br />rồi <br />chờ</p>"),
        ("<p>Một</p>\n<p>Hai &amp; ba</p>\n", "<p>Một</p>\n<p>Hai &amp; ba</p>"),
        ("<p>Một<br/>hai</p>", "<p>Một<br />hai</p>"),
        ("<em>Một</em>", "<p><em>Một</em></p>"),
        ('<p><a href="/bai-hoc/khac">bài</a></p>', "<p><span>bài</span></p>"),
        ('<a class="fact" href="https://a.vn" rel="x">a</a>', '<p><a class="fact" href="https://a.vn">a</a></p>'),
        ('<p><span class="fact">10</span></p>', '<p><span class="fact">10</span></p>'),
    ],
)
def test_html_of_a_lesson_becomes_xml_of_blocks(html: str, xml: str) -> None:
    assert tostring(fill_block(Element("div"), html), encoding="unicode") == f"<div>{xml}</div>"


def test_choices_are_shuffled_and_an_order_is_not_given_away() -> None:
    for name in ("mot-y", "nhieu-y", "thu-tu", "ghep-doi"):
        document = read_item(document_of(ITEMS[name].question))
        (interaction,) = (one for one in document.root.iter() if one.tag.endswith("-interaction"))
        assert interaction.get("shuffle") == "true"
    order = read_item(document_of(ITEMS["thu-tu"].question))
    written = [one.get("identifier") for one in order.root.iter(f"{Q}simple-choice")]
    assert written == sorted(written, key=str)


def test_one_choice_lets_choose_one_and_several_lets_choose_any() -> None:
    most = []
    for name in ("mot-y", "nhieu-y"):
        interaction = read_item(document_of(ITEMS[name].question)).root.find(f".//{Q}choice-interaction")
        assert interaction is not None
        most.append((interaction.get("min-choices"), interaction.get("max-choices")))
    assert most == [("1", "1"), ("1", "0")]


def test_item_says_its_language_and_its_schema() -> None:
    root = read_item(document_of(ITEMS["mot-y"].question)).root
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
    namespace, place = str(root.get(LOCATION)).split(" ")
    assert root.tag.startswith(f"{{{namespace}}}")
    assert place == "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"


@pytest.mark.battery
def test_manifest_names_every_document_once() -> None:
    items = list(ITEMS.values())
    data = qti_package(items)
    assert data == qti_package(items)
    with ZipFile(BytesIO(data)) as package:
        names = set(package.namelist())
        manifest = fromstring(package.read("imsmanifest.xml"))  # noqa: S314 - our own
        documents = [read_item(package.read(path_of(item))) for item in items]
    assert manifest.tag == f"{PACKAGING}manifest"
    assert [one.tag.removeprefix(PACKAGING) for one in manifest] == ["metadata", "organizations", "resources"]
    assert [one.text for one in manifest[0]] == ["QTI Package", "3.0.0"]
    resources = manifest.findall(f"{PACKAGING}resources/{PACKAGING}resource")
    assert {one.get("type") for one in resources} == {"imsqti_item_xmlv3p0"}
    assert {one.get("href") for one in resources} | {"imsmanifest.xml"} == names
    assert [[file.get("href") for file in one] for one in resources] == [[one.get("href")] for one in resources]
    assert [one.get("identifier") for one in resources] == [one.root.get("identifier") for one in documents]
    assert [one.get("identifier") for one in resources] == [identifier_of(item) for item in items]
    assert len(set(names)) == len(items) + 1


@pytest.mark.battery
def test_family_is_one_item_for_each_member() -> None:
    items = [item for item in items_in(KINDS_TEXT) if "ho-hang" in item.id]
    assert [item.id for item in items] == ["thu.ho-hang.1", "thu.ho-hang.2", "thu.ho-hang.3"]
    stems = [words(read_item(document_of(item.question)).root[3][0]) for item in items]
    assert stems == [f"{name} nhắn vay tiền. Bác làm gì?" for name in ("Bà Lan", "Ông Tư", "Cô Ba")]


def test_what_others_have_no_word_for_is_listed() -> None:
    file = bank_file(KINDS_TEXT)
    items, left_out = items_of(replace(EMPTY, bank={file.slug: file}), {file.path})
    assert [(one.slug, one.reason.partition(":")[0]) for one in left_out] == [
        ("tin-la", "diễn tập"), ("tim-cho", "tìm trên màn hình"),
    ]  # fmt: skip
    assert len(items) == 8
    assert items_of(replace(EMPTY, bank={file.slug: file}), {"content/bank/khac.md"}) == ((), ())


@given(st.text(st.sampled_from("ăâđê <>&\"'{}~=#:\\]]>"), min_size=1, max_size=30))
def test_text_of_any_letters_stays_text(text: str) -> None:
    choices = tuple(Choice(str(number), escape(text), escape(text), number == 1) for number in range(4))
    document = read_item(document_of(SeveralChoices(escape(text), choices)))
    assert words(document.root.findall(f".//{Q}simple-choice")[0]) == " ".join(text.split())
    assert document.run(["c-1"])["SCORE"] == 1
