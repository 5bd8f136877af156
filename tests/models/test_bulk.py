"""Many rows at once: all of them or none arrives, and many values find what one would."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from models.bulk import among, among_numbers, insert_columns, insert_rows
from models.subjects import Subject
from tests.conftest import NewDatabase

COLUMNS = ("id", "key", "organisation_code")


def subject(number: int) -> tuple[str, str, str | None]:
    return f"sub_{number}", f"name:惠州\"'\\{number}", None if number % 3 else f"{number:09}"


def held(session: Session) -> list[tuple[str, str, str | None]]:
    return [(row.id, row.key, row.organisation_code) for row in session.exec(select(Subject).order_by(Subject.id))]


@pytest.mark.parametrize("count", [0, 1, 299, 300, 301, 1000])
def test_as_many_rows_arrive_as_are_sent(new_database: NewDatabase, count: int) -> None:
    database, rows = new_database(), [subject(number) for number in range(count)]
    with database.write() as session:
        insert_rows(session.connection(), "subject", COLUMNS, rows)
    with database.read() as session:
        assert held(session) == sorted(rows)


@pytest.mark.parametrize("count", [0, 1, 2, 449, 450, 451, 1000])
def test_columns_arrive_as_their_rows_would(new_database: NewDatabase, count: int) -> None:
    database, rows = new_database(), [(*subject(number)[:2], None) for number in range(count)]
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    with database.write() as session:
        insert_columns(session.connection(), "subject", dict(zip(COLUMNS, columns, strict=True)))
    with database.read() as session:
        assert held(session) == sorted(rows)


def test_a_refused_row_of_columns_takes_the_whole_transaction_back(new_database: NewDatabase) -> None:
    database = new_database()
    columns = {"id": ["sub_1", "sub_2"], "key": ["name:1", "name:1"], "organisation_code": [None, None]}

    def write() -> None:
        with database.write() as session:
            session.add(Subject(id="sub_before", key="name:before"))
            session.flush()
            insert_columns(session.connection(), "subject", columns)

    with pytest.raises(IntegrityError):
        write()
    with database.read() as session:
        assert held(session) == []


def test_one_refused_row_takes_the_whole_transaction_back(new_database: NewDatabase) -> None:
    database, rows = new_database(), [subject(number) for number in (*range(500), 150)]

    def write() -> None:
        with database.write() as session:
            session.add(Subject(id="sub_before", key="name:before"))
            session.flush()
            insert_rows(session.connection(), "subject", COLUMNS, rows)

    with pytest.raises(IntegrityError):
        write()
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(Subject)).one() == 0
    with database.write() as session:
        insert_rows(session.connection(), "subject", COLUMNS, [subject(1)])


def test_values_are_found_whatever_is_in_them(new_database: NewDatabase) -> None:
    database, rows = new_database(), [subject(number) for number in range(200)]
    wanted = {key for _, key, _ in rows[::7]}
    with database.write() as session:
        insert_rows(session.connection(), "subject", COLUMNS, rows)
    with database.read() as session:
        connection = session.connection()
        found = session.exec(select(Subject.key).where(col(Subject.key).in_(among(connection, wanted | {"name:"}))))
        assert set(found) == wanted
        assert session.exec(select(Subject).where(col(Subject.key).in_(among(connection, ())))).all() == []


def test_more_numbers_than_could_be_bound_one_by_one_are_found_as_they_are(new_database: NewDatabase) -> None:
    wanted = {-(2**63), 2**63 - 1, *range(70_000)}
    with new_database().read() as session:
        connection = session.connection()
        assert set(connection.execute(among_numbers(connection, wanted)).scalars()) == wanted


def test_what_is_compiled_for_one_large_write_serves_the_next(new_database: NewDatabase) -> None:
    """A process that goes on taking in lists had kept what each of them compiled, until the collector came by."""
    database, compiled = new_database(), list[set[int]]()
    for number in range(3):
        with database.for_bulk() as bulk:
            with bulk.write() as session:
                session.add(Subject(id=f"sub_{number}", key=f"name:{number}"))
            with bulk.read() as session:
                assert len(held(session)) == number + 1
            compiled.append({id(one) for one in bulk.main._compiled_cache or ()})
    assert compiled[0]
    assert compiled == [compiled[0]] * 3
