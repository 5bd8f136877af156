"""The newest judgement of a member on a candidate is the one that counts; none is ever lost."""

from sqlmodel import Session

from models.base import new_id
from models.database import Database
from models.judgements import PersonJudgement, judgements_of_decision, judgements_on
from models.sequence import take_sequence
from tests.factories import LONG_AGO, make_member, make_subject


def _judge(session: Session, member: str, subject: str, judgement: str, query: str = "query") -> PersonJudgement:
    row = PersonJudgement(
        id=new_id("jdg"),
        seq_from=take_sequence(session).start,
        member_id=member,
        query_key=query,
        subject_id=subject,
        subject_sequence=1,
        decision_id="dec_1",
        judgement=judgement,
        by="staff 7",
        why="address and representative agree",
        at=LONG_AGO,
    )
    session.add(row)
    session.flush()
    return row


def test_the_newest_on_each_candidate_counts(database: Database) -> None:
    with database.write() as session:
        member, other = make_member(session).member_id, make_member(session).member_id
        one, two = make_subject(session).id, make_subject(session).id
        first = _judge(session, member, one, "same")
        second = _judge(session, member, two, "not_the_same")
        third = _judge(session, member, one, "not_the_same")
        _judge(session, member, one, "same", query="another question")
        elsewhere = _judge(session, other, one, "same")
    with database.read() as session:
        assert [row.id for row in judgements_on(session, member, "query")] == [third.id, second.id]
        assert [row.id for row in judgements_on(session, other, "query")] == [elsewhere.id]
        assert judgements_on(session, member, "nothing") == []
        assert [row.id for row in judgements_of_decision(session, "dec_1")][:3] == [first.id, second.id, third.id]
