"""From submitting to the file on the disk: who may, what stops it, and that nothing is published by accident."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.appointments import appoint, relieve
from app.accounts.domain.duties import Duty
from app.authoring import service as authoring
from app.authoring.service import DraftMoved
from app.core.clock import Clock
from app.core.ids import version_of
from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.source import SourceFile
from app.publishing import service
from app.publishing.folders import Place
from app.publishing.press import Press, Withheld
from app.publishing.service import Obstructed
from tests.publishing.conftest import CLOCK, NEW_TEXT, NOW, PATH, PLAIN, School
from tests.sample_content import COURSE, FACT, LESSON

SAFE = LESSON.replace("Mật khẩu chỉ mình bác biết.", "Mật khẩu chỉ một mình bác biết thôi.")


def test_published_draft_is_the_file_and_the_catalogue(school: School) -> None:
    draft = school.approved()
    assert school.file.read_text("utf-8") == PLAIN
    school.press.publish(draft, 1, school.lan)
    assert school.file.read_text("utf-8") == NEW_TEXT
    assert school.state(draft) == "published"
    school.library.refresh()
    assert school.library.catalogue.lessons["giu-mat-khau"].source == NEW_TEXT
    (publication,) = school.publications()
    assert (publication.text, publication.account_id, publication.draft_id) == (NEW_TEXT, school.lan, draft)


def test_new_lesson_gets_its_file(school: School) -> None:
    path = "content/courses/khoa-thu/09-bai-moi.md"
    draft = school.approved(PLAIN.replace("ai-hoi-ma", "ai-hoi-gi"), path)
    school.press.publish(draft, 1, school.lan)
    school.library.refresh()
    assert "bai-moi" in school.library.catalogue.lessons


def test_text_without_last_line_end_is_published_with_one(school: School) -> None:
    draft = school.approved(NEW_TEXT.rstrip("\n"))
    school.press.publish(draft, 1, school.lan)
    assert school.file.read_text("utf-8") == NEW_TEXT


# Who decides


@pytest.mark.parametrize(("who", "why"), [("hanh", "author"), ("tu", "no-right")])
def test_neither_author_nor_who_has_no_right_approves_or_publishes(school: School, who: str, why: str) -> None:
    if who == "hanh":
        school.do(lambda session: appoint(session, "co-hanh", Duty.PUBLISHING, NOW))
    account = getattr(school, who)
    draft = school.write()
    school.submit(draft)
    with pytest.raises(Obstructed) as refused:
        school.approve(draft, account)
    assert refused.value.obstacle == ("no-right" if why == "no-right" else "author")
    school.approve(draft, school.lan)
    with pytest.raises(Obstructed) as refused:
        school.press.publish(draft, 1, account)
    assert refused.value.obstacle == why
    assert school.file.read_text("utf-8") == PLAIN


def test_who_wrote_any_revision_is_an_author(school: School) -> None:
    draft = school.write()
    school.with_draft(
        draft, lambda session, found: authoring.save_revision(session, found, 1, NEW_TEXT + "\n", school.lan, NOW)
    )
    school.submit(draft)
    with pytest.raises(Obstructed) as refused:
        school.approve(draft, school.lan, number=2)
    assert refused.value.obstacle == "author"


def test_nothing_is_published_without_an_approval(school: School) -> None:
    draft = school.write()
    school.submit(draft)
    with pytest.raises(Obstructed) as refused:
        school.press.publish(draft, 1, school.lan)
    assert refused.value.obstacle == "too-few"
    assert school.file.read_text("utf-8") == PLAIN


def test_one_may_approve_and_another_publish(school: School) -> None:
    draft = school.approved()
    school.press.publish(draft, 1, school.quan)
    assert school.file.read_text("utf-8") == NEW_TEXT


def test_what_is_not_submitted_is_not_published(school: School) -> None:
    draft = school.write()
    with pytest.raises(DraftMoved):
        school.press.publish(draft, 1, school.lan)


@pytest.mark.parametrize("text", [SAFE, LESSON.replace("nhan: [an-toan]", "nhan: [tien]")])
def test_safety_and_money_need_two_approvals(school: School, text: str) -> None:
    draft = school.approved(text)
    with pytest.raises(Obstructed) as refused:
        school.press.publish(draft, 1, school.lan)
    assert refused.value.obstacle == "too-few"
    school.approve(draft, school.mai)
    school.press.publish(draft, 1, school.lan)
    assert school.file.read_text("utf-8") == text


def test_taking_the_label_away_needs_two_as_well(school: School) -> None:
    school.file.write_text(LESSON, encoding="utf-8")
    school.library.load()
    draft = school.approved(NEW_TEXT)
    with pytest.raises(Obstructed):
        school.press.publish(draft, 1, school.lan)


def test_label_of_the_course_is_that_of_its_lessons(school: School) -> None:
    (school.content / "courses/khoa-thu/course.yaml").write_text(f"{COURSE}nhan: [tien]\n", encoding="utf-8")
    school.library.load()
    draft = school.approved(NEW_TEXT)
    assert school.review(draft).standing.labels == {"tien"}
    with pytest.raises(Obstructed):
        school.press.publish(draft, 1, school.lan)


def test_label_that_came_after_submission_is_a_reason_of_its_own(school: School) -> None:
    draft = school.approved(NEW_TEXT)
    (school.content / "courses/khoa-thu/course.yaml").write_text(f"{COURSE}nhan: [an-toan]\n", encoding="utf-8")
    school.library.load()
    with pytest.raises(Obstructed) as refused:
        school.press.publish(draft, 1, school.lan)
    assert refused.value.obstacle == "relabelled"
    school.approve(draft, school.mai)
    school.press.publish(draft, 1, school.lan)
    assert school.file.read_text("utf-8") == NEW_TEXT


def test_label_that_another_server_has_just_published_counts(school: School) -> None:
    draft = school.approved(NEW_TEXT)
    (school.content / "courses/khoa-thu/course.yaml").write_text(f"{COURSE}nhan: [an-toan]\n", encoding="utf-8")
    with pytest.raises(Obstructed) as refused:
        school.press.publish(draft, 1, school.lan)
    assert refused.value.obstacle == "relabelled"


def test_label_that_comes_between_judging_and_writing_counts(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = school.approved(NEW_TEXT)
    settle = school.press._settle

    def label_first(path: str, place: Place) -> None:
        (school.content / "courses/khoa-thu/course.yaml").write_text(f"{COURSE}nhan: [an-toan]\n", encoding="utf-8")
        settle(path, place)

    monkeypatch.setattr(school.press, "_settle", label_first)
    with pytest.raises(Obstructed):
        school.press.publish(draft, 1, school.lan)


def test_fact_of_a_safety_lesson_needs_two(school: School) -> None:
    school.file.write_text(LESSON, encoding="utf-8")
    school.library.load()
    draft = school.approved(FACT.replace("10", "20"), "content/facts/thu.yaml")
    assert school.review(draft).standing.missing == 1


def test_approving_twice_counts_once(school: School) -> None:
    draft = school.approved(SAFE)
    with pytest.raises(Obstructed) as refused:
        school.approve(draft, school.lan)
    assert refused.value.obstacle == "approved"
    assert school.review(draft).standing.missing == 1


def test_approval_of_who_lost_the_right_counts_no_more(school: School) -> None:
    draft = school.approved()
    school.do(lambda session: relieve(session, "co-lan", Duty.PUBLISHING, NOW))
    with pytest.raises(Obstructed) as refused:
        school.press.publish(draft, 1, school.mai)
    assert refused.value.obstacle == "too-few"


def test_approval_is_void_once_the_draft_came_back_even_unchanged(school: School) -> None:
    draft = school.approved()
    school.send_back(draft, school.mai)
    school.submit(draft)
    with pytest.raises(Obstructed):
        school.press.publish(draft, 1, school.lan)
    assert [step.kind for step in school.review(draft).steps] == ["submitted", "approved", "returned", "submitted"]


def test_approval_is_of_the_revision_that_was_read(school: School) -> None:
    draft = school.write()
    school.submit(draft)
    with pytest.raises(DraftMoved):
        school.approve(draft, school.lan, number=2)


# What stops it


def withheld(school: School, draft: int) -> Withheld:
    with pytest.raises(Withheld) as refused:
        school.press.prove(draft, 1, "writing")
    return refused.value


def test_text_with_an_error_cannot_be_submitted(school: School) -> None:
    found = withheld(school, school.write(NEW_TEXT.replace("phut: 3", "phut: 9")))
    assert found.reason == "faulty"
    assert [(fault.file, fault.code) for fault in found.faults] == [(PATH, "bad-field")]


def test_text_that_would_break_another_file_cannot_be_submitted(school: School) -> None:
    found = withheld(school, school.write(FACT.replace("han-muc-thu", "han-muc-moi"), "content/facts/thu.yaml"))
    assert found.reason == "faulty"
    assert {fault.file for fault in found.faults} == {PATH, "content/courses/khoa-thu/02-quet-ma.md"}


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each pass over the content has read."""
    counted: list[int] = []

    def counting(files: Iterable[SourceFile], *values: Any) -> Compiled:
        every = list(files)
        counted.append(len(every))
        return compile_catalogue(every, *values)

    monkeypatch.setattr("app.courses.library.compile_catalogue", counting)
    return counted


@pytest.mark.parametrize("text", [FACT.replace("10", "20"), FACT + "hỏng: [\n"])
def test_file_that_lessons_share_is_judged_in_one_pass(school: School, passes: list[int], text: str) -> None:
    draft = school.write(text, "content/facts/thu.yaml")
    if "hỏng" in text:
        assert {fault.file for fault in withheld(school, draft).faults} == {"content/facts/thu.yaml"}
    else:
        school.press.prove(draft, 1, "writing")
    assert len(passes) == 1


def test_data_file_that_others_broke_is_read_in_its_last_good_version(school: School) -> None:
    (school.content / "facts/thu.yaml").write_text("hỏng: [\n", encoding="utf-8")
    school.library.load()
    assert school.library.replaced
    school.submit(school.write(COURSE.replace("thu-tu: 1", "thu-tu: 2"), "content/courses/khoa-thu/course.yaml"))


def test_faults_of_others_are_not_blamed_on_it(school: School) -> None:
    (school.content / "courses/khoa-thu/02-quet-ma.md").write_text("hỏng", encoding="utf-8")
    school.library.load()
    school.submit(school.write())


def test_what_was_broken_by_others_after_submission_is_not_published(school: School) -> None:
    draft = school.approved(NEW_TEXT.replace("bai-truoc: []", "bai-truoc: [quet-ma]"))
    (school.content / "courses/khoa-thu/02-quet-ma.md").unlink()
    school.library.load()
    with pytest.raises(Withheld) as refused:
        school.press.publish(draft, 1, school.lan)
    assert refused.value.reason == "faulty"
    assert school.file.read_text("utf-8") == PLAIN


def test_file_that_git_users_changed_is_not_overwritten(school: School) -> None:
    draft = school.approved()
    school.file.write_text(PLAIN + "\n", encoding="utf-8")
    with pytest.raises(Withheld) as refused:
        school.press.publish(draft, 1, school.lan)
    assert refused.value.reason == "file-changed"
    assert school.file.read_text("utf-8") == PLAIN + "\n"
    assert school.state(draft) == "submitted"
    assert school.publications() == []


def test_draft_that_changes_nothing_is_not_submitted(school: School) -> None:
    assert withheld(school, school.write(PLAIN)).reason == "unchanged"


@pytest.mark.parametrize(
    "path", ["content/../outside.md", "content/courses/khoa-thu/bai.md", "elsewhere/courses/khoa-thu/01-a.md", "content/.git/a.md"]
)  # fmt: skip
def test_path_outside_is_told_at_submission(school: School, path: str) -> None:
    assert withheld(school, school.write(path=path, base="")).reason == "no-place"


def test_shortcut_is_not_followed(school: School) -> None:
    outside = school.content.parent / "outside.md"
    outside.write_text(PLAIN, encoding="utf-8")
    draft = school.approved()
    school.file.unlink()
    school.file.symlink_to(outside)
    with pytest.raises(Withheld) as refused:
        school.press.publish(draft, 1, school.lan)
    assert refused.value.reason == "no-place"
    assert outside.read_text("utf-8") == PLAIN


def test_who_was_told_that_nothing_came_of_it_publishes_nothing(school: School) -> None:
    draft = school.approved()
    with pytest.raises(Withheld) as refused:
        school.press.publish(draft, 1, school.lan, is_late=lambda: True)
    assert refused.value.reason == "late"
    assert school.file.read_text("utf-8") == PLAIN


def test_publication_that_nobody_ended_is_ended_by_who_presses_again(school: School) -> None:
    """The file was written, and then the database did not answer."""
    draft = school.approved()
    begin(school, draft)
    school.file.write_text(NEW_TEXT, encoding="utf-8")
    with pytest.raises(Withheld):  # somebody may still be at work on it
        school.press.publish(draft, 1, school.lan)
    later = Clock(CLOCK.now() + timedelta(minutes=1))
    Press([school.content], school.database, school.library, later).publish(draft, 1, school.lan)
    assert school.state(draft) == "published"
    assert [publication.text for publication in school.publications()] == [NEW_TEXT]


def begin(school: School, draft: int) -> None:
    proof = school.press.prove(draft, 1, "submitted")
    school.with_draft(
        draft,
        lambda session, found: service.intend_publication(
            session, found, 1, proof.text, proof.labels, version_of(proof.before or ""), school.lan, CLOCK.now()
        ),
    )


# Comments, the right, restoring


def test_comment_is_pinned_to_a_line_of_its_revision_and_can_be_settled_once(school: School) -> None:
    draft = school.write()
    added = school.with_draft(
        draft, lambda session, found: service.comment(session, found, 1, 3, "Câu này dài.", school.lan, NOW)
    )
    for account in (school.hanh, school.mai):
        school.with_draft(
            draft,
            lambda session, found, who=account: service.resolve_comment(session, found, added.id, who, NOW),  # type: ignore[misc]
        )
    (kept,) = school.review(draft).comments
    assert (kept.number, kept.line, kept.text, kept.resolved_by) == (1, 3, "Câu này dài.", school.hanh)


def test_draft_that_is_done_with_takes_no_comments(school: School) -> None:
    draft = school.approved()
    school.press.publish(draft, 1, school.lan)
    with pytest.raises(DraftMoved):
        school.with_draft(draft, lambda session, found: service.comment(session, found, 1, 1, "Ô.", school.mai, NOW))


@pytest.mark.parametrize("line", [0, -1, 10_000])
def test_comment_on_no_line_is_refused(school: School, line: int) -> None:
    draft = school.write()
    with pytest.raises(Exception, match="dòng"):
        school.with_draft(draft, lambda session, found: service.comment(session, found, 1, line, "?", school.lan, NOW))


def test_comment_of_another_draft_is_not_found(school: School) -> None:
    first, second = school.write(), school.write(path="content/bank/khac.md", base="")
    added = school.with_draft(
        first, lambda session, found: service.comment(session, found, 1, 1, "Ô.", school.lan, NOW)
    )
    with pytest.raises(Exception, match="góp ý"):
        school.with_draft(
            second, lambda session, found: service.resolve_comment(session, found, added.id, school.lan, NOW)
        )


def test_right_is_given_once_and_taken(school: School) -> None:
    assert not school.do(lambda session: service.reviewer(session, school.tu)).may_publish
    for _ in range(2):
        assert school.do(lambda session: appoint(session, "thay-tu", Duty.PUBLISHING, NOW)) == "thay-tu"
    assert school.do(lambda session: service.reviewer(session, school.tu)).may_publish
    for _ in range(2):
        school.do(lambda session: relieve(session, "thay-tu", Duty.PUBLISHING, NOW))
    assert not school.do(lambda session: service.reviewer(session, school.tu)).may_publish
    assert school.do(lambda session: service.reviewer(session, school.quan)).may_publish


def test_restored_text_is_a_draft_like_any_other(school: School) -> None:
    school.press.publish(school.approved(), 1, school.lan)
    draft = school.do(lambda session: service.restore(session, PATH, PLAIN, NEW_TEXT, school.mai, NOW).id)
    assert school.state(draft) == "writing"
    with pytest.raises(service.OpenDraft) as refused:
        school.do(lambda session: service.restore(session, PATH, PLAIN, NEW_TEXT, school.lan, NOW))
    assert refused.value.draft_id == draft
    school.submit(draft, school.mai)
    school.approve(draft, school.lan)
    school.press.publish(draft, 1, school.lan)
    assert school.file.read_text("utf-8") == PLAIN
    assert [publication.text for publication in school.publications()] == [PLAIN, NEW_TEXT]
