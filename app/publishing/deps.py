"""What the routes of publishing ask for."""

from fastapi import Request

from app.publishing.press import Press
from app.tutor.rewriting.shelf import RewriteShelf


def press_of(request: Request) -> Press:
    press: Press = request.app.state.press
    return press


def rewrites_of(request: Request) -> RewriteShelf:
    shelf: RewriteShelf = request.app.state.rewrites
    return shelf
