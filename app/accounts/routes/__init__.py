"""The addresses of accounts: signing in, joining, the learner's own secret and card, getting back in."""

from fastapi import APIRouter

from app.accounts.routes.cards import router as cards
from app.accounts.routes.entering import router as entering
from app.accounts.routes.joining import router as joining
from app.accounts.routes.own_secret import router as own_secret
from app.accounts.routes.precautions import router as precautions
from app.accounts.routes.recovery import router as recovery
from app.accounts.routes.signing_in import router as signing_in

router = APIRouter()
for part in (signing_in, joining, entering, own_secret, cards, precautions, recovery):
    router.include_router(part)
