"""What the routes of publishing ask for."""

from fastapi import Request

from app.publishing.press import Press


def press_of(request: Request) -> Press:
    press: Press = request.app.state.press
    return press
