"""Whatever goes wrong becomes a page in Vietnamese that says what to do. Never a stack trace, never a blank page."""

import traceback

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from app.core.batch import DatabaseBusy
from app.web.pages import Again, ErrorPage, WayOn
from app.web.render import render

log = structlog.get_logger()
API = "/api/v1/"

TITLES = {
    400: "Yêu cầu chưa đúng",
    403: "Trang này không dành cho bác",
    404: "Không tìm thấy trang này",
    405: "Không tìm thấy trang này",
    409: "Chưa phải lúc này",
    413: "Nội dung gửi lên dài quá",
    421: "Địa chỉ này không phải của Học Vụ Số",
    422: "Có chỗ chưa đúng",
    429: "Bác thử nhiều lần quá",
    500: "Máy của chúng tôi đang trục trặc",
    503: "Máy đang bận",
}
MESSAGES = {
    400: "Bác bấm nút quay lại rồi thử lần nữa. Bác không làm hỏng gì đâu.",
    403: "Trang này cần người có quyền. Bác quay về trang đầu để học tiếp nhé.",
    404: "Có thể địa chỉ gõ nhầm, hoặc bài đã đổi tên. Bác về trang đầu là thấy các bài.",
    405: "Có thể địa chỉ gõ nhầm, hoặc bài đã đổi tên. Bác về trang đầu là thấy các bài.",
    409: "Bác làm xong việc đang dở rồi quay lại nhé.",
    413: "Bác rút ngắn lại rồi gửi lần nữa nhé.",
    421: "Bác gõ lại đúng địa chỉ mà người ta đã đưa cho bác nhé. Bác không làm hỏng gì đâu.",
    422: "Bác quay lại xem chỗ vừa điền rồi gửi lần nữa nhé.",
    429: "Bác nghỉ tay vài phút rồi thử lại nhé.",
    500: "Bác không làm gì sai cả. Những gì bác đã học vẫn còn. Bác thử lại sau ít phút nhé.",
    503: "Bác chờ một chút rồi bấm lại nhé. Những gì bác đã học vẫn còn.",
}


class NotFound(HTTPException):
    """Also for what exists but belongs to someone else."""

    def __init__(self, message: str = "") -> None:
        super().__init__(404, message)


class Refused(HTTPException):
    def __init__(self, message: str = "") -> None:
        super().__init__(403, message)


class NotNow(HTTPException):
    """Something else goes on, with which this does not agree: `way_on` leads to it."""

    def __init__(self, message: str, way_on: WayOn) -> None:
        super().__init__(409, message)
        self.way_on = way_on


def error_page(request: Request, status: int, message: str = "", way_on: WayOn | None = None) -> Response:
    """For programs that ask an address of the API, a document."""
    again = _again(request) if status == 503 else None
    known = status if status in TITLES else 500 if status >= 500 else 400
    if request.scope["path"].startswith(API):
        return error_reply(status, message or TITLES[known] + ".")
    request_id = getattr(request.state, "request_id", "")
    response: Response = render(
        request, ErrorPage(TITLES[known], message or MESSAGES[known], status, request_id, way_on, again), status
    )
    if status in (429, 503):
        response.headers["Retry-After"] = "5"
    return response


def _again(request: Request) -> Again | None:
    """Only what is known to hold no secret (deps.read_plain_form), or nothing at all."""
    sent: FormData | None = getattr(request.state, "sent", None)
    if sent is None:
        return None
    url = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Again(url, tuple((name, value) for name, value in sent.multi_items() if isinstance(value, str)))


def error_reply(status: int, message: str) -> JSONResponse:
    """What every address of the API says of what went wrong."""
    retry = {"Retry-After": "5"} if status in (429, 503) else {}
    return JSONResponse({"error": message}, status, headers={"Cache-Control": "no-store", **retry})


async def refuse(status: int, scope: Scope, receive: Receive, send: Send, message: str = "") -> None:
    """An error page from plain ASGI, inside the application."""
    await error_page(Request(scope), status, message)(scope, receive, send)


def install_error_pages(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        # Only our own classes speak Vietnamese; the framework's details are English.
        message = str(error.detail) if isinstance(error, (NotFound, Refused, NotNow)) else ""
        response = error_page(request, error.status_code, message, getattr(error, "way_on", None))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, _error: RequestValidationError) -> Response:
        return error_page(request, 422)

    @app.exception_handler(DataError)
    def unstorable(request: Request, _error: DataError) -> Response:
        return error_page(request, 422)

    @app.exception_handler(OperationalError)
    @app.exception_handler(InterfaceError)
    @app.exception_handler(PoolTimeout)
    @app.exception_handler(DatabaseBusy)
    def database_away(request: Request, error: Exception) -> Response:
        log.error("database unavailable", error=type(error).__name__)
        return error_page(request, 503)


def log_unexpected(error: Exception, *, env: str) -> None:
    """The type and the place, not the text: database errors quote what people typed, and the server that runs us would
    print it."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_filename.rpartition('/')[2]}:{frame.tb_lineno}" if frame else ""
    log.error("unexpected error", error=type(error).__name__, where=where)
    if env == "dev":
        traceback.print_exception(error)
