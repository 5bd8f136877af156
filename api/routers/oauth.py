"""Tokens: client credentials in, ES256 JWT out."""

from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Header, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api import examples
from api.auth import basic_credentials
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import ALWAYS, answers
from api.problems import ProblemError
from api.tokens import issue_token, public_keys
from huixin.types.token import TokenReply
from models.access import caller_of
from models.caller import Caller
from models.members import WrongCredentials, authenticate

router = APIRouter(tags=["tokens"], route_class=GuardedRoute)

Printable = Annotated[str, StringConstraints(pattern=r"^[\x20-\x7e]*$", max_length=1000)]
Scopes = Annotated[str, StringConstraints(pattern=r"^[\x20-\x7e]*$", max_length=4000)]
"""All that there are, by name, three times over."""
_KEY = {"kty": "EC", "crv": "P-256", "x": "…", "y": "…", "kid": "2026-11", "use": "sig", "alg": "ES256"} | {
    "purpose": "tokens"
}
_BASIC = {"WWW-Authenticate": 'Basic realm="huixin"'}


class TokenForm(BaseModel):
    """RFC 6749 4.4: other parameters are ignored."""

    model_config = ConfigDict(extra="ignore")
    grant_type: Printable = Field(description="`client_credentials`", examples=["client_credentials"])
    scope: Scopes | None = Field(default=None, description="Scopes separated by blanks; by default all")
    client_id: Printable | None = Field(default=None, description="Unless sent by HTTP Basic")
    client_secret: Printable | None = Field(default=None, description="Unless sent by HTTP Basic")


@router.post(
    "/oauth/token",
    summary="Get an access token",
    responses=answers(
        examples.TOKEN,
        "invalid_client",
        "unsupported_grant_type",
        "invalid_scope",
        "invalid_content",
        "too_large",
        "unsupported_media_type",
        "malformed_request",
        *ALWAYS,
    ),
)
def token(
    form: Annotated[TokenForm, Form()],
    context: Context,
    response: Response,
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> TokenReply:
    """Client id and secret by HTTP Basic or in the form. The token holds for `expires_in` seconds."""
    if form.grant_type != "client_credentials":
        message = "Only client_credentials is supported."
        raise ProblemError("unsupported_grant_type", message, zh="只支持 client_credentials。")
    client_id, secret = basic_credentials(authorization) or (form.client_id, form.client_secret)
    caller = _authenticated(context, client_id, secret)
    granted = _cut_down(caller, form.scope)
    lifetime = context.settings.token_lifetime
    response.headers["Cache-Control"] = "no-store"
    return TokenReply(
        access_token=issue_token(context.keys, granted, str(client_id), context.now(), lifetime),
        token_type="bearer",  # noqa: S106 - the type, no secret
        expires_in=int(lifetime.total_seconds()),
        scope=" ".join(sorted(granted.scopes)),
    )


def _authenticated(context: Context, client_id: str | None, secret: str | None) -> Caller:
    if client_id and secret and client_id.isascii() and client_id.isprintable():
        with context.database.read() as session, suppress(WrongCredentials):
            authenticate(session, client_id, secret)
            caller = caller_of(session, client_id)
            if caller is not None:
                return caller
    message = "No credential with this client id and secret is in force."
    raise ProblemError("invalid_client", message, zh="没有与此 client id 和密钥相符的有效凭证。", headers=_BASIC)


def _cut_down(caller: Caller, scope: str | None) -> Caller:
    wanted = caller.scopes if not scope else frozenset(scope.split())
    beyond = ", ".join(sorted(wanted - caller.scopes))
    if beyond:
        raise ProblemError("invalid_scope", f"The credential does not have: {beyond}.", zh=f"凭证没有权限：{beyond}。")
    return replace(caller, scopes=wanted)


@router.get(
    "/.well-known/jwks.json",
    summary="The keys that verify tokens",
    responses=answers(
        {"keys": [_KEY]},
        *ALWAYS,
    ),
)
def jwks(context: Context) -> dict[str, list[dict[str, Any]]]:
    """The active key and retired ones (RFC 7517)."""
    return public_keys(context.keys)
