"""A natural person stands nowhere in clear: not in a row, not in an index, not in any file of the database."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from huixin.core.vocabulary import MemberKind, SubjectKind
from huixin.types.question import CheckRequest
from models.base import MAIN
from models.caller import Caller
from models.checks.question import understand
from models.database import Database
from models.errors import Invalid
from models.keys import KeyRing
from models.scopes import default_scopes
from models.subjects import SubjectName, current_version, find_by_key, identity_of_person, person_key, subject_of
from rules.ruleset import RuleSet
from tests.factories import PERSON, RESIDENT_ID, make_listing, make_person, uscc_of


def _enter(database: Database, keys: KeyRing) -> str:
    with database.write() as session:
        subject = make_person(session, keys)
        make_listing(session, subject, list="dishonest_debtor")
    return subject.id


TEXTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "/operator": lambda text: {"operator": text[:60]},
    "/reference": lambda text: {"reference": text[:60]},
    "/subject/name": lambda text: {"subject": {"uscc": uscc_of(90_000_003), "name": text}},
    "/authorisation/reference": lambda text: {
        "authorisation": {"kind": "contract", "reference": text, "date": "2026-01-01"}
    },
}


def _understand(ruleset: RuleSet, pointer: str, written: str) -> None:
    fields = {"subject": {"uscc": uscc_of(90_000_003)}, "scene": "promotion"} | TEXTS[pointer](written)
    caller = Caller("mem_1", "asker", MemberKind.PLATFORM, default_scopes(MemberKind.PLATFORM))
    understand(CheckRequest(**fields), caller, ruleset.catalogue, date(2026, 11, 2), timedelta(days=366), whole=True)


@pytest.mark.parametrize("pointer", TEXTS)
@pytest.mark.parametrize(
    "written",
    [
        RESIDENT_ID,
        "1101 0519 4912 3100 2x",
        "110105-19491231-002X",
        "110105491231002",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_no_text_of_a_check_holds_a_number(ruleset: RuleSet, pointer: str, written: str) -> None:
    with pytest.raises(Invalid) as refused:
        _understand(ruleset, pointer, f"订单7 {written}张三")
    [fault] = refused.value.faults
    assert (fault.pointer, fault.code) == (pointer, "personal_identifier_in_text")
    assert "1231" not in fault.message


@pytest.mark.parametrize("pointer", TEXTS)
@pytest.mark.parametrize(
    "written", ["440301105984804", "110105194912310021", "13812345678 2026-01-05", "订单 20261102 7"]
)
def test_another_number_in_a_text_of_a_check_is_taken(ruleset: RuleSet, pointer: str, written: str) -> None:
    _understand(ruleset, pointer, written)


def test_no_row_has_name_or_number(database: Database, keys: KeyRing) -> None:
    _enter(database, keys)
    with database.read() as session:
        stored = [session.execute(table.select()).all() for table in MAIN.sorted_tables]
    for secret in (PERSON, RESIDENT_ID):
        assert secret not in repr(stored)
        assert repr(secret.encode())[2:-1] not in repr(stored), "as bytes"


def test_no_file_has_name_or_number(database: Database, keys: KeyRing) -> None:
    _enter(database, keys)
    if database.is_sqlite:
        contents = b"".join(path.read_bytes() for path in database.address.home.iterdir())
    else:
        with database.read() as session:
            tables = [str(table.name) for table in MAIN.sorted_tables]
            rows = [session.execute(text(f'SELECT t::text FROM "{table}" t')).scalars().all() for table in tables]  # noqa: S608
        contents = "\n".join(row for found in rows for row in found).encode()
    assert "惠州市市场监督管理局".encode() in contents, "what is not personal is there to be found"
    for secret in (PERSON, RESIDENT_ID, RESIDENT_ID[6:14]):
        assert secret.encode() not in contents


def test_the_number_finds_the_person_and_the_seal_opens(database: Database, keys: KeyRing) -> None:
    subject_id = _enter(database, keys)
    with database.read() as session:
        found = find_by_key(session, person_key(keys, RESIDENT_ID))
        assert found is not None
        assert found.id == subject_id
        known = subject_of(session, subject_id)
        assert known.kind is SubjectKind.NATURAL_PERSON
        assert PERSON[-1] not in known.name
        version = current_version(session, subject_id)
        assert version is not None
        assert identity_of_person(keys, version) == (PERSON, RESIDENT_ID)
        assert session.exec(select(SubjectName)).all() == [], "nobody is found by a person's name"


def test_without_the_key_the_number_finds_nobody(database: Database, keys: KeyRing, tmp_path: Path) -> None:
    _enter(database, keys)
    with database.read() as session:
        assert find_by_key(session, person_key(KeyRing.open(tmp_path / "elsewhere"), RESIDENT_ID)) is None
