"""What a route may ask of attempts."""

from fastapi import Request

from app.simulations.service import Stores


def stores_of(request: Request) -> Stores:
    state = request.app.state
    return Stores(state.attempt_reader, state.tap_log, state.answer_log, state.library, state.database)
