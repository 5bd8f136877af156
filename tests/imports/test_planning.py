"""Rows whose subjects nobody knew are planned together, and come to what they would come to one by one."""

import marshal
from datetime import date
from itertools import compress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.imports import planner
from models.imports.columns import Entries
from models.imports.entries import Content, Entry, Issue
from models.imports.names import index_of
from models.imports.plan import NewListing, NewSubject, Plan
from models.imports.planner import Planner
from models.imports.store import Known, KnownListing, KnownSubject

CONTENT = Content(
    standing="effective", rectification="not_required", due=None, severity="unknown", problem_types="",
    brushing_form="none", provenance="authority", recogniser=None, recogniser_code=None, recogniser_verified=False,
    inside=None, document_number=None, decided_on="2026-01-05", grounds=None, reason=None, source="file",
    source_record_id=None, disputed=False, relief=False, names_owner=False, valid_from="2026-01-05", valid_to=None,
    ended_on=None, end_kind=None, end_reason=None,
)  # fmt: skip

CODED = ("uscc:2", "reg:3")
"""Keys of rows for whose merchant there is a record of a name alone."""
_keys = st.sampled_from(["uscc:1", "uscc:2", "reg:3", "org:4", "rid:5", "name:丙", "name:丁"])
_contents = st.builds(
    CONTENT._replace,
    standing=st.sampled_from(["effective", "lead", "proposed"]),
    valid_from=st.sampled_from(["2026-01-05", "2026-03-01", None]),
    valid_to=st.sampled_from(["2026-02-01", "2027-01-01", None]),
)
_any_entries = st.builds(
    Entry,
    number=st.integers(2, 99), subject_key=_keys, kind=st.just("company"), name=st.sampled_from(["甲", "乙"]),
    uscc=st.none(), organisation_code=st.none(),
    identifiers=st.sampled_from([(), (("registration_number", "3"),), (("registration_number", "8"),)]),
    sealed=st.none(), natural_key=st.sampled_from(["doc:1", "doc:2"]),
    names=st.sampled_from([None, index_of("甲"), index_of("乙")]),
    digest=st.sampled_from(["d1", "d2"]), unset=st.just(()), place=st.just((None, None)),
    list=st.just("brushing_black"), fault=st.sampled_from([None, None, Issue(2, "YXQZ", "bad_date", "it is no day")]),
    content=_contents,
)  # fmt: skip


def as_read(entry: Entry) -> Entry:
    """As a reader gives it: a name is indexed as it is written, and who has no code goes by it."""
    _, _, own = entry.subject_key.rpartition("name:")
    name = own if entry.subject_key.startswith("name:") else entry.name
    return entry._replace(name=name, names=None if entry.names is None else index_of(name))


_entries = _any_entries.map(as_read)
NOBODY = Plan().strangers


class InFull(Planner):
    def _strange(self, entries: Entries) -> list[bool]:
        return [False] * len(entries)


def one_by_one(plan: Plan) -> Plan:
    """The plan with its strangers among the others."""
    for entry, subject_id, listing_id, step in zip(*plan.strangers, strict=True):
        plan.subjects.append(NewSubject(subject_id, entry, step))
        plan.listings.append(NewListing(listing_id, subject_id, entry, None, step))
    plan.subjects.sort(key=lambda new: new.step)
    plan.listings.sort(key=lambda new: new.step)
    plan.strangers = NOBODY
    return plan


def counted_ids(prefix: str, start: int, count: int) -> list[str]:
    return [f"{prefix}_{start + number}" for number in range(count)]


def planned(planner: type[Planner], entries: list[Entry], known: set[str]) -> Plan:
    stored: Any = {"name": "甲"}
    subjects = {key: KnownSubject(f"known_{key}", key, "甲", stored) for key in known}
    known_to_all = Known(
        subjects,
        listings={"sub_name": {"doc:1": twin()}},
        others={key: {"sub_name"} for key in CODED},
        nameless={"sub_name"},
    )
    return one_by_one(planner(known_to_all, sequence=10, full=False, today=date(2026, 11, 1)).run(entries))


def twin() -> KnownListing:
    stored: Any = {**CONTENT._asdict(), "stated_disputed": False, "stated_relief": False}
    return KnownListing(
        "lst_twin", "doc:1", "d0", None, "2026-01-05", "2026-01-05", None, stored, subject_id="sub_name"
    )


@given(entries=st.lists(_entries, max_size=8), known=st.sets(_keys))
def test_strangers_together_as_one_by_one(entries: list[Entry], known: set[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planner, "ordered_ids", counted_ids)
        assert planned(Planner, entries, known) == planned(InFull, entries, known)


@given(st.lists(st.lists(_entries, max_size=4), max_size=4), st.data())
def test_columns_hold_what_was_put_into_them(several: list[list[Entry]], data: st.DataObject) -> None:
    whole = [entry for some in several for entry in some]
    put_by = [marshal.dumps(Entries.of(some).plain()) for some in several]
    held = Entries.joined(Entries(marshal.loads(columns)) for columns in put_by)  # noqa: S302 (written just before)
    assert [*held] == whole
    assert [held[place] for place in range(len(held))] == whole
    which = data.draw(st.lists(st.booleans(), min_size=len(whole), max_size=len(whole)))
    assert [*held.where(which)] == [*compress(whole, which)]
    assert [*held.column("digest")] == [entry.digest for entry in whole]
    assert [*held.column("standing")] == [entry.content.standing for entry in whole]
