"""Subjects: found by their codes, known by their names, never changed in place."""

import pytest
from sqlmodel import Session, select

from huixin.core.names import grams, hint_of, normalise, split_name
from huixin.core.vocabulary import SubjectKind
from models.database import Database
from models.errors import Conflict, NotFound
from models.keys import KeyRing
from models.subjects import (
    NameGram,
    SubjectVersion,
    change_subject,
    current_identifiers,
    current_names,
    current_version,
    enterprise,
    find_by_key,
    identity_of_person,
    subject_of,
    version_at,
)
from tests.factories import make_subject, uscc_of

USCC = uscc_of(40_000_001)
OLD, NEW = "惠州市顺达贸易有限公司", "惠州市顺达优品贸易有限公司"


def _names(session: Session, subject_id: str) -> set[tuple[str, bool]]:
    return {(name.name, name.former) for name in current_names(session, subject_id)}


def test_a_subject_is_found_by_its_code(database: Database) -> None:
    with database.write() as session:
        entered = make_subject(
            session, uscc=USCC, name=OLD, unit="huicheng", identifiers=[("registration_number", "441302000000014")]
        )
    with database.read() as session:
        found = find_by_key(session, f"uscc:{USCC}")
        assert found == entered
        assert found.organisation_code == USCC[8:17]
        known = subject_of(session, found.id)
        assert (known.name, known.kind, known.key) == (OLD, SubjectKind.COMPANY, f"uscc:{USCC}")
        assert current_identifiers(session, found.id) == {("registration_number", "441302000000014")}
        assert find_by_key(session, "uscc:none") is None


def test_its_names_are_indexed_by_their_trade_name(database: Database) -> None:
    with database.write() as session:
        subject = make_subject(session, uscc=USCC, name=NEW, former_names=[OLD])
    with database.read() as session:
        assert _names(session, subject.id) == {(NEW, False), (OLD, True)}
        for name in current_names(session, subject.id):
            assert name.full_key == normalise(name.name)
            parts, indexed = split_name(name.name), select(NameGram).where(NameGram.name_id == name.id)
            found = {(row.gram, row.place, row.industry) for row in session.exec(indexed)}
            assert found == {(gram, *hint_of(parts)) for gram in grams(parts.trade)}


def test_renamed_it_keeps_the_old_name_as_former(database: Database) -> None:
    with database.write() as session:
        subject = make_subject(session, uscc=USCC, name=OLD)
        change_subject(session, subject.id, enterprise(USCC, NEW))
    with database.read() as session:
        assert _names(session, subject.id) == {(NEW, False), (OLD, True)}
    with database.write() as session:
        change_subject(session, subject.id, enterprise(USCC, OLD))
    with database.read() as session:
        assert _names(session, subject.id) == {(OLD, False), (NEW, True)}


def test_a_change_is_a_version_of_its_own(database: Database) -> None:
    with database.write() as session:
        subject = make_subject(session, uscc=USCC, name=OLD)
        first = current_version(session, subject.id)
        change_subject(
            session, subject.id, enterprise(USCC, OLD, unit="boluo", identifiers=[("registration_number", "1")])
        )
        change_subject(
            session, subject.id, enterprise(USCC, OLD, unit="boluo", identifiers=[("registration_number", "1")])
        )
    with database.read() as session:
        versions = session.exec(select(SubjectVersion).order_by(SubjectVersion.seq_from)).all()  # type: ignore[arg-type]
        assert [version.unit for version in versions] == [None, "boluo", "boluo"]
        assert [one.seq_to for one in versions[:-1]] == [one.seq_from for one in versions[1:]]
        assert first is not None
        then = version_at(session, subject.id, first.seq_from)
        assert then is not None
        assert then.unit is None
        assert _names(session, subject.id) == {(OLD, False)}


def test_a_key_is_taken_once(database: Database) -> None:
    with database.write() as session:
        make_subject(session, uscc=USCC)
        with pytest.raises(Conflict):
            make_subject(session, uscc=USCC)


def test_nobody_is_nowhere(database: Database) -> None:
    with database.write() as session:
        assert current_version(session, "sub_none") is None
        with pytest.raises(NotFound):
            subject_of(session, "sub_none")
        with pytest.raises(NotFound):
            change_subject(session, "sub_none", enterprise(USCC, NEW))


def test_an_enterprise_has_nothing_sealed(database: Database, keys: KeyRing) -> None:
    with database.write() as session:
        version = current_version(session, make_subject(session).id)
        assert version is not None
        with pytest.raises(NotFound):
            identity_of_person(keys, version)
