"""Migrations lead to exactly what the models say, up and down, in two files or in one database."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, inspect
from sqlmodel import select

from alembic import command
from huixin.core.vocabulary import MemberKind, Standing
from models.bulletins.tables import Bulletin
from models.cases.beside import CaseRecognition
from models.cases.tables import Case, CaseEvent
from models.database import Database
from models.disputes import put_mark
from models.listings import ListingVersion
from models.migrations import HISTORIES, ROOT, configuration, engine_of, migrate, unmigrate, version_table
from models.name_search import search_names
from models.rights.tables import Stay
from models.rulesets.tables import Ruleset, RulesetEntries, ShadowCount, ShadowRun
from models.sequence import current_sequence
from models.subjects import NameGram, SubjectName, change_subject, enterprise, hash_of
from models.versions import in_force
from models.warnings.complaints import ComplaintCount
from tests.factories import make_listing, make_member, make_subject


def _differences(engine: Engine, history: str) -> list[object]:
    others = {table for name, tables in HISTORIES.items() if name != history for table in tables.tables}
    ignored = {*others, *map(version_table, HISTORIES)}
    with engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or name not in ignored, "compare_type": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), HISTORIES[history]))


@pytest.mark.parametrize("history", HISTORIES)
def test_the_migrated_database_is_what_the_models_say(database: Database, history: str) -> None:
    assert _differences(engine_of(database, history), history) == []


def _checks(engine: Engine, metadata: MetaData) -> set[str]:
    found = inspect(engine)
    return {str(check["name"]) for table in metadata.tables for check in found.get_check_constraints(table)}


@pytest.mark.parametrize("history", HISTORIES)
def test_the_migrated_database_checks_what_the_models_check(database: Database, history: str) -> None:
    """Alembic does not compare check constraints: a table made from the models says which there should be."""
    engine, metadata = engine_of(database, history), HISTORIES[history]
    migrated = _checks(engine, metadata)
    metadata.drop_all(engine)
    metadata.create_all(engine)
    assert migrated == _checks(engine, metadata)


def test_down_takes_everything_away_and_up_brings_it_back(database: Database) -> None:
    unmigrate(database)
    for history in HISTORIES:
        engine = engine_of(database, history)
        assert set(inspect(engine).get_table_names()) <= set(map(version_table, HISTORIES))
    migrate(database)
    for history in HISTORIES:
        assert _differences(engine_of(database, history), history) == []
    with database.read() as session:
        assert current_sequence(session) == 0


def test_shadow_runs_that_are_not_over_are_counted_anew(database: Database, now: datetime) -> None:
    began, later = now - timedelta(days=3), now + timedelta(days=3)
    with database.write() as session:
        session.add(RulesetEntries(digest="sha256:0", entries="", entered_at=now))
        session.add(Ruleset(id="rls_1", title="", reason="", state="draft", author="cli_1", created_at=now))
        session.flush()
        run = {"ruleset_id": "rls_1", "digest": "sha256:0", "began_at": began, "client_id": "cli_1", "person": "张三"}
        run |= {"checks": 3, "differing": 2, "read_until": later}
        session.add(ShadowRun(id="shd_runs", ends_at=later, counted_to=now, **run))
        session.add(ShadowRun(id="shd_over", ends_at=now, counted_to=now, **run))
        session.flush()
        for key in ("shd_runs", "shd_over"):
            named = {"scene": "promotion", "rule": "", "before": "refuse", "after": "restrict"}
            session.add(ShadowCount(run_id=key, checks=2, **named))
    with engine_of(database, "main").begin() as connection:
        command.downgrade(configuration("main", connection), "0036")
        command.upgrade(configuration("main", connection), "head")
    with database.read() as session:
        runs, over = session.get_one(ShadowRun, "shd_runs"), session.get_one(ShadowRun, "shd_over")
        assert (runs.checks, runs.counted_to, runs.read_until) == (0, began, later + timedelta(days=1))
        assert (over.checks, over.counted_to, over.read_until) == (3, now, now)
        assert session.exec(select(ShadowCount.run_id)).all() == ["shd_over"]


def test_names_that_only_leads_have_brought_are_marked_in_what_is_stored_already(database: Database) -> None:
    with database.write() as session:
        pushed = make_subject(session, name="甲贸易有限公司")
        make_listing(session, pushed, list="ecommerce_pushed", standing=Standing.LEAD)
        other = make_subject(session, name="丙贸易有限公司", former_names=["丁贸易有限公司"])
        make_listing(session, other)
        for subject, name in ((pushed, "乙贸易有限公司"), (other, "戊贸易有限公司")):
            change_subject(session, subject.id, enterprise(subject.key.removeprefix("uscc:"), name))
        make_listing(session, pushed)
    with engine_of(database, "main").begin() as connection:
        command.downgrade(configuration("main", connection), "0007")
        command.upgrade(configuration("main", connection), "0010")
    with database.read() as session:
        marked = session.exec(select(SubjectName.name).where(SubjectName.unlisted)).all()
    assert marked == ["甲贸易有限公司"]


def test_whole_names_that_are_stored_already_are_found_by_their_hash(database: Database) -> None:
    with database.write() as session:
        subject = make_subject(session, name="甲贸易有限公司", former_names=["乙贸易有限公司"])
    with engine_of(database, "main").begin() as connection:
        command.downgrade(configuration("main", connection), "0012")
        command.upgrade(configuration("main", connection), "head")
    with database.read() as session:
        for name in ("甲贸易有限公司", "乙贸易有限公司"):
            assert [(hit.subject_id, hit.score) for hit in search_names(session, name, limit=1)] == [(subject.id, 1.0)]
        stored = session.exec(select(SubjectName.full_key, SubjectName.full_hash)).all()
        assert all(hash_of(key) == hashed for key, hashed in stored)


def test_names_that_are_stored_already_are_found_by_pairs(database: Database) -> None:
    with database.write() as session:
        subject = make_subject(session, name="惠东县顺达通物流有限公司", former_names=["惠东县益永畅物流有限公司"])
    index = select(NameGram).order_by(NameGram.name_id, NameGram.gram)
    with database.read() as session:
        before = [row.model_dump() for row in session.exec(index)]
    with engine_of(database, "main").begin() as connection:
        command.downgrade(configuration("main", connection), "0046")
        command.upgrade(configuration("main", connection), "head")
    with database.read() as session:
        assert [row.model_dump() for row in session.exec(index)] == before
        assert [hit.subject_id for hit in search_names(session, "顺达丁物流有限公司")] == [subject.id]


def test_of_a_record_that_is_stayed_its_source_states_what_the_stay_had_kept(database: Database, now: datetime) -> None:
    with database.write() as session:
        subject, member = make_subject(session), make_member(session, MemberKind.CENTRE).member_id
        free, told, silent = (make_listing(session, subject, relief=said).id for said in (True, True, False))
        decided = {"decided_by": "法院", "document_number": "1号", "document_on": now.date(), "reason": "裁定"}
        for number, listing_id in enumerate((told, silent)):
            about = {"listing_id": listing_id, "list": "ecommerce_joint", "subject_id": subject.id}
            row = Stay(id=f"sta_{number}", member_id=member, kind="court", since=now.date(), created_at=now)
            session.add(row.sqlmodel_update(about | decided))
            session.flush()
            put_mark(session, listing_id, "relief")
    with engine_of(database, "main").begin() as connection:
        command.downgrade(configuration("main", connection), "0034")
        command.upgrade(configuration("main", connection), "head")
    with database.read() as session:
        current = select(ListingVersion).where(in_force(ListingVersion, None))
        stated = {version.listing_id: (version.relief, version.stated_relief) for version in session.exec(current)}
    assert stated == {free: (True, True), told: (True, True), silent: (True, False)}


def test_what_a_name_was_recognised_as_is_carried_over(database: Database, now: datetime) -> None:
    with database.write() as session:
        subject = make_subject(session)
        name, first, last = (make_listing(session, subject).id for _ in range(3))
        case = Case(id="cas_1", listing_id=name, subject_id=subject.id, state="unassigned", entered_state_on=now.date())
        session.add(case.sqlmodel_update({"opened_at": now}))
        session.flush()
        for hours, listing_id in enumerate((first, last)):
            since = now + timedelta(hours=hours)
            session.add(CaseRecognition(case_id=case.id, listing_id=listing_id, since=since))
            told = {"case_id": case.id, "at": since, "by": "huixin", "to_state": "unassigned", "data": {}}
            states = {"number": hours + 1, "from_state": "unassigned" if hours else None}
            session.add(CaseEvent(action="recognised", **states, **told))
    with engine_of(database, "main").begin() as connection:
        command.downgrade(configuration("main", connection), "0052")
        command.upgrade(configuration("main", connection), "head")
    with database.read() as session:
        [row] = session.exec(select(CaseRecognition)).all()
    assert (row.case_id, row.listing_id, row.since) == ("cas_1", last, now + timedelta(hours=1))


def test_a_bulletin_that_was_withdrawn_was_so_on_the_day_of_shanghai(database: Database) -> None:
    late = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)
    held = {"first": date(2026, 10, 1), "last": date(2026, 10, 31), "as_of": date(2026, 10, 31)}
    held |= {"publish_on": date(2026, 11, 3), "progress": [], "named": {}, "created_at": late, "approved_at": late}
    held |= {"drafted_by": "crd_1", "approved_by": "crd_2"}
    with database.write() as session:
        session.add(Bulletin(id="bul_1", withdrawn_at=late, withdrawn_on=date(2026, 11, 3), **held))
        session.add(Bulletin(id="bul_2", **held))
    with engine_of(database, "main").begin() as connection:
        command.downgrade(configuration("main", connection), "0096")
        command.upgrade(configuration("main", connection), "head")
    with database.read() as session:
        days = {row.id: row.withdrawn_on for row in session.exec(select(Bulletin))}
    assert days == {"bul_1": date(2026, 11, 3), "bul_2": None}


def test_complaints_of_the_places_of_a_day_are_one_count_without_them(database: Database, now: datetime) -> None:
    with database.write() as session:
        for unit, count in (("", 1), ("boluo", 2), ("huicheng", 4)):
            day = date(2026, 11, 1)
            session.add(ComplaintCount(source="12315", day=day, unit=unit, count=count, entered_at=now))
    with engine_of(database, "main").begin() as connection:
        command.downgrade(configuration("main", connection), "0099")
        command.upgrade(configuration("main", connection), "head")
    with database.read() as session:
        [row] = session.exec(select(ComplaintCount)).all()
    assert (row.day, row.unit, row.count, row.entered_at) == (date(2026, 11, 1), "", 7, now)


def test_a_second_time_changes_nothing(database: Database) -> None:
    migrate(database)
    migrate(database)
    assert _differences(database.main, "main") == []


@pytest.mark.parametrize("history", HISTORIES)
def test_the_command_line_does_the_same(tmp_path: Path, history: str) -> None:
    environment = os.environ | {"HUIXIN_HOME": str(tmp_path)}
    for order in (["upgrade", "head"], ["check"], ["downgrade", "base"]):
        invoked = [sys.executable, "-m", "alembic", "-n", history, *order]
        done = subprocess.run(invoked, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
