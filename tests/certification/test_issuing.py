"""A certificate is issued once, stands in the log with everything that was done to it, and is revoked once."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from app.certification import transparency_log as log
from app.certification.auditing import audit
from app.certification.domain.confirmation import from_text
from app.certification.domain.credential import canonical, holder_hash_in, moment
from app.certification.domain.tokens import read
from app.certification.log_heads import head_in
from app.certification.models import Certificate, FrameworkEdition, LogEntry, LogHead
from app.certification.queries import certificates_of, last_list
from app.certification.service import NoSuchCertificate, forget_holder
from app.certification.signing_keys import verifying_keys
from app.learners.models import Learner
from tests.certification.certified import AT, CONFIRMATION, ISSUER
from tests.certification.office import Office, wanted
from tests.content.shipped import CATALOGUE


def events(office: Office) -> list[str]:
    with office.database.reading.connect() as connection:
        return [
            json.loads(text)["event"] for text in connection.scalars(select(LogEntry.text).order_by(LogEntry.index))
        ]


def faults(office: Office) -> tuple[object, ...]:
    with office.database.reading.connect() as connection:
        return audit(connection).faults


def together(*deeds: Callable[[], object]) -> list[object]:
    """What each gave, all at the same moment."""
    gate, given = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        gate.wait()
        given.append(deed())

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == len(deeds)
    return given


def test_certificate_is_signed_logged_and_kept_together(office: Office) -> None:
    issued = office.issue()
    row = office.row(issued.code)
    with office.database.reading.connect() as connection:
        signed = read(row.token, "vc+jwt", verifying_keys(connection))
        entry = json.loads(log.entry_at(connection, row.log_index) or "")
    assert signed["jti"] == f"{ISSUER.url}/xac-minh/{issued.code}"
    assert signed["credentialSubject"]["achievement"]["name"] == CONFIRMATION.framework_name
    assert entry["event"] == "issued"
    assert events(office) == ["key", "issued"]
    assert from_text(row.confirmation).skills == CONFIRMATION.skills
    assert faults(office) == ()


def test_second_issue_about_the_same_subject_gives_the_first_code(office: Office) -> None:
    first = office.issue("s1")
    assert (first.is_new, first.is_revoked) == (True, False)
    again = office.issue("s1", holder="Người khác")
    assert (again.code, again.is_new, again.is_revoked) == (first.code, False, False)
    assert office.issue("s2").code != first.code
    office.revoke(first.code)
    assert office.issue("s1").is_revoked
    assert events(office) == ["key", "issued", "issued", "revoked"]


def test_many_who_issue_at_once_get_one_certificate(office: Office) -> None:
    given = together(*[lambda: office.issue("s1")] * 6)
    assert len({one.code for one in given}) == 1  # type: ignore[attr-defined]
    assert [one.is_new for one in given].count(True) == 1  # type: ignore[attr-defined]
    assert events(office) == ["key", "issued"]


def test_certificates_issued_at_once_have_places_of_their_own(office: Office) -> None:
    together(*[lambda subject=f"s{number}": office.issue(subject) for number in range(8)])
    with office.database.reading.connect() as connection:
        places = sorted(connection.scalars(select(Certificate.status_index)))
    assert places == list(range(8))
    assert faults(office) == ()


def test_what_was_not_committed_was_not_issued(office: Office) -> None:
    with office.database.new_session(writes=True) as session:
        office.certificates.issue(session, wanted(office.learner, "s1"), AT)
        session.rollback()
    assert events(office) == []
    assert office.issue().is_new


def test_revoking_counts_once_and_the_first_reason_stays(office: Office) -> None:
    code = office.issue().code
    assert together(*[lambda: office.revoke(code)] * 4).count(True) == 1
    assert not office.revoke(code, "nguoi-co-giay-xin")
    row = office.row(code)
    assert (row.revoked_at, row.revoke_reason) == (AT, "cap-nham")
    assert events(office).count("revoked") == 1
    assert faults(office) == ()


def test_issue_and_revocation_at_once_have_one_outcome(office: Office) -> None:
    code = office.issue().code
    together(lambda: office.issue("s1"), lambda: office.revoke(code), lambda: office.issue("s1"))
    assert (office.issue("s1").code, office.issue("s1").is_revoked) == (code, True)
    assert events(office) == ["key", "issued", "revoked"]


@pytest.mark.parametrize("reason", ["", "Cô Hạnh bảo thế", "a" * 61, "cap nham"])
def test_reason_that_may_name_somebody_is_refused(office: Office, reason: str) -> None:
    code = office.issue().code
    with pytest.raises(ValueError):  # noqa: PT011 - it says the reason itself
        office.revoke(code, reason)
    assert events(office) == ["key", "issued"]


def test_nothing_can_be_revoked_that_was_not_issued(office: Office) -> None:
    with pytest.raises(NoSuchCertificate):
        office.revoke("234679ACDEFG")


def test_clock_that_went_back_signs_nothing_before_its_key(office: Office) -> None:
    office.issue("s1")
    early = office.issue("s2", at=AT - timedelta(days=1))
    with office.database.reading.connect() as connection:
        read(office.row(early.code).token, "vc+jwt", verifying_keys(connection))


def test_after_a_change_of_key_old_and_new_certificates_stand(office: Office) -> None:
    old = office.issue("s1")
    with office.database.session(writes=True) as session:
        office.certificates.change_key(session, AT + timedelta(days=365))
        session.commit()
    new = office.issue("s2", at=AT + timedelta(days=366))
    with office.database.reading.connect() as connection:
        keys = verifying_keys(connection)
        for code in (old.code, new.code):
            read(office.row(code).token, "vc+jwt", keys)
    assert events(office) == ["key", "issued", "key", "issued"]
    assert faults(office) == ()


def test_certificate_outlives_its_learner_without_their_name(office: Office) -> None:
    code = office.issue(show_name=True).code
    with office.database.session(writes=True) as session:
        assert forget_holder(session, office.learner) == 1
        session.execute(delete(Learner).where(Learner.id == office.learner))
        session.commit()
    row = office.row(code)
    assert CONFIRMATION.holder not in row.confirmation
    assert (row.learner_id, row.show_name) == (None, False)
    with office.database.reading.connect() as connection:
        signed = read(row.token, "vc+jwt", verifying_keys(connection))
    assert from_text(row.confirmation).is_held_by(CONFIRMATION.holder, holder_hash_in(signed))
    assert faults(office) == ()


def test_learner_who_is_deleted_leaves_the_certificate(office: Office) -> None:
    code = office.issue().code
    with office.database.session(writes=True) as session:
        session.execute(delete(Learner).where(Learner.id == office.learner))
        session.commit()
    assert office.row(code).learner_id is None


def test_somebodys_certificates_are_found_newest_first(office: Office) -> None:
    codes = [office.issue(f"s{number}", at=AT + timedelta(days=number)).code for number in range(3)]
    with office.database.session(writes=False) as session:
        assert [one.code for one in certificates_of(session, office.learner)] == codes[::-1]
        assert certificates_of(session, office.learner + 1) == []
        assert last_list(session.connection()) == 1


def test_framework_is_kept_as_it_was_when_first_certified(office: Office) -> None:
    framework = CATALOGUE.frameworks["nguoi-dan"]
    certificates = type(office.certificates)(ISSUER, office.certificates.keys, CATALOGUE.frameworks.get)
    with office.database.session(writes=True) as session:
        for subject, version in (("s1", framework.version), ("s2", framework.version), ("s3", "1999")):
            request = wanted(office.learner, subject)
            certificates.issue(session, type(request)(**{**vars(request), "framework_version": version}), AT)
        session.commit()
        kept = session.scalars(select(FrameworkEdition)).all()
    assert [(one.framework, one.version) for one in kept] == [("nguoi-dan", framework.version)]
    assert framework.groups[0].skills[0].able in kept[0].text


# Heads


def keep(office: Office, days: int, *, daily: bool = True) -> tuple[int, ...] | None:
    """Gives the sizes of all heads there are."""
    with office.database.session(writes=True) as session:
        office.certificates.keep_head(session, AT + timedelta(days=days), daily=daily)
        session.commit()
        return tuple(session.scalars(select(LogHead.size).order_by(LogHead.size)))


def test_head_is_signed_once_a_day_and_whenever_it_is_asked_for(office: Office) -> None:
    assert keep(office, 0) == ()  # of nothing there is none
    office.issue("s1")
    assert keep(office, 0) == (2,)
    office.issue("s2")
    assert keep(office, 0) == (2,)
    assert keep(office, 0, daily=False) == (2, 3)
    assert keep(office, 1) == (2, 3)  # nothing new to sign
    office.issue("s3")
    assert keep(office, 1) == (2, 3, 4)
    with office.database.reading.connect() as connection:
        for head in connection.execute(select(LogHead.size, LogHead.token)):
            said = head_in(connection, head.token)
            assert (said["size"], said["root"]) == (head.size, log.root_of(connection, head.size).hex())


def test_first_head_does_not_wait_for_the_first_certificate(office: Office) -> None:
    """Digests of seeds stand in the log from the first day."""
    with office.database.transaction() as connection:
        log.append(connection, [canonical({"at": moment(AT), "event": "second-readings"})])
    assert keep(office, 0) == (2,)
    assert events(office) == ["second-readings", "key"], "the key stands in the log before what it signs"
    office.issue("s1")
    assert keep(office, 1) == (2, 3)
    assert events(office)[1:] == ["key", "issued"]
    assert faults(office) == ()


def test_four_servers_that_sign_at_once_keep_one_head(office: Office) -> None:
    office.issue()
    together(*[lambda: keep(office, 0)] * 4)
    with office.database.reading.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(LogHead)) == 1
