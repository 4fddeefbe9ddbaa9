"""What is caught of messages that a stranger wrote (app/tutor/evaluation): the figures that were promised, and the command."""

import json

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.core.private_text.talk import read_talk
from app.tutor.calibration import EVALUATION, Part, rows
from app.tutor.domain.measurement import Figure
from app.tutor.domain.passages import lesson_texts
from app.tutor.domain.redaction import redacted
from app.tutor.measuring import calibrate_talk, measure_left_out, measure_redaction
from tests.content.shipped import CATALOGUE

LESSONS = lesson_texts(CATALOGUE)
# Secrets that strangers told are learned from, all of them: what was held out of them joined "open" on 2026-11-22, 130 of
# 134 caught then, and six more strangers' sets, of which 118 of 141, 126 of 142, 142 of 155, 143 of 173, 188 of 195 and 128 of
# 129 were caught unseen. Of the eighth, which nobody has read, 85 of 85; personal data and innocent messages of the first sets
# are held out still, too (98 of 99 with the eighth, 4 of 216 touched).
LEAST_PERSONAL, MOST_FALSE = {"open": 0.97, "held-out": 0.97}, {"open": 0.01, "held-out": 0.02}
LEFT_OUT = (
    "strangers",
    "strangers_second",
    "strangers_third",
    "strangers_fourth",
    "strangers_fifth",
    "strangers_sixth",
    "strangers_seventh",
    "redaction_second",
    "redaction_third",
    "redaction_fourth",
    "redaction_fifth",
)
PARTS: tuple[Part, ...] = ("open", "held-out")


def figures(part: Part) -> dict[str, Figure]:
    return {figure.name: figure for figure in measure_redaction(part)}


def test_every_code_card_and_password_is_caught() -> None:
    counted = figures("open")["secrets blanked"].share
    assert counted.count == counted.of >= 540


def test_of_secrets_that_nobody_has_read_as_many_are_caught_as_were() -> None:
    counted = figures("held-out")["secrets blanked"].share
    assert counted.count == counted.of >= 80


@pytest.mark.parametrize(
    "name",
    [
        "strangers_seventh",
        *(pytest.param(name, marks=pytest.mark.battery) for name in LEFT_OUT if name != "strangers_seventh"),
    ],
)
def test_talk_that_was_learned_without_a_set_keeps_its_secrets_and_leaves_the_others_alone(name: str) -> None:
    """The patterns have seen each set, the talk has not."""
    found = {figure.name: figure.share for figure in measure_left_out(name)}
    secrets, touched, holes = (found[name] for name in ("secrets blanked", "false alarms", "innocent words withheld"))
    assert secrets.count >= 0.985 * secrets.of >= 0.985 * 50
    assert touched.count <= 0.04 * touched.of
    assert holes.count <= 0.27 * holes.of


def test_talk_is_what_the_command_learns() -> None:
    made, kept = calibrate_talk(), read_talk()
    assert {word: dict(behind) for word, behind in made.pairs.items()} == kept.pairs
    assert (made.anywhere, made.secret, made.number) == (kept.anywhere, kept.secret, kept.number)
    assert (made.told, made.untold) == (kept.told, kept.untold)


@pytest.mark.parametrize("part", PARTS)
def test_other_personal_data_is_caught(part: Part) -> None:
    counted = figures(part)["personal data blanked"].share
    assert counted.count >= LEAST_PERSONAL[part] * counted.of


@pytest.mark.parametrize("part", PARTS)
def test_messages_without_personal_data_are_left_alone(part: Part) -> None:
    counted = figures(part)["false alarms"].share
    assert counted.count <= MOST_FALSE[part] * counted.of


def test_what_was_missed_of_ours_stays_caught() -> None:
    """Ours are known to whoever tunes; unseen, 64 of 79 of the second set were caught, 39 of 46 of the third, 53 of 60 of the
    fourth, 36 of 71 of the fifth (2026-11-23; 65 with the talk, before any pattern knew them)."""
    texts = [
        (EVALUATION / f"redaction_{name}.jsonl").read_text("utf-8") for name in ("second", "third", "fourth", "fifth")
    ]
    ours = [json.loads(line) for text in texts for line in text.splitlines()]
    assert len(ours) >= 560
    told = [row for row in ours if row["kinds"]]
    kept = [row for row in told if any(secret in redacted(row["message"]).text for secret in row["secret"])]
    assert kept == []
    touched = [row["message"] for row in ours if not row["kinds"] and redacted(row["message"]).kinds]
    assert len(touched) <= 0.03 * (len(ours) - len(told)), touched


def test_figures_are_of_many_messages() -> None:
    counted = figures("open")
    assert counted["secrets blanked"].share.of >= 80
    assert counted["personal data blanked"].share.of >= 65
    assert counted["false alarms"].share.of >= 95


def test_numbers_that_everybody_may_call_are_left_alone() -> None:
    """Those of the table of facts, and those that people are told to turn to, wherever codes are spoken of as well."""
    hotlines = [fact.value for fact in CATALOGUE.facts.values() if fact.kind == "duong-day-nong"]
    facts = {value for value in hotlines if value.replace(" ", "").isdigit()}
    assert "113" in facts
    called = {*facts, "1022", "5656", "156", "113", "1900 0368"}
    asked = (
        "gọi {} có mất tiền không",
        "bị đòi mã OTP thì báo {} được không",
        "lộ mật khẩu rồi, gọi {} hay ra ngân hàng",
    )
    touched = [text for one in called for form in asked if redacted(text := form.format(one)).kinds]
    assert touched == []
    assert redacted("mã OTP là 5656").has_secret
    assert redacted("pin của bác để 1022").has_secret
    assert redacted("tôi đọc mã 739204 đồng chí công an cảm ơn").has_secret


def test_lessons_themselves_are_left_alone() -> None:
    """All that they say: numbers, dates, forms, hotlines, what they teach of codes."""
    texts = [sentence.text for lesson in LESSONS for step in lesson.passages for sentence in step.sentences]
    texts += [text for lesson in LESSONS for text in (lesson.title, lesson.wish, lesson.summary)]
    touched = [text for text in texts if redacted(text).kinds]
    assert len(texts) >= 2_000
    assert len(touched) <= 0.007 * len(texts), touched  # talk is not learned from them: 12 of 2,068


@pytest.mark.parametrize(("part", "most"), [("open", 0), ("held-out", 3)])
def test_questions_about_lessons_are_left_alone(part: Part, most: int) -> None:
    assert sum(bool(redacted(row["question"]).kinds) for row in rows("answerable", part)) <= most


def test_command_blanks_one_message_a_line_and_goes_on_after_a_broken_one() -> None:
    lines = [json.dumps("mã OTP là 482915"), "[1]", "không phải JSON", json.dumps("gọi 113\ud800")]
    result = CliRunner().invoke(cli, ["tutor", "redact", "--json"], input="\n".join(lines) + "\n")
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"text": "mã OTP là [OTP]", "kinds": ["otp"]},
        {"error": "Dòng này không phải một chuỗi JSON."},
        {"error": "Dòng này không phải một chuỗi JSON."},
        {"text": "gọi 113", "kinds": []},
    ]
    assert result.exit_code == 1
    assert CliRunner().invoke(cli, ["tutor", "redact"], input='"gọi 113"\n').exit_code == 0
