"""Consent to be certified: given with the name for the paper when a sitting begins, taken back at any time."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import consents
from app.accounts.domain.consent import TEXTS, Purpose
from app.certification.identities import forget_identity
from app.certification.service import hide_names
from app.core.db import insert_or_update
from app.learners.models import Learner
from app.sittings.models import CertificateName
from app.sittings.pausing import leave_sitting
from app.sittings.queries import find_sitting, open_sitting
from app.sittings.standards import Engine


def agree(session: Session, learner_id: int, name: str, now: datetime) -> None:
    """To today's terms, with the name that is to be printed: the newest name holds, and every consent stays on record. Two at
    once agree one after the other."""
    _wait_for_others(session, learner_id)
    version = TEXTS[Purpose.CERTIFICATE].version
    first = insert_or_update(session.get_bind().dialect.name, CertificateName)
    first = first.values(learner_id=learner_id, name=name, consent_at=now, consent_version=version)
    session.execute(first.on_conflict_do_nothing())
    kept = session.get_one(CertificateName, learner_id, with_for_update=True, populate_existing=True)
    kept.name, kept.consent_at, kept.consent_version = name, now, version
    consents.give(session, learner_id, Purpose.CERTIFICATE, now)
    session.flush()


def take_back_agreement(session: Session, engine: Engine, learner_id: int, now: datetime) -> None:
    """What goes on ends, what was not decided brings no certificate (outcomes.NotAgreed), the name for the paper and the mark
    of the identity number are gone. Certificates stay valid, and nobody who checks them reads the name. Taking back twice is
    taking back once."""
    going = open_sitting(session, learner_id)
    if going is not None:
        mine = find_sitting(session, learner_id, going.token, lock=True)
        if mine is not None:
            leave_sitting(session, engine, mine, now)
    _wait_for_others(session, learner_id)
    hide_names(session, learner_id)
    session.execute(delete(CertificateName).where(CertificateName.learner_id == learner_id))
    forget_identity(session, learner_id)
    consents.withdraw(session, learner_id, None, Purpose.CERTIFICATE, now)
    session.flush()


def _wait_for_others(session: Session, learner_id: int) -> None:
    """Who agrees or takes it back has the learner before anything that hangs on them, as who erases does, who would wait for
    the name while these wait for the learner; other rows may be written meanwhile."""
    session.execute(select(Learner.id).where(Learner.id == learner_id).with_for_update(key_share=True))
