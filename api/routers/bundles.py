"""Bundles: what a member's program needs to answer without the network."""

from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Path, Query
from starlette.responses import FileResponse, JSONResponse, Response

from api import bundle_examples as examples
from api.auth import CanAcknowledge, CanReadBundles
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers, refusals
from api.openapi import examples as shown
from api.problems import ProblemError
from huixin.core.vocabulary import MemberKind
from huixin.core.windows import day_of
from huixin.types.bundle import BundleAcknowledged, BundleFollowed, BundleOffer, BundlePart, MemberFile
from models.bundles.issues import BundleIssue, acknowledge_followed, is_issued, issue
from models.bundles.making import audience_of
from models.bundles.own import own_file, signed_own, tag_of
from models.bundles.shelf import Issued, Part, Shelf, offered
from models.bundles.signing import endorsements
from models.caller import Caller
from models.errors import Forbidden, NotFound

router = APIRouter(prefix="/v1/bundles", tags=["bundles"], route_class=GuardedRoute)

MEMBERS = frozenset(
    {MemberKind.PLATFORM, MemberKind.INTERNET, MemberKind.LOGISTICS, MemberKind.ASSOCIATION, MemberKind.AGENCY}
)
FILE: dict[str, Any] = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", examples=[examples.DIGEST])]
Seen = Annotated[str | None, Header(alias="If-None-Match", max_length=200)]
PRIVATE = {"Cache-Control": "private, no-cache"}


@router.get(
    "/current",
    summary="What to fetch to have the newest bundle",
    responses=answers(examples.OFFER, *AUTHORISED, "forbidden", "invalid_content"),
)
def read_bundle_offer(
    caller: CanReadBundles,
    context: Context,
    held: Annotated[
        str | None,
        Query(alias="have", pattern="^[0-9a-f]{64}$", description="Digest of the newest manifest that is held."),
    ] = None,
) -> BundleOffer:
    """Deltas for who holds one, or a base with what follows it, whichever is smaller. The first time it may have to be
    made: 503 with `Retry-After`."""
    issued = _issued(_shelf(context, caller))
    parts = [BundlePart(manifest=part.signed, packed=part.packed) for part in offered(issued, held)]
    return BundleOffer(parts=parts, endorsed=endorsements(context.keys.bundle_keys))


@router.get(
    "/member",
    summary="The member's own file",
    responses=answers(examples.MEMBER_FILE, *AUTHORISED, "forbidden", "invalid_content"),
)
def read_bundle_member_file(caller: CanReadBundles, context: Context, seen: Seen = None) -> MemberFile:
    """Its clauses, and about whom its people have judged; 304 where it has not changed since that ETag."""
    refuse_others(caller)
    with context.database.read() as session:
        own = own_file(session, caller, context.now())
    headers = PRIVATE | {"ETag": f'"{tag_of(own)}"'}
    if seen == headers["ETag"]:
        return Response(status_code=304, headers=headers)  # type: ignore[return-value]
    told = MemberFile(signed=signed_own(own, context.keys.bundle_keys[0]))
    return JSONResponse(told.model_dump(), headers=headers)  # type: ignore[return-value]


@router.post(
    "/followed",
    summary="Say which bundle one answers from",
    responses=answers(examples.ACKNOWLEDGED, *AUTHORISED, *WITH_BODY, "forbidden", "not_found"),
)
def write_bundle_followed(
    body: Annotated[BundleFollowed, Body(openapi_examples=shown(newest=examples.FOLLOWED))],
    caller: CanAcknowledge,
    context: Context,
) -> BundleAcknowledged:
    """Acknowledges the notices of records that have ended and no longer stand in it."""
    part = _part(_shelf(context, caller), lambda one: one.digest == body.manifest)
    with context.database.write() as session:
        terms, now = context.ruleset.terms, context.now()
        count = acknowledge_followed(session, terms, caller.member_id, part.manifest.sequence, now)
    return BundleAcknowledged(acknowledged=count, at=now)


@router.get(
    "/{digest}",
    summary="Download a base or a delta",
    response_class=FileResponse,
    responses={200: FILE, **refusals(*AUTHORISED, "forbidden", "not_found", "invalid_content")},
)
def read_bundle_file(
    digest: Digest,
    caller: CanReadBundles,
    context: Context,
    accept_encoding: Annotated[str, Header(max_length=200)] = "",
    seen: Seen = None,
) -> Response:
    """By the SHA-256 that its manifest names; with `Range`, and packed where zstd is accepted. That it was fetched is
    written down, so that the member hears of the records in it that end."""
    shelf = _shelf(context, caller)
    part = _part(shelf, lambda one: one.manifest.sha256 == digest)
    packed = _takes_zstd(accept_encoding)
    headers = {**PRIVATE, "Vary": "Accept-Encoding", "ETag": f'"{digest}{"-zstd" * packed}"'}
    if seen == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    _note(context, caller, part)
    if packed:
        headers["Content-Encoding"] = "zstd"
    return _file(shelf.file(digest, packed=packed), headers)


def _file(path: FilePath, headers: dict[str, str]) -> Response:
    if not path.is_file():
        raise _none()
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def refuse_others(caller: Caller) -> None:
    if caller.kind not in MEMBERS:
        raise Forbidden("Bundles are for members.", zh="离线数据包仅供成员使用。")


def _shelf(context: AppContext, caller: Caller) -> Shelf:
    """That of the caller's kind, and of no other."""
    refuse_others(caller)
    with context.database.read() as session:
        return Shelf.of(context.settings.bundles_folder, audience_of(session, caller.kind, caller.member_id))


def _issued(shelf: Shelf) -> Issued:
    issued = shelf.issued()
    if issued is None:
        shelf.ask_for()
        message, zh = "The bundle is being made; ask again.", "离线数据包正在生成，请稍后再试。"
        raise ProblemError("unavailable", message, zh=zh, headers={"Retry-After": "2"})
    return issued


def _part(shelf: Shelf, wanted: Callable[[Part], bool]) -> Part:
    issued = shelf.issued()
    found = next(filter(wanted, issued.parts), None) if issued is not None else None
    if found is None:
        raise _none()
    return found


def _none() -> NotFound:
    return NotFound("There is no such bundle for you, or no longer.", zh="没有供您使用的此离线数据包，或已不再保留。")


def _note(context: AppContext, caller: Caller, part: Part) -> None:
    manifest, made_on = part.manifest, day_of(part.manifest.made_at)
    with context.database.read() as session:
        if is_issued(session, caller.member_id, manifest.sequence, made_on):
            return
    with context.database.write() as session:
        new = BundleIssue(
            member_id=caller.member_id,
            inside=manifest.inside,
            sequence=manifest.sequence,
            made_on=made_on,
            at=context.now(),
        )
        issue(session, context.ruleset.terms, new)


def _takes_zstd(accepted: str) -> bool:
    for one in accepted.lower().split(","):
        coding, _, quality = one.strip().partition(";")
        if coding.strip() == "zstd":
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
