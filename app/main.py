"""The application, put together: the only file that knows every feature."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Scope

from app.accounts import routes as accounts
from app.accounts.deps import DEVICE, guarded, install_refusals, require_access
from app.accounts.service import forget_expired
from app.authoring import routes as authoring
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.core.logging import configure_logging
from app.courses import routes as courses
from app.courses.library import ContentLibrary
from app.courses.public_pages import PublicPages
from app.quiz import routes as quiz
from app.quiz.answer_log import AnswerLog
from app.quiz.domain.kinds import KINDS
from app.web import health
from app.web.assets import Assets
from app.web.deadline import Deadline
from app.web.errors import LastResort, install_error_pages
from app.web.observe import Observe
from app.web.prebuilt import Headers, Prebuilt, PrebuiltPages
from app.web.render import Templates
from app.web.security import BodyLimit, ResponseHeaders, SameOrigin

APP = Path(__file__).parent
MAX_BODY_BYTES = 256_000
DEADLINE_S = 5.0
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
    state.library = ContentLibrary(settings.content_dirs, state.database, state.clock, KINDS)
    state.answer_log = AnswerLog(state.database)
    state.assets = Assets()
    for router in (courses.router, quiz.router, accounts.router, authoring.router, health.router):
        app.include_router(router)
    state.path_to = lru_cache(maxsize=4096)(app.url_path_for)
    state.templates = Templates(sorted(APP.glob("*/templates")), state.path_to, state.assets.urls)
    install_error_pages(app)
    install_refusals(app)
    https = settings.public_url.startswith("https://")
    # The last one added is the outermost.
    app.add_middleware(SameOrigin)
    app.add_middleware(BodyLimit, most=MAX_BODY_BYTES)
    app.add_middleware(Deadline, seconds=DEADLINE_S)
    app.add_middleware(GZipMiddleware, minimum_size=600, compresslevel=4)
    app.add_middleware(LastResort)
    app.add_middleware(ResponseHeaders, https=https)
    app.add_middleware(Observe)
    device_cookie = guarded(settings, DEVICE)
    pages = PublicPages(state.templates, state.path_to, device_cookie, secure=settings.secure_cookies, https=https)
    state.library.on_change(pages.rebuild)
    state.library.on_change(lambda _catalogue: _tidy(state.database, state.clock))

    def find(scope: Scope, headers: dict[bytes, bytes]) -> tuple[Prebuilt, Headers] | None:
        asset = state.assets.files.get(scope["path"])
        return (asset, []) if asset else pages.find(scope, headers)

    return PrebuiltPages(app, find)


def _tidy(database: Database, clock: Clock) -> None:
    """At start and after midnight, when the library loads anew: what has expired is forgotten."""
    with database.session(writes=True) as session:
        forget_expired(session, clock.now())
        session.commit()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    state.library.refresh()
    state.library.watch(WATCH_DEV_S if state.settings.env == "dev" else WATCH_PROD_S)
    state.answer_log.start()
    yield
    state.answer_log.stop()
    state.library.stop()
    state.database.close()
