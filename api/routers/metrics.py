"""The service as Prometheus sees it."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.auth import CanReadMetrics
from api.context import Context
from api.gauges import Standings
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, refusals
from models.gauges import gauges

router = APIRouter(tags=["metrics"], route_class=GuardedRoute)

_SHOWN = {"text/plain": {"schema": {"type": "string"}, "example": 'huixin_checks_total{outcome="clear"} 4711.0\n'}}


@router.get(
    "/metrics",
    summary="Read the process's metrics",
    response_class=Response,
    responses={200: {"content": _SHOWN}, **refusals(*AUTHORISED)},
)
def read_metrics(_: CanReadMetrics, context: Context) -> Response:
    """In the text format of Prometheus, which gets its token by itself where `oauth2` is in its configuration."""
    with context.database.read() as session:
        found = gauges(session, context.now())
    told = context.metrics.exposition(Standings(found, context.metrics.here()))
    return Response(told, media_type=CONTENT_TYPE_LATEST)
