"""What the templates of this feature receive. Nothing here holds a key or a feedback before the answer is in."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Feedback:
    """For exactly what was answered. `notice` says, when needed, that an earlier answer already counts. `why_url`: where
    the lesson's own sentence is looked up; "" where there is nothing to explain."""

    right: bool
    partly: bool
    chosen: str  # HTML
    text: str  # HTML
    next_url: str
    retry_url: str
    notice: str
    why_url: str


@dataclass(frozen=True)
class Aid:
    """What may help before the answer: `hints` that were asked for so far (HTML, from a feature above), and `more_url`, to
    which the form is sent for one more; "" when there is none."""

    hints: tuple[str, ...] = ()
    more_url: str = ""


@dataclass(frozen=True)
class QuestionPage:
    """Unanswered (`feedback` is None: a form with `key` and `version`) or answered (feedback instead of the form).

    `shown` is what the partial template kinds/<kind>.html receives: a dataclass of the kind, without key or feedback.
    `number` of `total`, which is 0 outside of a lesson. `leave_url` is "" in a lesson, else where one may stop. While
    somebody helps (`assisted`) the page offers to hand the phone back, and come back `here`; else to say that somebody
    helped (`helped_url`). `tutor_url`: for who has a question of their own; "" outside of a lesson.
    """

    template: ClassVar[str] = "question.html"
    title: str
    lesson_title: str
    number: int
    total: int
    stem: str  # HTML
    kind: str
    shown: object
    action: str
    key: str
    version: str
    error: str
    feedback: Feedback | None
    aid: Aid
    tutor_url: str
    previous_url: str
    leave_url: str
    assisted: bool
    here: str
    helped_url: str

    @property
    def is_kept(self) -> bool:
        """Many people give the same answer; each form has a key of its own."""
        return self.feedback is not None


@dataclass(frozen=True)
class RestingPage:
    """Instead of a question, a simulation or a drill that teachers read again; `next_url` leads on."""

    template: ClassVar[str] = "resting.html"
    title: str
    lesson_title: str
    next_url: str


@dataclass(frozen=True)
class OpenQuestion:
    """A question of the lesson that was not answered yet."""

    url: str
    number: int


@dataclass(frozen=True)
class FinishedPage:
    """`able` ("bây giờ bác làm được") and `card` (to keep) are HTML. A `finished` lesson with `open_questions` has got
    new ones since. `assisted`, `here`, `helped_url` as for a question; `helped_url` is "" before anything was answered.
    """

    template: ClassVar[str] = "finished.html"
    title: str
    lesson_title: str
    finished: bool
    able: str
    card: str
    open_questions: tuple[OpenQuestion, ...]
    next_lesson_url: str
    next_lesson_title: str
    assisted: bool
    here: str
    helped_url: str
