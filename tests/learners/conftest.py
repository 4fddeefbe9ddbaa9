"""One running service per module."""

from tests.one_service import app, database, fastapi_app, settings

__all__ = ["app", "database", "fastapi_app", "settings"]
