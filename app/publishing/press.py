"""Putting a draft on the disk, so that a crash at any moment leaves it published or not, never half.

What is going to be written is written down first (a `Publication`, committed), then the file takes its new text in one
step, then the row says so. Whoever finds a row without an end looks at the file: it holds the new text, and the row is
ended; or what it held before, and it is written; or something else, and the publication is taken back.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import structlog

from app.authoring.domain.judging import Surroundings, slug_of
from app.authoring.models import DraftState
from app.authoring.service import DraftMoved, find_draft, latest_text
from app.core.clock import Clock
from app.core.db import Database
from app.core.ids import version_of
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.compilation import Compiled
from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.source import SourceFile, with_plain_line_ends
from app.courses.library import ContentLibrary
from app.publishing import queries, service
from app.publishing.domain.decisions import seems_stuck
from app.publishing.domain.judging import Judgement, judge_lesson, judge_shared
from app.publishing.folders import FileChanged, NoPlace, NotWritable, Place, find_place, only_writer, probe, read, write
from app.publishing.models import Publication
from app.quiz.domain.kinds import KINDS

log = structlog.get_logger()

Reason = Literal["no-place", "not-writable", "file-changed", "faulty", "unchanged", "late"]


class Withheld(Exception):
    """It cannot be submitted or published as it is; `faults` say more where the text itself is why."""

    def __init__(self, reason: Reason, faults: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.faults = faults


@dataclass(frozen=True)
class Proof:
    """A draft that may be submitted: revision `number` holds `text`, the file holds `before` (None: there is none)."""

    place: Place
    path: str
    number: int
    text: str
    before: str | None
    labels: frozenset[str]
    judged_in: Catalogue = field(repr=False)


class Press:
    """One for the service: it knows the folders, the compiler and the database."""

    def __init__(self, roots: Sequence[Path], database: Database, library: ContentLibrary, clock: Clock) -> None:
        self._roots = tuple(roots)
        self._database = database
        self._library = library
        self._clock = clock

    def file_text(self, path: str) -> str | None:
        """What the file holds; None where there is none. Raises Withheld."""
        with _reasons_told():
            return read(find_place(self._roots, path))

    def prove(self, draft_id: int, number: int, state: DraftState) -> Proof:
        """The draft as it would be published now. Of a file that lessons share the whole catalogue is compiled, which
        takes seconds: no transaction is open meanwhile. Raises NotFound, DraftMoved when the draft is not as seen,
        Withheld."""
        path, base, text = self._seen(draft_id, number, state)
        self._library.refresh()  # what another server has published a moment ago judges with
        with _reasons_told():
            place = find_place(self._roots, path)
            before = read(place)
            probe(place)
        if (before or "") != base:
            raise Withheld("file-changed")
        if before == text:
            raise Withheld("unchanged")
        judged_in = self._library.catalogue
        return Proof(place, path, number, text, before, self._labels(path, text), judged_in)

    def _wait_for_writer(self, draft_id: int, number: int) -> None:
        """Somebody may be publishing this very draft: then it has moved, which says more than that its file changed.
        Raises DraftMoved."""
        with _reasons_told(), only_writer(find_place(self._roots, self.path_of(draft_id)).root):
            self._seen(draft_id, number, "submitted")

    def path_of(self, draft_id: int) -> str:
        """Raises NotFound."""
        with self._database.session(writes=False) as session:
            return find_draft(session, draft_id).path

    def _seen(self, draft_id: int, number: int, state: DraftState) -> tuple[str, str, str]:
        """Path, text of the file that it goes out from, text."""
        with self._database.session(writes=False) as session:
            draft = find_draft(session, draft_id)
            if (draft.number, draft.state) != (number, state):
                raise DraftMoved
            return draft.path, draft.base_text, _whole(latest_text(session, draft))

    def _labels(self, path: str, text: str) -> frozenset[str]:
        judged = self._judged(path, text)
        if judged.faults:
            raise Withheld("faulty", judged.faults)
        return judged.labels

    def _judged(self, path: str, text: str) -> Judgement:
        library = self._library
        if slug_of(path):
            around = Surroundings(library.catalogue, library.files, self._clock.today(), KINDS)
            return judge_lesson(path, text, around)
        now = Compiled(library.catalogue, library.diagnostics)
        return judge_shared(path, now, library.compiled_with(SourceFile(path, path.partition("/")[2], text.encode())))

    def publish(self, draft_id: int, number: int, account_id: int, is_late: Callable[[], bool] = lambda: False) -> None:
        """`number`: the revision that this person decided about; `is_late`: whether they have been told that nothing
        came of it. Raises NotFound, Withheld, DraftMoved, Obstructed."""
        if self._was_left_published(draft_id, number):
            return
        try:
            proof = self.prove(draft_id, number, "submitted")
        except Withheld as withheld:
            if withheld.reason == "file-changed":
                self._wait_for_writer(draft_id, number)
            raise
        with _reasons_told(), only_writer(proof.place.root):
            self._settle(proof.path, proof.place)
            self._seen(draft_id, number, "submitted")  # or what others published is told as a file that changed
            if read(proof.place) != proof.before:
                raise FileChanged
            self._library.refresh()
            if self._library.catalogue is not proof.judged_in:  # another file was published since
                proof = replace(proof, labels=self._labels(proof.path, proof.text))
            if is_late():
                raise Withheld("late")
            publication_id = self._intend(draft_id, proof, account_id)
            try:
                write(proof.place, proof.text, proof.before)
            except (FileChanged, NotWritable):
                if not self._end(publication_id, proof.place):
                    raise
            else:
                self._end(publication_id, proof.place)
        self._library.look_now()

    def _was_left_published(self, draft_id: int, number: int) -> bool:
        """Ends what an earlier attempt has left without an end; gives whether this revision is published by that."""
        path = self.path_of(draft_id)
        with self._database.session(writes=False) as session:
            begun = [publication.at for publication in queries.unfinished(session, path)]
        if not any(seems_stuck(at, self._clock.now()) for at in begun):
            return False
        with _reasons_told():
            place = find_place(self._roots, path)
            with only_writer(place.root):
                self._settle(path, place)
        self._library.look_now()
        with self._database.session(writes=False) as session:
            kept = queries.publication_of_draft(session, draft_id)
            return kept is not None and (kept.number, kept.state) == (number, "done")

    def recover(self) -> None:
        """At start: ends what a crash has left without an end."""
        with self._database.session(writes=False) as session:
            left = [publication.path for publication in queries.unfinished(session)]
        for path in left:
            try:
                place = find_place(self._roots, path)
                with only_writer(place.root):
                    self._settle(path, place)
            except (NoPlace, NotWritable) as error:  # a root that is away now may be back at the next start
                log.warning("publication left unfinished", reason=type(error).__name__)

    def _settle(self, path: str, place: Place) -> None:
        """Ends the publications of this file that were begun and not ended. Only for who holds the folder's lock: else
        they may be going on. What was taken back since then is not written any more."""
        with self._database.session(writes=False) as session:
            left = queries.unfinished(session, path)
        for publication in left:
            before = read(place)
            is_wanted = _version(before) == publication.replaced and self._still_waits(publication)
            if before != publication.text and is_wanted:
                try:
                    write(place, publication.text, before)
                except NotWritable:
                    log.warning("publication taken back", path=path)
            self._end(publication.id, place)

    def _still_waits(self, publication: Publication) -> bool:
        with self._database.session(writes=False) as session:
            draft = find_draft(session, publication.draft_id)
            return (draft.number, draft.state) == (publication.number, "submitted")

    def _intend(self, draft_id: int, proof: Proof, account_id: int) -> int:
        with self._database.session(writes=True) as session:
            draft = find_draft(session, draft_id)
            intended = service.intend_publication(
                session, draft, proof.number, proof.text, proof.labels, _version(proof.before), account_id,
                self._clock.now(),
            )  # fmt: skip
            session.commit()
            return intended.id

    def _end(self, publication_id: int, place: Place) -> bool:
        """As the file is, so the row. Gives whether it was published."""
        on_disk = read(place)
        with self._database.session(writes=True) as session:
            publication = session.get_one(Publication, publication_id)
            is_done = on_disk == publication.text
            if is_done:
                draft = find_draft(session, publication.draft_id)
                service.finish_publication(session, draft, publication, self._clock.now())
            else:
                service.undo_publication(publication)
            session.commit()
        return is_done


@contextmanager
def _reasons_told() -> Iterator[None]:
    try:
        yield
    except NoPlace:
        raise Withheld("no-place") from None
    except NotWritable:
        raise Withheld("not-writable") from None
    except FileChanged:
        raise Withheld("file-changed") from None


def _whole(text: str) -> str:
    """As a file of text holds it."""
    plain = with_plain_line_ends(text)
    return plain if plain.endswith("\n") else f"{plain}\n"


def _version(text: str | None) -> str:
    return "" if text is None else version_of(text)
