"""Tokens: how one is got, and everything that ends or refuses it."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jose import jwt
from sqlmodel import select

from api.app import create_app
from api.context import AppContext
from huixin.core.vocabulary import MemberKind
from models.keys import KeyRing
from models.members import Credential, Member, disable_member
from models.scopes import SCOPES

FORM = {"grant_type": "client_credentials"}


def ask_with(world: Any, token: str) -> Any:
    return world.client.get("/v1/lists", headers={"Authorization": f"Bearer {token}"})


def claims_of(token: str) -> dict[str, Any]:
    return dict(jwt.get_unverified_claims(token))


def signed(world: Any, token: str, key: Any = None, headers: dict[str, str] | None = None, **changes: Any) -> str:
    """The token again, signed with our key (or another) after changes to its claims."""
    claims = {name: value for name, value in (claims_of(token) | changes).items() if value is not None}
    active = world.context.keys.signing_keys[0]
    kid = {"kid": active.kid} | (headers or {})
    return str(jwt.encode(claims, key or dict(active.private_jwk), algorithm="ES256", headers=kid))


def unsigned(world: Any, token: str, algorithm: str) -> str:
    header = {"alg": algorithm, "typ": "JWT", "kid": world.context.keys.signing_keys[0].kid}
    encoded = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    return f"{encoded}.{token.split('.')[1]}."


def test_a_token_by_form_or_by_basic(world: Any) -> None:
    credential = world.member(MemberKind.PLATFORM)
    login = {"client_id": credential.client_id, "client_secret": credential.client_secret}
    by_form = world.client.post("/oauth/token", data=FORM | login)
    by_basic = world.client.post("/oauth/token", data=FORM, auth=(credential.client_id, credential.client_secret))
    for response in (by_form, by_basic):
        reply = response.json()
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-store"
        assert (reply["token_type"], reply["expires_in"]) == ("bearer", 900)
        assert ask_with(world, reply["access_token"]).status_code == 200
    claims = claims_of(by_form.json()["access_token"])
    assert claims["sub"] == credential.member_id
    assert claims["client_id"] == credential.client_id
    assert claims["exp"] - claims["iat"] == 900
    assert claims["jti"] != claims_of(by_basic.json()["access_token"])["jti"]
    assert claims["scope"] == by_form.json()["scope"]


def test_a_token_for_less(world: Any, assert_problem: Any) -> None:
    credential = world.member(MemberKind.PLATFORM)
    login = (credential.client_id, credential.client_secret)
    reply = world.client.post("/oauth/token", data=FORM | {"scope": "lists:read"}, auth=login).json()
    assert reply["scope"] == "lists:read"
    assert ask_with(world, reply["access_token"]).status_code == 200
    refused = world.client.get("/v1/clauses", headers={"Authorization": f"Bearer {reply['access_token']}"})
    assert_problem(refused, "missing_scope")
    assert 'scope="clauses:read"' in refused.headers["www-authenticate"]
    beyond = world.client.post("/oauth/token", data=FORM | {"scope": "check history"}, auth=login)
    assert assert_problem(beyond, "invalid_scope")["error"] == "invalid_scope"


def test_all_scopes_that_there_are_may_be_asked_for_by_name(world: Any) -> None:
    every = " ".join(sorted(SCOPES))
    member = world.member(MemberKind.CENTRE, scopes=frozenset(SCOPES))
    login = (member.client_id, member.client_secret)
    assert world.client.post("/oauth/token", data=FORM | {"scope": every}, auth=login).json()["scope"] == every


@pytest.mark.parametrize(
    "login",
    [
        {},
        {"client_id": "cli_unknown", "client_secret": "x"},
        {"client_id": "known", "client_secret": "wrong"},
        {"client_id": "known"},
    ],
)
def test_credentials_that_do_not_fit(world: Any, assert_problem: Any, login: dict[str, str]) -> None:
    known = world.member(MemberKind.PLATFORM).client_id
    sent = {name: known if value == "known" else value for name, value in login.items()}
    body = assert_problem(world.client.post("/oauth/token", data=FORM | sent), "invalid_client")
    assert body["error"] == "invalid_client"


@pytest.mark.parametrize("header", ["Basic", "Basic ???", "Basic eDp5", "Basic /w==", "Basic bm9jb2xvbg=="])
def test_basic_headers_that_say_nothing(client: Any, assert_problem: Any, header: str) -> None:
    refused = client.post("/oauth/token", data=FORM, headers={"Authorization": header})
    assert_problem(refused, "invalid_client")


def test_other_grants_and_other_forms(client: Any, assert_problem: Any) -> None:
    body = assert_problem(client.post("/oauth/token", data={"grant_type": "password"}), "unsupported_grant_type")
    assert body["error"] == "unsupported_grant_type"
    assert_problem(client.post("/oauth/token", data={"scope": "check"}), "invalid_content", "/grant_type")
    assert_problem(client.post("/oauth/token", json=FORM), "unsupported_media_type")
    assert_problem(client.post("/oauth/token", data=FORM | {"client_id": "a\x00b"}), "invalid_content", "/client_id")


def test_a_token_that_is_not_even_text(client: Any, assert_problem: Any) -> None:
    for wrong in (b"Bearer \xff\xfe.a.b", b"Bearer e30.e30.e30", b"Bearer W10.W10.W10", b"Bearer bnVsbA.bnVsbA."):
        assert_problem(client.get("/v1/lists", headers={b"Authorization": wrong}), "token_malformed")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic eDp5", "token"])
def test_no_token(client: Any, assert_problem: Any, header: str | None) -> None:
    refused = client.get("/v1/lists", headers={} if header is None else {"Authorization": header})
    assert_problem(refused, "unauthenticated")
    assert refused.headers["www-authenticate"] == 'Bearer realm="huixin"'


def test_tokens_that_are_not_ours(world: Any, assert_problem: Any) -> None:
    token = world.token()
    stranger = world.context.keys.signing_keys[0].kid
    other = KeyRing.open(world.context.settings.home / "other").signing_keys[0]
    theirs = dict(other.private_jwk)
    head, body, signature = token.split(".")
    changed = signature[:-4] + ("AAAA" if signature[-4:] != "AAAA" else "BBBB")
    as_secret = json.dumps(world.context.keys.signing_keys[0].public_jwk)
    refusals = {
        "token_malformed": ["x", "x.y.z", "a.b", "x" * 5000, f"{head}.{body}", signed(world, token, client_id=None)],
        "token_algorithm_refused": [
            unsigned(world, token, "none"),
            unsigned(world, token, "None"),
            str(jwt.encode(claims_of(token), as_secret, algorithm="HS256", headers={"kid": stranger})),
        ],
        "token_key_unknown": [
            signed(world, token, headers={"kid": "nobody"}),
            signed(world, token, theirs, {"kid": other.kid}),
        ],
        "token_forged": [
            f"{head}.{body}.{changed}",
            signed(world, token, theirs),
            unsigned(world, token, "ES256"),
        ],
        "token_wrong_audience": [signed(world, token, aud="somebody"), signed(world, token, iss="somebody")],
    }
    for code, tokens in refusals.items():
        for wrong in tokens:
            refused = ask_with(world, wrong)
            assert_problem(refused, code)
            assert 'error="invalid_token"' in refused.headers["www-authenticate"]


def test_a_token_runs_out(world: Any, assert_problem: Any) -> None:
    token = world.token()
    world.pass_time(minutes=14, seconds=59)
    assert ask_with(world, token).status_code == 200
    world.pass_time(seconds=1)
    assert_problem(ask_with(world, token), "token_expired")


def test_a_retired_key_still_verifies(world: Any) -> None:
    token = world.token()
    old = world.context.keys.signing_keys[0].kid
    world.context.keys.rotate("tokens")
    before = world.context
    keys = KeyRing.open(before.settings.home)
    context = AppContext(before.database, keys, before.ruleset, before.clock, before.settings)
    with TestClient(create_app(context)) as client:
        assert client.get("/v1/lists", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        published = client.get("/.well-known/jwks.json").json()["keys"]
    others = [key.kid for key in (*keys.receipt_keys, *keys.bundle_keys)]
    assert [key["kid"] for key in published] == [keys.signing_keys[0].kid, old, *others]
    assert old != keys.signing_keys[0].kid
    assert all("d" not in key and key["alg"] == "ES256" and key["use"] == "sig" for key in published)


def test_a_disabled_member_loses_its_tokens_at_once(world: Any, assert_problem: Any) -> None:
    token, member = world.token(), world.member(MemberKind.PLATFORM)
    with world.context.database.write() as session:
        disable_member(session, member.member_id, world.context.now())
    assert_problem(ask_with(world, token), "token_revoked")
    login = (member.client_id, member.client_secret)
    assert_problem(world.client.post("/oauth/token", data=FORM, auth=login), "invalid_client")


def test_a_revoked_credential_and_a_scope_taken_away(world: Any, assert_problem: Any) -> None:
    token, member = world.token(), world.member(MemberKind.PLATFORM)
    with world.context.database.write() as session:
        credential = session.exec(select(Credential).where(Credential.client_id == member.client_id)).one()
        credential.scopes = ["check"]
    assert_problem(ask_with(world, token), "missing_scope")
    with world.context.database.write() as session:
        credential = session.exec(select(Credential).where(Credential.client_id == member.client_id)).one()
        credential.revoked_at = world.context.now() + timedelta(0)
    assert_problem(ask_with(world, token), "token_revoked")


def test_a_token_of_a_credential_that_moved_to_another_member(world: Any, assert_problem: Any) -> None:
    token, other = world.token(), world.member(MemberKind.LOGISTICS)
    client_id = world.member(MemberKind.PLATFORM).client_id
    with world.context.database.write() as session:
        assert session.get(Member, other.member_id) is not None
        session.exec(select(Credential).where(Credential.client_id == client_id)).one().member_id = other.member_id
    assert_problem(ask_with(world, token), "token_revoked")
