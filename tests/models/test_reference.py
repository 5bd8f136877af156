"""Lists and units of the packs stand in the database, and follow the packs."""

from sqlmodel import select

from models.database import Database
from models.reference import ListCode, Unit, sync_reference
from rules.ruleset import RuleSet


def test_lists_and_units_of_the_packs_are_laid_down(database: Database, ruleset: RuleSet) -> None:
    with database.read() as session:
        lists = {row.code: row.nature for row in session.exec(select(ListCode))}
        units = {row.code: row for row in session.exec(select(Unit))}
    assert lists == {entry.list: entry.nature for entry in ruleset.catalogue.lists.values()}
    assert set(units) == set(ruleset.catalogue.units)
    assert units["dayawan"].gb2260 is None, "a zone has no code of the state"
    assert (units["dayawan"].gb2260_parent, units["dayawan"].external_aliases) == ("441303", "441340")


def test_a_second_time_brings_up_to_date(database: Database, ruleset: RuleSet) -> None:
    with database.write() as session:
        session.get_one(Unit, "boluo").name_en = "Boluo, as it was"
    with database.write() as session:
        sync_reference(session, ruleset.catalogue)
    with database.read() as session:
        assert session.get_one(Unit, "boluo").name_en == "Boluo County"
        assert len(session.exec(select(Unit)).all()) == len(ruleset.catalogue.units)
