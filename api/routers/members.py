"""Members and their credentials, for the centre's administrators; auditors look on."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field

from api import examples
from api.auth import CanAdminister, CanReadCampaigns, CanReadMembers
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.core.vocabulary import MemberKind
from huixin.types.member import CredentialRequest, MemberNames, MemberPage, MemberRequest, MemberView, NewCredential
from models.administration import Administrator, member, member_views, members_page, names_of, sees_members

router = APIRouter(prefix="/v1/members", tags=["members"], route_class=GuardedRoute)

MemberId = Annotated[str, Path(pattern="^mem_[0-9a-f]{32}$", examples=[examples.MEMBER_VIEW.id])]
ClientId = Annotated[str, Path(pattern="^cli_[0-9a-f]{32}$", examples=[examples.NEW_CREDENTIAL.client_id])]
ONE = (*AUTHORISED, "forbidden", "not_found", "invalid_content")
"""Refusals of what is about one member."""


class MemberQuery(PageQuery):
    kind: MemberKind | None = Field(default=None, description="Only members of this kind")


@router.get(
    "",
    summary="Read the members and their credentials",
    responses=answers(examples.MEMBER_PAGE, *AUTHORISED, "forbidden", "invalid_content"),
)
def read_members(query: Annotated[MemberQuery, Query()], caller: CanReadMembers, context: Context) -> MemberPage:
    """Disabled ones too, newest first; no secrets, and no merchants."""
    sees_members(caller)
    with context.database.read() as session:
        found, following = members_page(session, query.kind, after=query.after, limit=query.limit)
        return MemberPage(items=member_views(session, found), next=following)


@router.get(
    "/names",
    summary="Read which members there are by name",
    responses=answers(examples.MEMBER_NAMES, *AUTHORISED, "forbidden", "invalid_content"),
)
def read_names(
    caller: CanReadCampaigns,
    context: Context,
    kind: Annotated[MemberKind | None, Query(description="Only members of this kind")] = None,
) -> MemberNames:
    """For authorities, whose requests name members by their ids: to the centre and auditors all, to others platforms.
    Nothing of credentials."""
    with context.database.read() as session:
        return MemberNames(items=names_of(session, caller, kind))


@router.post(
    "",
    status_code=201,
    summary="Add a member with its first credential",
    responses=answers(examples.NEW_CREDENTIAL, *AUTHORISED, *WITH_BODY, "forbidden", "conflict", status=201),
)
def write_member(
    body: Annotated[MemberRequest, Body(openapi_examples=shown(platform=examples.MEMBER))],
    caller: CanAdminister,
    context: Context,
) -> NewCredential:
    """The secret is shown this once."""
    with context.database.write() as session:
        made = Administrator(session, caller, context.now()).add(body, context.ruleset.catalogue)
    return NewCredential(member_id=made.member_id, client_id=made.client_id, client_secret=made.client_secret)


@router.get("/{member_id}", summary="Read a member and its credentials", responses=answers(examples.MEMBER_VIEW, *ONE))
def read_member(member_id: MemberId, caller: CanReadMembers, context: Context) -> MemberView:
    sees_members(caller)
    with context.database.read() as session:
        return member_views(session, [member(session, member_id)])[0]


@router.delete("/{member_id}", summary="Disable a member", responses=answers(examples.MEMBER_VIEW, *ONE, "conflict"))
def delete_member(member_id: MemberId, caller: CanAdminister, context: Context) -> MemberView:
    """From now on none of its credentials and tokens opens anything; what it did stays. Not one's own."""
    with context.database.write() as session:
        disabled = Administrator(session, caller, context.now()).disable(member_id)
        return member_views(session, [disabled])[0]


@router.post(
    "/{member_id}/credentials",
    status_code=201,
    summary="Give a person of a member a credential",
    responses=answers(examples.NEW_CREDENTIAL, *ONE, *WITH_BODY, "conflict", status=201),
)
def write_credential(
    member_id: MemberId,
    body: Annotated[CredentialRequest, Body(openapi_examples=shown(one_person=examples.CREDENTIAL))],
    caller: CanAdminister,
    context: Context,
) -> NewCredential:
    """The secret is shown this once. To change a secret, give a new credential and revoke the old one."""
    with context.database.write() as session:
        made = Administrator(session, caller, context.now()).issue(member_id, body.holder, body.scopes)
    return NewCredential(member_id=made.member_id, client_id=made.client_id, client_secret=made.client_secret)


@router.delete(
    "/{member_id}/credentials/{client_id}",
    summary="Revoke a credential",
    responses=answers(examples.MEMBER_VIEW, *ONE, "conflict"),
)
def delete_credential(member_id: MemberId, client_id: ClientId, caller: CanAdminister, context: Context) -> MemberView:
    """From now on it and its tokens open nothing. Not the one by which one asks."""
    with context.database.write() as session:
        changed = Administrator(session, caller, context.now()).revoke(member_id, client_id)
        return member_views(session, [changed])[0]
