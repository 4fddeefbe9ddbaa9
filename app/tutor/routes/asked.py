"""A question that was sent: what is kept of it, and where the answer is shown."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from app.core.ids import signature
from app.courses.deps import library_of
from app.learners.deps import device_of, remember_learner, settings_of
from app.tutor.deps import address_of, ladder_of, learner_of
from app.tutor.domain.answers import Answer
from app.tutor.domain.redaction import Redacted
from app.tutor.domain.transcript import Told, told, topic_of
from app.tutor.message_log import NewMessage
from app.tutor.pages import Beside
from app.tutor.queries import Message

PURPOSE = "tutor question"


@dataclass(frozen=True)
class Asked:
    """A question as it was sent, without what is private. `key` is that of the form; the same words sent again under it
    are the same message, other words that are kept, after going back, are not. `since`: when it came in (time.monotonic)."""

    question: Redacted
    key: str
    place: Beside | None
    since: float

    @property
    def lesson(self) -> str | None:
        return self.place.lesson if self.place else None

    def message_key(self, secret: bytes) -> str:
        return signature(secret, PURPOSE, f"{self.key} {self.question.text}")


def message_of(request: Request, asked: Asked, answer: Answer, now: datetime) -> NewMessage:
    place, catalogue = asked.place, library_of(request).catalogue
    return NewMessage(
        key=asked.message_key(settings_of(request).secret),
        learner_id=learner_of(request),
        question=asked.question.text,
        topic=topic_of(asked.question.text, answer.situation),
        lesson=place.lesson if place else "",
        step=catalogue.lessons[place.lesson].screens[place.number - 1].slug if place else "",
        told=told_of(request, answer),
        at=now,
        address=address_of(request, "tutor visitors"),
    )


def told_of(request: Request, answer: Answer) -> Told:
    tutor = ladder_of(request).tutor()
    return told(answer, tutor.wordings if tutor else {})


def row_of(message: NewMessage, told: Told) -> Message:
    return Message(message.key, message.question, message.at, told.document(), was_helpful=None)


def shown(request: Request, asked: Asked, key: str, learner: int) -> Response:
    """By a redirect, for htmx as well: going back or loading again never asks to send the question again."""
    place = {"bai": asked.place.lesson, "buoc": asked.place.number} if asked.place else {}
    query = urlencode({**place, "tin": key})
    response = RedirectResponse(f"{request.app.state.path_to('tutor')}?{query}#tra-loi", 303)
    remember_learner(request, response, device_of(request), learner)
    return response
