"""What the templates of this feature receive. Nothing here tells what is right, how an answer was scored, or how sure the
engine is; after the end, what was shown group by group."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.courses.domain.communes import CommuneField
from app.quiz.domain.simulation.showing import View
from app.web.qr import QrCode


@dataclass(frozen=True)
class LinkRow:
    """`words` about it stand below."""

    url: str
    name: str
    words: str = ""


@dataclass(frozen=True)
class CertificationPage:
    """`audience`: for whom the test is, `may_choose` another one; `groups`: what is asked about. `going`: the sitting that
    has not ended, of `holder`. `holding`: the certificate that is valid. `wait`: why the next one cannot begin yet, "" when
    it can. `has_account`: they can go on on another phone. `identity_url`: "" where nobody is asked for the number of
    their card."""

    template: ClassVar[str] = "certification.html"
    title: str
    is_offered: bool
    audience: str
    may_choose: bool
    groups: str
    valid_months: int
    going: LinkRow | None
    holder: str
    holding: LinkRow | None
    wait: str
    begin_url: str
    class_url: str
    earlier: tuple[LinkRow, ...]
    certificates: tuple[LinkRow, ...]
    has_account: bool
    identity_url: str


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class BeginSittingPage:
    """Consent, the name to be printed, whose phone; `in_class` also the code on the wall, and the `key` by which the form is
    known when it comes twice; alone also for which audience. `holder`: whose sitting goes on here, "" for nobody's.
    `errors` by field, "" for the whole form. While somebody helps (`assisted`), the phone is handed back first, to come
    `here`."""

    template: ClassVar[str] = "begin_sitting.html"
    title: str
    in_class: bool
    action: str
    here: str
    assisted: bool
    terms: tuple[str, ...]
    holder: str
    name: str
    code: str
    devices: tuple[Choice, ...]
    audience: str
    audiences: tuple[Choice, ...]
    agreed: bool
    errors: Mapping[str, str]
    key: str
    back_url: str


@dataclass(frozen=True)
class SittingNamePage:
    """The name as it will be printed, which nobody changes once the test goes on, perhaps one that somebody only is called by
    (`is_as_called`), and for whom the test is. `device` and `framework`: what was chosen before."""

    template: ClassVar[str] = "sitting_name.html"
    title: str
    action: str
    name: str
    is_as_called: bool
    audience: str
    device: str
    framework: str


@dataclass(frozen=True)
class Around:
    """What stands around a task. `progress`: where somebody is on the way, in words. `pause_costs`: the task counts as not
    done for who pauses now. `assisted`: somebody helps, and is asked to hand the phone back, to come `here`."""

    action: str
    pause_url: str
    here: str
    key: str
    progress: str
    error: str
    assisted: bool
    pause_costs: bool


@dataclass(frozen=True)
class SittingTaskPage:
    """`shown`: what the partial template kinds/<kind>.html receives, without key or feedback."""

    template: ClassVar[str] = "sitting_task.html"
    title: str
    stem: str  # HTML
    kind: str
    shown: object
    around: Around


@dataclass(frozen=True)
class SittingSimulationPage:
    """`typed`: what an entry holds again after a form that was not taken. `skip_url`: where who cannot do it passes over."""

    template: ClassVar[str] = "sitting_simulation.html"
    title: str
    stem: str  # HTML
    view: View
    typed: Mapping[str, str]
    focus: str
    skip_url: str
    around: Around


@dataclass(frozen=True)
class SittingPausedPage:
    """No task is shown: paused, its class is over, or the task rests. `go_on_url` is "" where one cannot go on here;
    `class_url` "" where no class is needed; `leave_url`: to end it for good."""

    template: ClassVar[str] = "sitting_paused.html"
    title: str
    heading: str
    words: str
    go_on_url: str
    class_url: str
    leave_url: str


@dataclass(frozen=True)
class SkillBar:
    """`low` to `high`: hundredths of a bar with the standard in its middle."""

    name: str
    words: str
    low: int
    high: int


@dataclass(frozen=True)
class SittingEndPage:
    """What somebody can do, what to practise, what is known of each skill, what happens now. `verdict`: the words of who decided, "" before that.
    `appeal_url`: one tap for another look; "" where there is nothing to look at again, or it is asked for already."""

    template: ClassVar[str] = "sitting_end.html"
    title: str
    heading: str
    lead: str
    able: tuple[str, ...]
    practise: tuple[LinkRow, ...]
    skills: tuple[SkillBar, ...]
    not_asked: str
    now: tuple[str, ...]
    verdict: str
    certificate_url: str
    appeal_url: str
    appealed: str
    home_url: str


@dataclass(frozen=True)
class SupervisionRow:
    url: str
    place: str
    when: str
    state: str
    is_open: bool


@dataclass(frozen=True)
class SupervisionsPage:
    """A supervisor's classes, and the form that opens one. `frameworks`: what can be certified here; none closes it, and
    so does keeping the bank. `has_commune`: an admin wrote where they work, with
    which the form begins."""

    template: ClassVar[str] = "supervisions.html"
    title: str
    rows: tuple[SupervisionRow, ...]
    frameworks: tuple[Choice, ...]
    action: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    commune: CommuneField
    has_commune: bool
    keeps_bank: bool
    practical_url: str


@dataclass(frozen=True)
class NamesakeRow:
    """That somebody of this name sat before, `when`, and whether it is the same person; `id` of the line and that sitting, `said`
    what the supervisor answered, "" nothing yet."""

    id: str
    when: str
    asked: str
    said: str


@dataclass(frozen=True)
class SeatRow:
    """Somebody on the list; `id` of the line. `code`: that is good now; `trouble`: in which one would help, "" for none.
    `practical`: what they are invited to show, in words; `practical_url`: where what was seen is written down.
    `waits`: from when they may come in, "" now."""

    id: str
    name: str
    state: str
    note: str
    has_come: bool
    may_be_freed: bool
    code: str
    about_code: str
    trouble: str
    assisted: bool
    devices: tuple[Choice, ...]
    practical: str
    practical_url: str
    namesakes: tuple[NamesakeRow, ...]
    waits: str


@dataclass(frozen=True)
class PracticalCodePage:
    """Where a supervisor types the code that an invited learner shows them."""

    template: ClassVar[str] = "practical_code.html"
    title: str
    action: str
    code: str
    error: str
    back_url: str


@dataclass(frozen=True)
class WatchedRow:
    """A skill to be shown; `field` names what is sent of it. `seen`: what may be said of it."""

    field: str
    name: str
    able: str
    seen: tuple[Choice, ...]
    note: str
    error: str


@dataclass(frozen=True)
class PracticalPage:
    """What somebody who is invited shows, and what their supervisor saw. `action` "" once somebody has decided."""

    template: ClassVar[str] = "practical.html"
    title: str
    name: str
    rows: tuple[WatchedRow, ...]
    told: str
    action: str
    error: str
    saved: bool
    back_url: str


@dataclass(frozen=True)
class SupervisionPage:
    """A class sitting: the code for the wall, typed or scanned (`qr`, None once it is over), who has come and how far, never
    with which answers; whether anybody `has_come`, how many are `going`."""

    template: ClassVar[str] = "supervision.html"
    title: str
    code: str
    place: str
    closes: str
    is_open: bool
    join_address: str
    qr: QrCode | None
    seats: tuple[SeatRow, ...]
    has_come: bool
    going: int
    mark_url: str
    free_url: str
    code_url: str
    names_url: str
    namesakes_url: str
    close_url: str
    back_url: str
    error: str
    saved: bool
