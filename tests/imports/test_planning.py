"""A row whose subject nobody knew is planned in short, and comes to what it would come to in full."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.imports import plan
from models.imports.entries import Content, Entry
from models.imports.plan import Plan, Planner
from models.imports.store import Known, KnownSubject

CONTENT = Content(
    standing="effective", rectification="not_required", due=None, severity="unknown", problem_types="",
    brushing_form="none", provenance="authority", recogniser=None, recogniser_code=None, recogniser_verified=False,
    inside=None, document_number=None, decided_on="2026-01-05", grounds=None, reason=None, source="file",
    source_record_id=None, disputed=False, relief=False, names_owner=False, valid_from="2026-01-05", valid_to=None,
    ended_on=None, end_kind=None, end_reason=None,
)  # fmt: skip

_keys = st.sampled_from(["uscc:1", "uscc:2", "reg:3", "org:4", "rid:5", "name:6", "name:7"])
_contents = st.builds(
    CONTENT._replace,
    standing=st.sampled_from(["effective", "lead", "proposed"]),
    valid_from=st.sampled_from(["2026-01-05", "2026-03-01", None]),
    valid_to=st.sampled_from(["2026-02-01", "2027-01-01", None]),
)
_entries = st.builds(
    Entry,
    number=st.integers(2, 99), subject_key=_keys, kind=st.just("company"), name=st.sampled_from(["甲", "乙"]),
    uscc=st.none(), organisation_code=st.none(),
    identifiers=st.sampled_from([(), (("registration_number", "3"),), (("registration_number", "8"),)]),
    sealed=st.none(), names=st.none(), natural_key=st.sampled_from(["doc:1", "doc:2"]),
    digest=st.sampled_from(["d1", "d2"]), unset=st.just(()), place=st.just((None, None)),
    list=st.just("brushing_black"), content=_contents,
)  # fmt: skip


class InFull(Planner):
    _enter_alone = Planner._place


def counted_ids(prefix: str, start: int, count: int) -> list[str]:
    return [f"{prefix}_{start + number}" for number in range(count)]


def planned(planner: type[Planner], entries: list[Entry], known: set[str]) -> Plan:
    stored: Any = {"name": "甲"}
    subjects = {key: KnownSubject(f"known_{key}", key, "甲", stored) for key in known}
    return planner(Known(subjects), sequence=10, full=False, today=date(2026, 11, 1)).run(entries)


@given(entries=st.lists(_entries, max_size=8), known=st.sets(_keys))
def test_in_short_as_in_full(entries: list[Entry], known: set[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "ordered_ids", counted_ids)
        assert planned(Planner, entries, known) == planned(InFull, entries, known)
