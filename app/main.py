"""The application, put together: the only file that knows every feature."""

import asyncio
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.datastructures import State
from starlette.types import Scope

from app.accounts import routes as accounts
from app.accounts.deps import install_refusals, read_account_note, require_access
from app.accounts.service import forget_expired
from app.authoring import routes as authoring
from app.authoring.routes import exchanging
from app.core.batch import BatchWorker
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
from app.learners import routes as learners
from app.learners.deps import DEVICE
from app.observations import routes as observations
from app.observations.service import Observations
from app.practice import routes as practice
from app.practice.learner_records import LearnerRecords
from app.practice.views import skill_index
from app.publishing.press import Press
from app.publishing.routes import reviewing, versions
from app.quiz import routes as quiz
from app.quiz.answer_log import AnswerLog
from app.quiz.domain.kinds import KINDS
from app.quiz.queries import last_answers
from app.simulations import routes as simulations
from app.simulations.queries import find_attempts
from app.simulations.tap_log import TapLog
from app.tutor.provider import provider_from
from app.upkeep import routes as upkeep
from app.upkeep.service import forget_reporters
from app.web import health
from app.web.assets import Assets
from app.web.cookies import guarded
from app.web.errors import install_error_pages
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
        openapi_url=None,  # until there is an API to describe
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
    state.assets = Assets()
    state.account_note = read_account_note
    for router in (
        courses.router,
        learners.router,
        accounts.router,
        authoring.router,
        upkeep.router,
        observations.router,
        reviewing.router,
        versions.router,
        health.router,
    ):
        app.include_router(router)
    state.path_to = lru_cache(maxsize=4096)(app.url_path_for)
    state.templates = Templates(sorted(APP.glob("*/templates")), state.path_to, state.assets.urls)
    install_error_pages(app)
    install_refusals(app)
    https = settings.public_url.startswith("https://")
    pages = [*courses.pages, *quiz.pages, *drills.pages, *simulations.pages, *practice.pages]
    app.router.routes[:0] = pages
    guarded_app = Guard(
        PageRoutes(app, pages),
        app,
        https=https,
        hosts=settings.hosts,
        most_body=MAX_BODY_BYTES,
        seconds=REQUEST_S,
        uploads={str(state.path_to("import_archive")): Upload(MAX_ARCHIVE_BYTES, exchanging.TOO_BIG)},
    )
    device_cookie = guarded(settings, DEVICE)
    public = PublicPages(state.templates, state.path_to, device_cookie, secure=settings.secure_cookies, https=https)
    state.library.on_change(public.rebuild)
    state.library.on_change(lambda catalogue: setattr(state, "skill_index", skill_index(catalogue)))
    state.library.on_change(lambda _catalogue: _tidy(state.database, state.clock))

    return PrebuiltPages(app, guarded_app, _finder(state.assets, public, settings.hosts))


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
    # What runs as long as the service does, and must be alive for it to be ready.
    state.workers = [
        state.answer_log,
        state.progress_reader,
        state.answer_reader,
        state.tap_log,
        state.attempt_reader,
        state.drill_reader,
        state.learner_records,
    ]


def _tidy(database: Database, clock: Clock) -> None:
    """At start and after midnight, when the library loads anew: what has expired is forgotten."""
    with database.session(writes=True) as session:
        forget_expired(session, clock.now())
        forget_reporters(session, clock.today())
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
    if state.provider is not None:
        await state.provider.close()
    state.database.close()
