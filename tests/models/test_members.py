"""Members and their credentials: the secret is seen once, and a disabled member opens nothing."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from huixin.core.vocabulary import MemberKind
from models.access import caller_of
from models.base import MAIN
from models.database import Database
from models.errors import Conflict, Invalid, NotFound
from models.members import (
    HASHER,
    Credential,
    Member,
    NewCredential,
    WrongCredentials,
    authenticate,
    disable_member,
    find_member,
    members,
)
from models.scopes import HISTORY, default_scopes
from tests.factories import LONG_AGO, make_member

LATER = LONG_AGO + timedelta(days=1)


@pytest.fixture
def credential(database: Database) -> NewCredential:
    with database.write() as session:
        return make_member(session, name="一个平台")


def _credential(session: Session, client_id: str) -> Credential:
    return session.exec(select(Credential).where(Credential.client_id == client_id)).one()


def test_the_secret_is_stored_as_a_hash_only(database: Database, credential: NewCredential) -> None:
    with database.read() as session:
        assert _credential(session, credential.client_id).secret_hash.startswith("$argon2id$")
        rows = [session.execute(table.select()).all() for table in MAIN.sorted_tables]
    assert credential.client_secret not in repr(rows)


def test_the_secret_opens(database: Database, credential: NewCredential) -> None:
    with database.read() as session:
        assert authenticate(session, credential.client_id, credential.client_secret).id == credential.member_id


@pytest.mark.parametrize("secret", ["", "wrong", "\ud800", "x" * 10_000])
def test_a_wrong_secret_does_not(database: Database, credential: NewCredential, secret: str) -> None:
    with database.read() as session, pytest.raises(WrongCredentials):
        authenticate(session, credential.client_id, secret)


def test_an_unknown_client_is_refused_in_the_same_words(database: Database, credential: NewCredential) -> None:
    refusals = []
    for client_id in ("cli_none", credential.client_id):
        with database.read() as session, pytest.raises(WrongCredentials) as refused:
            authenticate(session, client_id, "wrong")
        refusals.append(refused.value.message)
    assert refusals[0] == refusals[1]


def test_an_unknown_client_costs_a_hash_too(
    database: Database, credential: NewCredential, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []

    def refuse(stored: str, _secret: str) -> bool:
        verified.append(stored)
        return False

    monkeypatch.setattr("models.members._verify", refuse)
    for client_id in ("cli_none", credential.client_id):
        with database.read() as session, pytest.raises(WrongCredentials):
            authenticate(session, client_id, "wrong")
    assert len(verified) == 2
    costs = {stored.rsplit("$", 2)[0] for stored in verified}
    assert len(costs) == 1, costs


def test_a_hash_costs_what_owasp_asks_at_least() -> None:
    assert HASHER.hash("secret").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_disabled_member_opens_nothing(database: Database, credential: NewCredential) -> None:
    with database.write() as session:
        disable_member(session, credential.member_id, LATER)
        disable_member(session, credential.member_id, LATER + timedelta(days=1))
    with database.read() as session:
        assert caller_of(session, credential.client_id) is None
        assert find_member(session, "一个平台").disabled_at == LATER
        with pytest.raises(WrongCredentials):
            authenticate(session, credential.client_id, credential.client_secret)


def test_a_revoked_credential_opens_nothing(database: Database, credential: NewCredential) -> None:
    with database.write() as session:
        _credential(session, credential.client_id).revoked_at = LATER
    with database.read() as session, pytest.raises(WrongCredentials):
        authenticate(session, credential.client_id, credential.client_secret)


@pytest.mark.parametrize("kind", MemberKind)
def test_each_kind_may_have_the_scopes_it_starts_with(database: Database, kind: MemberKind) -> None:
    with database.write() as session:
        added = make_member(session, kind)
    with database.read() as session:
        caller = caller_of(session, added.client_id)
        assert caller is not None
        assert (caller.kind, caller.scopes) == (kind, default_scopes(kind))


def test_a_scope_must_exist_and_suit_the_member(database: Database) -> None:
    with database.write() as session:
        with pytest.raises(Invalid, match=r"no scope everything; the scopes are .*check, "):
            make_member(session, scopes=["everything"])
        with pytest.raises(Invalid, match="never asks about the past"):
            make_member(session, MemberKind.PLATFORM, scopes=[HISTORY])
        make_member(session, MemberKind.DEPARTMENT, scopes=[HISTORY])


def test_a_name_is_taken_once(database: Database, credential: NewCredential) -> None:
    with database.write() as session, pytest.raises(Conflict):
        make_member(session, name="一个平台")
    with database.read() as session:
        assert [member.name for member in members(session)] == ["一个平台"]


@pytest.mark.parametrize("name", ["file", " File "])
def test_no_member_is_called_as_the_centres_own_files_are(database: Database, name: str) -> None:
    with pytest.raises(Invalid, match="the centre's own list files"), database.write() as session:
        make_member(session, name=name)


def test_a_member_is_found_by_id_or_name(database: Database, credential: NewCredential) -> None:
    with database.read() as session:
        found: list[Member] = [find_member(session, key) for key in ("一个平台", credential.member_id)]
        assert found[0].id == found[1].id
        for wrong in (find_member, lambda session, key: disable_member(session, key, LATER)):
            with pytest.raises(NotFound):
                wrong(session, "mem_none")
