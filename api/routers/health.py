"""Whether the process lives, and whether it can answer."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from api.context import Context
from api.openapi import answers
from api.problems import ProblemError
from models.sequence import current_sequence

router = APIRouter(tags=["health"])


class Health(BaseModel):
    status: Literal["ok"]


class Readiness(BaseModel):
    """`sequence`: the newest change; `ruleset`: digest of the rules in force."""

    status: Literal["ok"]
    sequence: int
    ruleset: str


@router.get("/healthz", summary="The process lives", responses=answers({"status": "ok"}, "internal_error"))
def healthz() -> Health:
    return Health(status="ok")


@router.get(
    "/readyz",
    summary="The service can answer",
    responses=answers({"status": "ok", "sequence": 4711, "ruleset": "2f6c0c7a…"}, "unavailable", "internal_error"),
)
def readyz(context: Context) -> Readiness:
    """Both databases are asked; 503 where one does not answer."""
    try:
        with context.database.read() as session, context.database.log_read() as log:
            log.connection().exec_driver_sql("SELECT 1 FROM decision WHERE 1 = 0")
            return Readiness(status="ok", sequence=current_sequence(session), ruleset=context.ruleset.digest)
    except SQLAlchemyError:
        raise ProblemError("unavailable", "A database does not answer.", headers={"Retry-After": "1"}) from None
