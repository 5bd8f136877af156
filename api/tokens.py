"""Access tokens: ES256 JWTs (RFC 7519), signed with the active key, verified with that or a retired one.

python-jose checks the signature only; everything that time decides is checked against our own clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from jose import jwt
from jose.exceptions import JOSEError

from api.problems import ProblemError
from models.caller import Caller
from models.keys import KeyRing

ALGORITHM = "ES256"
ISSUER = "huixin"
AUDIENCE = "huixin"
LONGEST = 4096
"""Characters; ours have about 600."""
_OURS = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False, "verify_iss": False}
_MALFORMED = (JOSEError, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says: whose it is, by which credential, for what."""

    member_id: str
    client_id: str
    scopes: frozenset[str]
    expires: float
    """Seconds since 1970."""


def issue_token(keys: KeyRing, caller: Caller, client_id: str, now: datetime, lifetime: timedelta) -> str:
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": caller.member_id,
        "client_id": client_id,
        "scope": " ".join(sorted(caller.scopes)),
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
        "jti": uuid4().hex,
    }
    active = keys.signing_keys[0]
    token: str = jwt.encode(claims, dict(active.private_jwk), algorithm=ALGORITHM, headers={"kid": active.kid})
    return token


def read_token(keys: KeyRing, token: str, now: datetime) -> Claims:
    """The claims of a token that is ours and in time. ProblemError `token_…` says why it is not."""
    claims = _verified(keys, token)
    try:
        scopes, expires = frozenset(str(claims["scope"]).split()), float(claims["exp"])
        found = Claims(str(claims["sub"]), str(claims["client_id"]), scopes, expires)
    except _MALFORMED:
        raise refused("token_malformed", "The token lacks a claim.", "令牌缺少必要内容。") from None
    if claims.get("aud") != AUDIENCE or claims.get("iss") != ISSUER:
        raise refused(
            "token_wrong_audience", f"The token was not issued by and for {AUDIENCE}.", "令牌不是本服务签发的。"
        )
    if expires <= now.timestamp():
        raise refused("token_expired", "Get a new token at /oauth/token.", "请到 /oauth/token 重新获取令牌。")
    return found


def _verified(keys: KeyRing, token: str) -> dict[str, Any]:
    """The claims, once the signature holds. The algorithm is ours to choose, never the token's."""
    try:
        header = jwt.get_unverified_header(token) if len(token) <= LONGEST else {}
        algorithm, kid = header["alg"], header.get("kid")
    except _MALFORMED:
        raise refused("token_malformed", "This is not a JWT.", "这不是 JWT 令牌。") from None
    if algorithm != ALGORITHM:
        message, zh = f"Only tokens signed with {ALGORITHM} are accepted.", f"只接受以 {ALGORITHM} 签名的令牌。"
        raise refused("token_algorithm_refused", message, zh)
    key = next((known for known in keys.signing_keys if known.kid == kid), None)
    if key is None:
        message, zh = (
            "No key of /.well-known/jwks.json has this token's kid.",
            "/.well-known/jwks.json 中没有令牌所称的密钥。",
        )
        raise refused("token_key_unknown", message, zh)
    try:
        claims: dict[str, Any] = jwt.decode(token, key.public_jwk, algorithms=[ALGORITHM], options=_OURS)
    except _MALFORMED:
        raise refused("token_forged", "The signature does not fit the token.", "签名与令牌不符。") from None
    return claims


def refused(code: str, detail: str, zh: str, *, error: str = "invalid_token") -> ProblemError:
    """A refusal with the challenge of RFC 6750."""
    return ProblemError(code, detail, zh=zh, headers={"WWW-Authenticate": f'Bearer realm="huixin", error="{error}"'})


def public_keys(keys: KeyRing) -> dict[str, list[dict[str, Any]]]:
    """The JWK set: of each purpose the active key and the retired ones that what was signed may still carry. What a key
    of one purpose has signed holds for no other."""
    purposes = {"tokens": keys.signing_keys, "receipts": keys.receipt_keys, "bundles": keys.bundle_keys}
    return {
        "keys": [
            {**key.public_jwk, "kid": key.kid, "use": "sig", "alg": ALGORITHM, "purpose": purpose}
            for purpose, published in purposes.items()
            for key in published
        ]
    }
