"""Replicas: how fresh each process is that answers."""

from fastapi import APIRouter

from api import examples
from api.auth import CanReadMetrics
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from huixin.types.replica import ReplicaList
from models.replicas import replica_view, replicas
from models.sequence import current_sequence

router = APIRouter(prefix="/v1/replicas", tags=["replicas"], route_class=GuardedRoute)


@router.get("", summary="Read how fresh each replica is", responses=answers(examples.REPLICAS, *AUTHORISED))
def read_replicas(_: CanReadMetrics, context: Context) -> ReplicaList:
    """As each has told of itself, every five seconds. One that was killed is silent for a day, and then not there."""
    now = context.now()
    with context.database.log_read() as log:
        found = replicas(log, now)
    with context.database.read() as session:
        newest = current_sequence(session)
    return ReplicaList(sequence=newest, items=[replica_view(row, newest, now) for row in found])
