"""Who signs is another process: it signs what has ended and was approved, whatever this one says, and nothing is lost."""

import json
import os
import random
import signal
import stat
import time
from typing import NoReturn

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.assessment.models import Case, CaseDecision
from app.certification.auditing import audit
from app.certification.domain.confirmation import from_text
from app.certification.domain.credential import token_hash
from app.certification.models import LogEntry, LogHead, PendingCertificate, SigningKey
from app.certification.pending import pending_certificates
from app.certification.signer import SignerAway, SignerRefuses
from app.certification.signing_keys import verifying_keys
from app.certification.verification import judge_code
from tests.assessment.hall import NOW, Hall, right
from tests.assessment.signer_process import Apart, apart, approved, certificates
from tests.assessment.test_lost_skills import approved as approved_with
from tests.assessment.test_lost_skills import make_anew, named, neutralise
from tests.certification.test_transparency_log import without_triggers

__all__ = ["apart"]

PEOPLE, KILLS = 5, 8
LONGEST_S = 0.1  # from its first step until it is killed


def waiting(hall: Hall) -> list[PendingCertificate]:
    return hall.read(lambda session: list(pending_certificates(session)))


def faults(hall: Hall) -> tuple[object, ...]:
    with hall.database.reading.connect() as connection:
        return audit(connection).faults


def refusal(apart: Apart, code: str) -> str:
    with pytest.raises(SignerRefuses) as refused:
        apart.signer.certificate(code)
    return refused.value.why


def change(hall: Hall, **values: object) -> None:
    hall.do(lambda session: session.execute(update(PendingCertificate).values(values)))


def test_approval_is_signed_elsewhere_and_stands_in_the_log(apart: Apart) -> None:
    hall = apart.hall
    code = approved(apart)
    assert certificates(hall) == []
    assert apart.signer.wanted.is_set()
    assert apart.worker.sign_due() == 1
    [row] = certificates(hall)
    assert (row.code, waiting(hall), faults(hall)) == (code, [], ())
    assert hall.read(lambda session: judge_code(session, code, NOW)).status == "valid"
    said = from_text(row.confirmation)
    assert (said.assurance, said.holder, said.supervisor) == ("tham-dinh", "Người 0", "Cô Sáu")
    assert apart.worker.sign_due() == 0


def test_key_is_in_the_folder_of_the_signer_alone(apart: Apart) -> None:
    approved(apart)
    apart.worker.sign_due()
    [file] = apart.process.keys.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(apart.process.socket.stat().st_mode) == 0o600
    assert not apart.hall.place.engine.certificates.keys.exists()


def test_log_of_the_signer_tells_each_signature_and_nothing_of_anybody(apart: Apart) -> None:
    code = approved(apart)
    refusal(apart, "234679ACDEFG")
    refusal(apart, "234679ACDEFG")
    apart.worker.sign_due()
    [row] = certificates(apart.hall)
    lines = [json.loads(line) for line in apart.process.log.splitlines()]
    assert [line["where"] for line in lines if line["event"] == "signed certificate"] == [token_hash(row.token)]
    assert [(line["error"], line["count"]) for line in lines if line["event"] == "refused"] == [
        ("not-waiting", 1), ("not-waiting", 2),
    ]  # fmt: skip
    for word in ("Người 0", "Cô Sáu", code, row.subject):
        assert word not in apart.process.log


def test_nothing_is_signed_that_no_assessor_approved(apart: Apart) -> None:
    """Whatever is written into the row that waits: it names a subject, and the rows of that say everything."""
    hall = apart.hall
    code = approved(apart)
    apart.worker.sign_due()
    [first] = certificates(hall)
    token = first.subject.partition("/")[0]
    [unread] = hall.open_cases(right())
    hall.draw(False)
    other = hall.sitting(hall.case(unread).sitting_id)
    going = hall.do(lambda session: hall.place.begin(session, hall.place.person(session)))
    hall.do(lambda session: session.add(PendingCertificate(
        code="234679ACDEFG", subject="x", learner_id=other.learner_id, salt="00" * 16, status_index=9, show_name=True,
        asked_at=NOW,
    )))  # fmt: skip
    for subject, why in (
        ("x", "no-sitting"), (f"{other.token}/1", "not-approved"), (other.token, "not-passed"),
        (f"{token}/2", "not-approved"), (token, "not-passed"), (first.subject, "other-learner"), (going.token, "not-ended"),
    ):  # fmt: skip
        change(hall, subject=subject)
        assert (subject, refusal(apart, "234679ACDEFG")) == (subject, why)
    change(hall, subject=first.subject, learner_id=first.learner_id)
    assert refusal(apart, "234679ACDEFG") == "issued-before"
    hall.decide(unread, "approve", hall.mai)
    hall.do(lambda session: session.delete(session.get_one(PendingCertificate, "234679ACDEFG")))
    change(hall, status_index=first.status_index)
    [pending] = waiting(hall)
    assert refusal(apart, pending.code) == "issued-before"
    assert refusal(apart, code) == "not-waiting"
    assert [row.code for row in certificates(hall)] == [code]


@pytest.mark.one_database
def test_certificate_that_names_other_skills_than_two_readers_agreed_on_is_refused_loudly(apart: Apart) -> None:
    hall = apart.hall
    [token] = hall.open_cases(right())
    hall.draw(True, token)
    for reader in (hall.lan, hall.mai):
        hall.decide(token, "approve", reader)
    [code], agreed = [one.code for one in waiting(hall)], {row.names for row in hall.decisions(token)}
    [names] = agreed
    assert names is not None

    def agree_on(*named: str, **values: int) -> None:
        def write(session: Session) -> None:
            without_triggers(session.connection())
            session.execute(update(CaseDecision).values(names=" ".join(named), **values))

        hall.do(write)

    for other in ((), names.split()[1:], (*names.split(), "khac"), ("khac",)):
        agree_on(*other)
        assert refusal(apart, code) == "other-names"
    agree_on(*names.split()[1:], results=0)  # what was found since adds nothing either
    assert refusal(apart, code) == "other-names"
    told = [json.loads(line) for line in apart.process.log.splitlines()]
    assert [line["error"] for line in told if line["level"] == "critical"] == ["other-names"] * 5
    agree_on(*names.split(), "mat")  # and judged again since: one lost its evidence
    assert apart.worker.sign_due() == 1


@pytest.mark.one_database
def test_what_is_refused_waits_is_told_and_can_be_taken_back(apart: Apart) -> None:
    hall = apart.hall
    [token] = hall.open_cases(right())
    hall.draw(False)
    hall.decide(token, "approve", hall.lan)
    change(hall, subject="x/1")
    assert apart.worker.sign_due() == 0
    assert [one.refusal for one in waiting(hall)] == ["no-sitting"]
    asked = apart.process.log.count('"refused"')
    assert apart.worker.sign_due() == 0
    assert apart.process.log.count('"refused"') == asked  # again in a while, not at once
    hall.decide(token, "reopen", hall.mai)
    assert waiting(hall) == []
    hall.decide(token, "approve", hall.tu)
    assert apart.worker.sign_due() == 1
    assert [row.subject.partition("/")[2] for row in certificates(hall)] == ["2"]


@pytest.mark.one_database
def test_certificate_that_is_made_anew_is_signed_elsewhere_and_the_old_one_falls_at_once(apart: Apart) -> None:
    hall = apart.hall
    token, item = approved_with(hall, loses=True)
    assert apart.worker.sign_due() == 1
    [old] = certificates(hall)
    neutralise(hall, item)
    make_anew(hall, token, hall.mai, NOW)
    assert [one.subject for one in waiting(hall)] == [old.subject.replace("/1", "/2")]
    assert hall.read(lambda session: judge_code(session, old.code, NOW)).status == "revoked"
    assert apart.worker.sign_due() == 1
    [_, new] = certificates(hall)
    assert hall.read(lambda session: judge_code(session, new.code, NOW)).status == "valid"
    assert (hall.case(token).certificate_code, faults(hall)) == (new.code, ())
    assert set(named(hall, new.code)) < set(named(hall, old.code))


@pytest.mark.one_database
def test_whoever_passes_alone_has_a_certificate_that_claims_no_more(apart: Apart) -> None:
    hall = apart.hall
    hall.sit_alone(right())
    hall.sit_alone(right(), helped=True)
    assert apart.worker.sign_due() == 1
    [row] = certificates(hall)
    assert from_text(row.confirmation).assurance == "tu-luyen"


def test_signer_that_is_away_keeps_nobody_from_approving_and_loses_nothing(apart: Apart) -> None:
    hall = apart.hall
    apart.process.stop()
    code = approved(apart)
    with pytest.raises(SignerAway):
        apart.worker.sign_due()
    assert [one.code for one in waiting(hall)] == [code]
    apart.process.start()  # over the socket that the killed one left
    assert apart.worker.sign_due() == 1
    assert [row.code for row in certificates(hall)] == [code]


@pytest.mark.battery
def test_whichever_is_killed_nothing_is_lost_or_doubled(apart: Apart) -> None:
    """The service while it has signed, the signer while it signs, again and again."""
    hall, chance = apart.hall, random.Random(12)  # noqa: S311 - when to kill, nothing secret
    hall.hold_class(*(right() for _ in range(PEOPLE)))
    hall.opener.open_due()
    hall.draw(False)
    tokens = hall.read(lambda session: [case.token for case in session.scalars(select(Case))])
    promised = {hall.case(token).certificate_code for token in tokens if hall.decide(token, "approve", hall.lan)}
    for _ in range(KILLS):
        if apart.process.id == 0:
            apart.process.start()
        kill_while_it_works(apart, chance)
        assert faults(hall) == ()
    if apart.process.id == 0:
        apart.process.start()
    apart.worker.sign_due()
    rows = certificates(hall)
    assert len(rows) == len(promised) == PEOPLE
    assert {row.code for row in rows} == promised
    assert (waiting(hall), faults(hall)) == ([], ())


def kill_while_it_works(apart: Apart, chance: random.Random) -> None:
    """The service, and every second time the signer before it."""
    apart.hall.database.engine.dispose()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        work_until_killed(apart, writing)
    os.read(reading, 1)
    time.sleep(chance.uniform(0, LONGEST_S))
    if chance.random() < 0.5:
        apart.process.stop()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)


def work_until_killed(apart: Apart, begun: int) -> NoReturn:
    try:
        os.write(begun, b"x")
        while True:
            apart.worker.sign_due()
    finally:
        os._exit(3)


def test_change_of_key_is_the_signers_and_what_was_signed_stands(apart: Apart) -> None:
    hall, certificates_ = apart.hall, apart.hall.place.engine.certificates
    old = approved(apart)
    apart.worker.sign_due()
    hall.do(lambda session: certificates_.change_key(session, NOW))
    new = approved(apart)
    assert apart.worker.sign_due() == 1
    assert len(list(apart.process.keys.iterdir())) == 2
    with hall.database.reading.connect() as connection:
        assert len(verifying_keys(connection)) == 2
    assert {hall.read(lambda session, one=one: judge_code(session, one, NOW)).status for one in (old, new)} == {"valid"}  # type: ignore[misc]
    assert faults(hall) == ()


@pytest.mark.one_database
def test_keys_that_nobody_uses_do_not_pile_up(apart: Apart) -> None:
    for _ in range(20):
        apart.signer.make_key(NOW)
    with pytest.raises(SignerRefuses, match="too-many-keys"):
        apart.signer.make_key(NOW)
    assert apart.hall.read(lambda session: session.scalar(select(func.count()).select_from(SigningKey))) == 0


def test_first_head_does_not_wait_for_the_first_certificate(apart: Apart) -> None:
    hall, certificates_ = apart.hall, apart.hall.place.engine.certificates
    assert certificates_.keep_head_now(hall.database, NOW) is None, "of an empty log"
    assert hall.opener.make_seeds() == 2
    certificates_.close_day(hall.database, NOW)
    assert hall.read(lambda session: session.scalars(select(LogHead.size)).all()) == [3]
    assert faults(hall) == ()


def test_heads_and_lists_are_signed_of_what_was_committed(apart: Apart) -> None:
    hall, certificates_ = apart.hall, apart.hall.place.engine.certificates
    code = approved(apart)
    apart.worker.sign_due()
    head = certificates_.keep_head_now(hall.database, NOW)
    size = hall.read(lambda session: session.scalar(select(func.count()).select_from(LogEntry)))
    assert head is not None
    assert head.size == size
    hall.do(lambda session: certificates_.revoke(session, code, "cap-nham", NOW))
    with hall.database.reading.connect() as connection:
        assert apart.signer.statuses(connection, 1, NOW).count(".") == 2
        with pytest.raises(SignerRefuses, match="no-such-list"):
            apart.signer.statuses(connection, 2, NOW)
        with pytest.raises(SignerRefuses, match="no-such-size"):
            apart.signer.head(connection, 99, NOW)
    hall.do(lambda session: certificates_.keep_head(session, NOW))  # within somebody's transaction: afterwards
    assert apart.signer.head_wanted.is_set()
    certificates_.close_day(hall.database, NOW, daily=False)
    assert hall.read(lambda session: session.scalars(select(LogHead.size).order_by(LogHead.size)).all()) == [
        head.size, head.size + 1,
    ]  # fmt: skip
    assert faults(hall) == ()
