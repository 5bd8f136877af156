"""What was known at an older sequence stays what it was, whatever comes later."""

from datetime import date, timedelta
from typing import Any, TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from huixin.core.records import Record
from huixin.core.records import Subject as KnownSubject
from huixin.core.vocabulary import EndKind, Rectification, Severity, Standing
from models.clauses import clauses_of, end_clause, enter_clause, list_clauses
from models.errors import NotFound
from models.listings import change_listing, end_listing, records_of, records_of_many
from models.sequence import current_sequence
from models.subjects import Subject, change_subject, enterprise, newest_change, subject_of
from rules.ruleset import RuleSet
from tests.conftest import STORED_EXAMPLES, NewDatabase
from tests.factories import make_listing, make_member, make_subject, uscc_of

NAMES = ("惠州市顺达贸易有限公司", "惠州市顺达优品贸易有限公司", "广东顺达科技有限公司")
DAY = date(2026, 3, 1)
Snapshot: TypeAlias = tuple[KnownSubject | None, list[Record]]

steps = st.lists(
    st.one_of(
        st.tuples(st.just("list"), st.sampled_from(["brushing_black", "ecommerce_black", "red"])),
        st.tuples(st.just("rename"), st.sampled_from(NAMES)),
        st.tuples(st.just("severity"), st.sampled_from(list(Severity))),
        st.tuples(st.just("standing"), st.sampled_from(list(Standing))),
        st.tuples(st.just("rectification"), st.sampled_from([Rectification.ORDERED, Rectification.INCOMPLETE])),
        st.tuples(st.just("disputed"), st.booleans()),
        st.tuples(st.just("end"), st.sampled_from(list(EndKind))),
    ),
    max_size=12,
)


def _take(session: Session, subject: Subject, step: tuple[str, Any]) -> None:
    what, value = step
    records = records_of(session, subject.id)
    if what == "list":
        make_listing(session, subject, list=value)
    elif what == "rename":
        change_subject(session, subject.id, enterprise(uscc_of(7), value))
    elif records and what == "end":
        end_listing(session, records[0].id, DAY, value, "期满")
    elif records:
        change_listing(session, records[-1].id, **{what: value})


def _known(session: Session, subject: Subject, sequence: int | None = None) -> Snapshot:
    try:
        known = subject_of(session, subject.id, sequence)
    except NotFound:
        known = None
    return known, records_of(session, subject.id, sequence)


@settings(
    max_examples=STORED_EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps)
def test_an_older_sequence_gives_its_state_again(new_database: NewDatabase, taken: list[tuple[str, Any]]) -> None:
    database = new_database()
    remembered: dict[int, Snapshot] = {}
    with database.write() as session:
        subject = make_subject(session, uscc=uscc_of(7), name=NAMES[0])
        remembered[0] = (None, [])
    for step in taken:
        with database.write() as session:
            remembered[current_sequence(session)] = _known(session, subject)
            _take(session, subject, step)
    with database.read() as session:
        remembered[current_sequence(session)] = _known(session, subject)
        for sequence, state in remembered.items():
            assert _known(session, subject, sequence) == state
        together = records_of_many(session, [subject.id, "sub_none"])
        assert together.get(subject.id, []) == records_of(session, subject.id)
        assert newest_change(session, subject.id) <= current_sequence(session)
    database.close()


def test_clauses_have_a_history_too(new_database: NewDatabase, ruleset: RuleSet) -> None:
    from huixin.types.clause import ClauseRequest

    database = new_database()
    request = ClauseRequest(
        kind="platform_rule",
        measure="promotion_limit",
        reference="平台规则第八条",
        published_on=DAY - timedelta(days=7),
        effective_from=DAY,
        effective_to=DAY + timedelta(days=30),
    )
    with database.write() as session:
        member = make_member(session).member_id
        clause = enter_clause(session, ruleset.catalogue, member, request)
        entered = current_sequence(session)
        end_clause(session, member, clause.id, DAY + timedelta(days=10))
    with database.read() as session:
        [then] = clauses_of(session, member, at_sequence=entered)
        [now] = clauses_of(session, member)
        assert (then.window.last, now.window.end) == (DAY + timedelta(days=30), DAY + timedelta(days=10))
        assert [row.effective_to for row in list_clauses(session, member)] == [now.window.end]


def test_newest_change_follows_every_part_of_a_subject(new_database: NewDatabase) -> None:
    database = new_database()
    with database.write() as session:
        subject = make_subject(session)
        record = make_listing(session, subject)
        seen = [newest_change(session, subject.id)]
        end_listing(session, record.id, DAY, EndKind.REMOVED)
        seen.append(newest_change(session, subject.id))
        change_subject(session, subject.id, enterprise(uscc_of(8), NAMES[1]))
        seen.append(newest_change(session, subject.id))
        make_listing(session)
        assert newest_change(session, subject.id) == seen[-1]
        assert seen == sorted(set(seen))
        assert newest_change(session, "sub_none") == 0
        assert session.exec(select(Subject.id).where(col(Subject.id) == subject.id)).one()
