"""Who a token is good for: any token, whatever its scopes."""

from fastapi import APIRouter

from api import examples
from api.auth import Known
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from huixin.types.me import Me

router = APIRouter(prefix="/v1/me", tags=["members"], route_class=GuardedRoute)


@router.get("", summary="Read who one is", responses=answers(examples.ME, *AUTHORISED))
def read_me(caller: Known) -> Me:
    """The member, and what its token allows at this moment."""
    return Me(
        member_id=caller.member_id,
        name=caller.name,
        kind=caller.kind,
        unit=caller.unit,
        department=caller.department,
        scopes=sorted(caller.scopes),
    )
