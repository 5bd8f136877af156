"""Records read column by column are those that checks read."""

from datetime import date, timedelta

from sqlmodel import select

from huixin.core.vocabulary import EndKind, Provenance, Severity
from huixin.core.windows import Window
from models.bundles.rows import records_by_subject
from models.listings import end_listing, records_of_many
from models.subjects import Subject
from models.upstream.tables import UpstreamRefresh
from tests.api.conftest import World
from tests.factories import make_listing, make_subject


def test_both_ways_of_reading_give_the_same(world: World) -> None:
    day = date(2026, 9, 1)
    with world.context.database.write() as session:
        subject = make_subject(session)
        make_listing(
            session, subject, problem_types=frozenset({"brushing", "counterfeit"}), decided_on=day, grounds="x"
        )
        other = make_listing(session, subject, list="ecommerce_black", severity=Severity.SERIOUS, disputed=True)
        end_listing(session, other.id, day, EndKind.REMOVED, "x")
        fields = {"provenance": Provenance.PLATFORM, "window": Window(day, day + timedelta(days=9))}
        make_listing(session, make_subject(session), list="ecommerce_joint", source="feed", **fields)
        session.add(UpstreamRefresh(list="ecommerce_joint", source="feed", seq_from=1, confirmed_on=day))
        session.flush()
    with world.context.database.read() as session:
        ids = session.exec(select(Subject.id)).all()
        read = records_of_many(session, ids)
        assert records_by_subject(session, ids) == read
        assert {record.confirmed_on for records in read.values() for record in records} == {None, day}
