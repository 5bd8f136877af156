"""Records go in and come out as the core knows them; a change is a version, an end is a fact of its own."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from huixin.core.records import Record
from huixin.core.vocabulary import BrushingForm, EndKind, Provenance, Rectification, Severity, Standing
from huixin.core.windows import Window
from models.database import Database
from models.errors import Conflict, Invalid, NotFound
from models.listings import (
    Listing,
    ListingVersion,
    change_listing,
    columns_of,
    end_listing,
    enter_listing,
    record_from_row,
    records_by_id,
    records_of,
    records_of_many,
)
from models.sequence import current_sequence
from tests.factories import a_record, make_listing, make_member, make_subject

days = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
texts = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
windows = st.tuples(days, days).map(lambda pair: Window(*pair) if None in pair else Window(*sorted(pair)))  # type: ignore[type-var]


@st.composite
def records(draw: st.DrawFn) -> Record:
    ended_on = draw(days)
    return Record(
        id="lst_1",
        list="brushing_black",
        window=draw(windows),
        standing=draw(st.sampled_from(Standing)),
        rectification=draw(st.sampled_from([one for one in Rectification if one is not Rectification.OVERDUE])),
        due=draw(days),
        severity=draw(st.sampled_from(Severity)),
        problem_types=draw(st.frozensets(st.sampled_from(["brushing", "counterfeit", "personal_data"]))),
        brushing_form=draw(st.sampled_from(BrushingForm)),
        provenance=draw(st.sampled_from(Provenance)),
        recogniser=draw(texts),
        recogniser_verified=draw(st.booleans()),
        document_number=draw(texts),
        decided_on=draw(days),
        grounds=draw(texts),
        reason=draw(texts),
        source="file",
        disputed=draw(st.booleans()),
        relief=draw(st.booleans()),
        confirmed_on=draw(days),
        names_owner=draw(st.booleans()),
        ended_on=ended_on,
        end_kind=None if ended_on is None else draw(st.sampled_from(EndKind)),
        end_reason=draw(texts),
    )


@given(records())
def test_a_row_says_all_that_the_record_says(record: Record) -> None:
    listing = Listing(id=record.id, list=record.list, subject_id="sub_1", natural_key="key")
    assert record_from_row(listing, ListingVersion(listing_id=record.id, seq_from=1, **columns_of(record))) == record


def test_what_is_stored_comes_back(database: Database) -> None:
    with database.write() as session:
        subject = make_subject(session)
        association = make_member(session).member_id
        first = make_listing(session, subject)
        second = make_listing(
            session,
            subject,
            list="ecommerce_black",
            inside=association,
            correction_of=first.id,
            problem_types=frozenset({"counterfeit", "brushing"}),
        )
        make_listing(session)
    with database.read() as session:
        assert records_of(session, subject.id) == [first, second]
        assert records_of_many(session, []) == {}
        assert records_by_id(session, [second.id, "lst_none"]) == {second.id: second}


def test_a_record_is_entered_once(database: Database) -> None:
    with database.write() as session:
        subject, record = make_subject(session), a_record()
        enter_listing(session, subject.id, record, "id:1")
        enter_listing(session, subject.id, record, "id:2")
        enter_listing(session, make_subject(session).id, record, "id:1")
        with pytest.raises(Conflict):
            enter_listing(session, subject.id, record, "id:1")


def test_a_change_is_a_version_and_keeps_where_it_came_from(database: Database) -> None:
    with database.write() as session:
        subject = make_subject(session)
        entered = enter_listing(session, subject.id, a_record(), "id:1", source_record_id="1", import_id="imp_1")
        disputed = change_listing(session, entered.id, disputed=True)
        assert disputed == replace(entered, disputed=True)
    with database.read() as session:
        assert records_of(session, subject.id) == [disputed]
        versions = session.exec(select(ListingVersion).order_by(ListingVersion.seq_from)).all()  # type: ignore[arg-type]
        assert [version.disputed for version in versions] == [False, True]
        assert versions[0].seq_to == versions[1].seq_from
        assert {(version.source_record_id, version.import_id) for version in versions} == {("1", "imp_1")}


def test_what_does_not_change_is_no_version(database: Database) -> None:
    with database.write() as session:
        record = make_listing(session)
        before = current_sequence(session)
        assert change_listing(session, record.id, disputed=record.disputed) == record
        assert current_sequence(session) == before


def test_an_ended_record_counts_to_the_day_before(database: Database) -> None:
    with database.write() as session:
        record = make_listing(session)
        ended = end_listing(session, record.id, date(2026, 5, 1), EndKind.REMOVED, "信用修复")
    assert ended.live_window().last == date(2026, 4, 30)
    assert (ended.end_kind, ended.end_reason) == (EndKind.REMOVED, "信用修复")
    with database.read() as session:
        assert records_by_id(session, [record.id]) == {record.id: ended}


def test_the_ends_of_a_record_stand_beside_each_other(database: Database) -> None:
    with database.write() as session:
        record = make_listing(session)
        end_listing(session, record.id, date(2026, 5, 1), EndKind.DISPLAY_ENDED)
        ended = end_listing(session, record.id, date(2026, 6, 1), EndKind.MEASURES_LIFTED)
        assert ended.live_window() == record.window
        ended = end_listing(session, record.id, date(2026, 7, 1), EndKind.ANNULLED)
    assert (ended.display_ended_on, ended.measures_lifted_on) == (date(2026, 5, 1), date(2026, 6, 1))
    assert (ended.ended_on, ended.end_kind) == (date(2026, 7, 1), EndKind.ANNULLED)
    with database.read() as session:
        assert records_by_id(session, [record.id]) == {record.id: ended}


def test_a_record_stays_on_its_list(database: Database) -> None:
    with database.write() as session:
        record = make_listing(session)
        with pytest.raises(Invalid, match="stays on its list"):
            change_listing(session, record.id, list="red")
        with pytest.raises(NotFound):
            end_listing(session, "lst_none", date(2026, 5, 1), EndKind.REMOVED)
