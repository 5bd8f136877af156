"""What a change of the rules waits for: the notice that an instrument waives, and the consultation on a standard."""

from typing import Any

import pytest

from rules.announcing import beyond, new_standards
from rules.diff import diff
from rules.documents import Entry, Parameter
from tests.rules.factories import TITLE, catalogue, instrument, limit, list_entry, measure, parameter, rule

GROUNDS = (instrument(), instrument("other-law"), instrument("new-order"))


def sourced(*values: tuple[str, int, str]) -> Parameter:
    dated = [{"from": day, "value": value, "source": source, "verified": True} for day, value, source in values]
    return Parameter.model_validate({"parameter": "days", "title": TITLE, "values": dated})


def not_of(instrument_code: str, before: list[Entry], after: list[Entry]) -> list[str]:
    old, new = catalogue(*GROUNDS, *before), catalogue(*GROUNDS, *after)
    return beyond(old, new, diff(old, new), instrument_code)


REFUSE: dict[str, Any] = {"then": {"outcome": "refuse"}}
REVIEW: dict[str, Any] = {"then": {"outcome": "review"}}
TWO = sourced(("2020-01-01", 7, "the-law"), ("2026-01-01", 9, "other-law"))


@pytest.mark.parametrize(
    ("before", "after", "others"),
    [
        ([rule(**REFUSE)], [rule(**REVIEW)], []),
        ([rule(**REFUSE)], [rule(**REVIEW, grounds=["the-law/36", "other-law"])], []),
        ([rule(**REFUSE)], [rule(**REVIEW, grounds=["other-law"])], ["rule a-rule"]),
        ([], [rule(**REVIEW, grounds=["other-law"])], ["rule a-rule"]),
        ([rule(**REVIEW, grounds=["other-law"])], [], ["rule a-rule"]),
        ([rule(**REVIEW)], [], []),
        ([], [limit(grounds=["other-law"])], ["limit a-limit"]),
        ([list_entry()], [list_entry(grounds=["other-law"], public_ground="the-law")], []),
        ([list_entry()], [list_entry(grounds=["other-law"])], ["list black"]),
        ([TWO], [sourced(("2020-01-01", 8, "the-law"), ("2026-01-01", 9, "other-law"))], []),
        ([TWO], [sourced(("2020-01-01", 7, "the-law"), ("2026-01-01", 8, "other-law"))], ["parameter days"]),
        ([TWO], [sourced(("2020-01-01", 7, "the-law"))], ["parameter days"]),
        ([parameter("days", ("2020-01-01", 7))], [parameter("days", ("2020-01-01", 8))], ["parameter days"]),
        ([measure()], [measure(irreversible=True)], []),
    ],
)
def test_all_that_changes_rests_on_the_instrument_or_is_named(
    before: list[Entry], after: list[Entry], others: list[str]
) -> None:
    assert not_of("the-law", before, after) == others


def standards(before: list[Entry], after: list[Entry]) -> list[str]:
    old, new = catalogue(*GROUNDS, *before), catalogue(*GROUNDS, *after)
    return new_standards(old, new, diff(old, new))


SEVERE = list_entry("grey", default_severity="severity", recognised_as=["black"])


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ([list_entry()], [list_entry(), list_entry("another")], ["another"]),
        ([list_entry()], [list_entry(), list_entry("another", "watch")], []),
        ([list_entry(), list_entry("another")], [list_entry()], []),
        ([list_entry()], [list_entry(public=True, public_ground="the-law")], ["black"]),
        ([list_entry()], [list_entry(nature="watch")], []),
        ([list_entry("another", "watch")], [list_entry("another", "black")], ["another"]),
        ([list_entry()], [list_entry(title={"zh": "某", "en": "Some"}, note="A note.")], []),
        (
            [list_entry(), parameter("recognisers.black", ("2020-01-01", ["court"]))],
            [list_entry(), parameter("recognisers.black", ("2020-01-01", ["court", "commerce"]))],
            ["black"],
        ),
        (
            [list_entry(), SEVERE, parameter("recognisers.black", ("2020-01-01", ["court"]))],
            [list_entry(), SEVERE, parameter("recognisers.black", ("2020-01-01", ["commerce"]))],
            ["black", "grey"],
        ),
        (
            [SEVERE, parameter("severity", ("2020-01-01", "minor"))],
            [SEVERE, parameter("severity", ("2020-01-01", "serious"))],
            ["grey"],
        ),
        ([list_entry(), rule(**REFUSE)], [list_entry(), rule(**REVIEW)], []),
    ],
)
def test_a_blacklist_kept_otherwise_is_a_new_standard(
    before: list[Entry], after: list[Entry], found: list[str]
) -> None:
    assert sorted(standards(before, after)) == found
