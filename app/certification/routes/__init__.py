"""The addresses of certificates: whoever checks one, whoever holds one, the public log."""

from fastapi import APIRouter

from app.certification.routes.checking import router as checking
from app.certification.routes.holding import router as holding
from app.certification.routes.identity import router as identity
from app.certification.routes.log_api import router as log_api
from app.certification.routes.public import router as public

router = APIRouter()
for part in (public, checking, holding, identity, log_api):
    router.include_router(part)
