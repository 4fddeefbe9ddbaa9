"""Answers that a model wrote and every sentence of which held: who asks the same next gets it at once, and for nothing."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core.db import insert_or_update
from app.core.ids import digest
from app.courses.domain.readers import Reader
from app.tutor.domain import prompting
from app.tutor.domain.answers import Answer, Citation
from app.tutor.domain.grounding import check
from app.tutor.domain.prompting import Source
from app.tutor.domain.transcript import read_told
from app.tutor.models import KeptAnswer, TutorMessage

MOST = 5_000
KEPT = timedelta(days=30)
_table = KeptAnswer.__table__


def key_of(question: Sequence[str], given: Sequence[Source], reader: Reader, model: str) -> str:
    """`question`: as lessons would spell it (spelling.Reading.meant). Another version of a step, of a fact that it states,
    of the rules or of the model is another key: what is kept under the old one is never found again."""
    steps = [_step(one) for one in given]
    made_of = [prompting.VERSION, check.VERSION, model, repr(reader), list(question), steps]
    return digest(json.dumps(made_of, ensure_ascii=False))


def _step(source: Source) -> list[object]:
    passage = source.passage
    facts = [(one.id, one.statement, one.source.name, one.source.url, f"{one.seen_on}") for one in source.facts]
    texts = [sentence.text for sentence in source.sentences]
    return [passage.anchor, passage.title, passage.heading, passage.is_grave, texts, facts]


def find(session: Session, key: str, given: Sequence[Source], now: datetime) -> Answer | None:
    """`given`: the same steps from which it was made, with the same facts: both are in the key."""
    kept = session.scalar(select(KeptAnswer.answer).where(KeptAnswer.key == key, KeptAnswer.kept_at > now - KEPT))
    if kept is None:
        return None
    document = json.loads(kept)
    facts = {fact.id: fact for one in given for fact in one.facts}
    cited = tuple(Citation(**one) for one in document["citations"])
    return Answer("answer", document["text"], cited, source="llm", facts=tuple(facts[id_] for id_ in document["facts"]))


def withdraw(session: Session, learner_id: int, message: str) -> None:
    """What a model wrote and this learner was told under the key `message` is not told to others again. A row is found by
    its words: nothing in it says who asked."""
    mine = (TutorMessage.key == message) & (TutorMessage.learner_id == learner_id) & (TutorMessage.source == "llm")
    stored = session.scalar(select(TutorMessage.answer).where(mine))
    if stored is not None:
        begins = _opening(read_told(stored).text)
        session.execute(delete(KeptAnswer).where(func.substr(_table.c.answer, 1, len(begins)) == begins))


def _opening(text: str) -> str:
    """With what the document of an answer of these words begins."""
    return json.dumps({"text": text}, ensure_ascii=False).removesuffix("}") + ","


def keep(session: Session, key: str, answer: Answer, now: datetime) -> None:
    """The oldest go when there are too many."""
    document = {
        "text": answer.text,
        "citations": [vars(one) for one in answer.citations],
        "facts": [fact.id for fact in answer.facts],
    }
    row = {"key": key, "answer": json.dumps(document, ensure_ascii=False), "kept_at": now}
    insert = insert_or_update(session.get_bind().dialect.name, KeptAnswer).values(row)
    session.execute(
        insert.on_conflict_do_update(index_elements=["key"], set_={k: row[k] for k in ("answer", "kept_at")})
    )
    newest = select(_table.c.key).order_by(_table.c.kept_at.desc(), _table.c.key).limit(MOST)
    session.execute(delete(KeptAnswer).where(_table.c.key.not_in(newest)))


def forget_old_answers(session: Session, now: datetime) -> None:
    session.execute(delete(KeptAnswer).where(_table.c.kept_at <= now - KEPT))
