"""Which lists there are, and on what ground they are kept."""

from fastapi import APIRouter

from api import examples
from api.auth import CanReadLists
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from huixin.types.listing import ListView
from huixin.types.record import GroundView
from rules.catalogue import Catalogue

router = APIRouter(prefix="/v1/lists", tags=["lists"], route_class=GuardedRoute)


@router.get(
    "",
    summary="Read the lists",
    responses=answers([examples.LIST_VIEW.model_dump(mode="json")], *AUTHORISED),
)
def read_lists(caller: CanReadLists, context: Context) -> list[ListView]:
    """Those whose records the caller's kind of member may see, in order of code."""
    catalogue = context.ruleset.catalogue
    return [
        ListView(
            code=code,
            title=entry.title,
            nature=entry.nature,
            public=entry.public,
            grounds=[_ground(catalogue, reference) for reference in entry.grounds],
        )
        for code, entry in sorted(catalogue.lists.items())
        if caller.kind in entry.visible_to
    ]


def _ground(catalogue: Catalogue, reference: str) -> GroundView:
    code, _, article = reference.partition("/")
    instrument = catalogue.instruments[code]
    return GroundView(
        instrument=code,
        title=instrument.title,
        number=instrument.number,
        article=article or None,
        rank=instrument.rank,
        verified=instrument.verified,
    )
