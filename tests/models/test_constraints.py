"""The databases themselves refuse what makes no sense, whoever writes it and however."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.base import MAIN
from models.database import Database
from tests.factories import LONG_AGO, make_listing, make_member, make_subject

pytestmark = pytest.mark.both_databases

PERSON = {"kind": "natural_person", "name": "张**"}
REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "a person whose name is not sealed": ("subject_version", PERSON),
    "an unknown kind of subject": ("subject_version", {"kind": "ghost"}),
    "a subject in an unknown unit": ("subject_version", {"unit": "atlantis"}),
    "a version that ends before it begins": ("subject_version", {"seq_to": 1}),
    "a version without a name": ("subject_version", {"name": None}),
    "a second current version of a subject": ("subject_version", {"seq_to": None}),
    "a second subject of the same key": ("subject", {}),
    "a record on an unknown list": ("listing", {"list": "no_such_list"}),
    "a record of nobody": ("listing", {"subject_id": "sub_none"}),
    "the same record twice": ("listing", {}),
    "a second current version of a record": ("listing_version", {"seq_to": None}),
    "an unknown standing": ("listing_version", {"standing": "rumour"}),
    "a rectification that is only ever derived": ("listing_version", {"rectification": "overdue"}),
    "an unknown severity": ("listing_version", {"severity": "awful"}),
    "an unknown provenance": ("listing_version", {"provenance": "hearsay"}),
    "an unknown form of brushing": ("listing_version", {"brushing_form": "hair"}),
    "an end without its kind": ("listing_version", {"ended_on": date(2026, 1, 1)}),
    "a kind of end without its day": ("listing_version", {"end_kind": "removed"}),
    "an unknown kind of end": ("listing_version", {"ended_on": date(2026, 1, 1), "end_kind": "forgotten"}),
    "a record that ends before it begins": ("listing_version", {"valid_to": date(2025, 12, 31)}),
    "a record without a source": ("listing_version", {"source": None}),
    "a correction of nothing": ("listing_version", {"correction_of": "lst_none"}),
    "a record inside no association": ("listing_version", {"inside": "mem_none"}),
    "a member of an unknown kind": ("member", {"kind": "friend"}),
    "a second member of the same name": ("member", {"name": "一个平台"}),
    "a credential of nobody": ("credential", {"member_id": "mem_none"}),
    "a credential without a secret": ("credential", {"secret_hash": None}),
    "an unknown kind of clause": ("clause", {"kind": "whim"}),
    "a clause that ends before it begins": ("clause", {"effective_to": date(2020, 1, 1)}),
    "a clause of nobody": ("clause", {"member_id": "mem_none"}),
    "an unknown judgement": ("judgement", {"judgement": "perhaps"}),
    "a second counter": ("change_sequence", {"id": 2}),
    "a list of an unknown nature": ("list", {"nature": "grey"}),
    "a second unit with the same code of the state": ("unit", {"code": "huizhou_again", "gb2260": "441300"}),
    "an import in an unknown state": ("import", {"state": "lost"}),
}


def _valid(session: Session) -> dict[str, dict[str, Any]]:
    """For each table a row that it would take, or that only repeats one that stands there."""
    subject = make_subject(session)
    record = make_listing(session, subject)
    member = make_member(session, name="一个平台").member_id
    listing = {"list": record.list, "subject_id": subject.id}
    day = date(2026, 1, 1)
    return {
        "subject": {"id": "sub_2", "key": subject.key},
        "subject_version": {"subject_id": subject.id, "seq_from": 900, "seq_to": 901, "kind": "company", "name": "甲"},
        "listing": {"id": "lst_2", "natural_key": f"doc:{record.document_number}|{record.decided_on}"} | listing,
        "listing_version": {"listing_id": record.id, "seq_from": 900, "seq_to": 901, "standing": "effective",
                            "rectification": "ordered", "severity": "minor", "problem_types": "", "source": "file",
                            "brushing_form": "none", "provenance": "authority", "recogniser_verified": False,
                            "disputed": False, "relief": False, "stated_disputed": False,
                            "stated_relief": False, "names_owner": False, "valid_from": day},
        "member": {"id": "mem_2", "name": "又一个平台", "kind": "platform", "created_at": LONG_AGO},
        "credential": {"client_id": "cli_2", "member_id": member, "secret_hash": "x", "scopes": [],
                       "created_at": LONG_AGO},
        "clause": {"id": "cls_2", "seq_from": 900, "member_id": member, "kind": "contract", "measure": "x",
                   "reference": "x", "published_on": day, "effective_from": day, "standard": False},
        "judgement": {"id": "jdg_2", "seq_from": 900, "member_id": member, "query_key": "x", "subject_id": subject.id,
                      "subject_sequence": 1, "decision_id": "dec_2", "judgement": "same", "by": "x", "why": "x",
                      "at": LONG_AGO},
        "change_sequence": {"id": 1, "value": 0},
        "list": {"code": "new_list", "nature": "black"},
        "unit": {"code": "new_unit", "name_zh": "新", "name_en": "New", "kind": "city", "gb2260_parent": "440000",
                 "external_aliases": ""},
        "import": {"id": "imp_2", "sha256": "x", "filename": "x", "list": record.list, "source": "file",
                   "mode": "full", "state": "applying", "cursor": 0, "rows": 0, "entered": 0, "changed": 0, "exited": 0,
                   "unchanged": 0, "unverified": 0, "recognised": 0, "rejected": 0, "proposed_exits": 0,
                   "started_at": LONG_AGO},
    }  # fmt: skip


def test_the_database_refuses(database: Database, subtests: pytest.Subtests) -> None:
    with database.write() as session:
        rows = _valid(session)
    for what, (table, wrong) in REFUSED.items():
        with subtests.test(what), pytest.raises(IntegrityError), database.write() as session:
            session.connection().execute(insert(MAIN.tables[table]), [rows[table] | wrong])


TAKEN = ("subject_version", "listing_version", "member", "credential", "clause", "judgement", "list", "unit", "import")


def test_the_rows_that_those_differ_from_are_taken(database: Database) -> None:
    """So it is the named thing that is refused, and not something else about the row."""
    with database.write() as session:
        rows = _valid(session)
        for table in TAKEN:
            session.connection().execute(insert(MAIN.tables[table]), [rows[table]])


def test_what_is_pointed_at_cannot_go(database: Database) -> None:
    with database.write() as session:
        subject = make_subject(session)
    table = MAIN.tables["subject"]
    with pytest.raises(IntegrityError), database.write() as session:
        session.connection().execute(update(table).where(table.c.id == subject.id).values(id="sub_other"))
