"""Records become closed facts; what members may see of them."""

from datetime import date
from typing import Any

import pytest

from huixin.core.facts import RecordFacts, SubjectFacts
from huixin.core.profile import profile_of
from huixin.core.records import Record
from huixin.core.visibility import visible
from huixin.core.vocabulary import MemberKind, Rectification, Severity, Standing
from huixin.core.windows import Window
from rules.clauses import standard_clauses
from rules.documents import StandardClause
from tests.rules.factories import DAY, TITLE, TODAY, catalogue, instrument, list_entry, on, parameter, record, ruleset
from tests.rules.factories import subject as a_subject

DEFAULT = parameter("severity.black", ("2020-01-01", "general"), ("2026-06-01", "serious"))
STALE = parameter("stale_after_days", ("2020-01-01", 30))
GROUND = instrument("the-display", in_force={"to": "2026-05-31"})
LISTED = list_entry(default_severity="severity.black", follows_upstream=True, public=True, public_ground="the-display")
RULES = ruleset(DEFAULT, STALE, GROUND, LISTED)


def profile(records: list[Record], window: Window | None = None) -> tuple[SubjectFacts, dict[str, RecordFacts]]:
    asked = window or on(TODAY)
    whole, facts = profile_of(RULES.terms, a_subject(), records, asked)
    return whole.subject, facts


def facts_of(one: Record, window: Window | None = None) -> RecordFacts:
    return profile([one], window)[1]["r1"]


@pytest.mark.parametrize(("days_after_due", "state"), [(-1, "ordered"), (0, "ordered"), (1, "overdue")])
def test_an_order_is_met_until_the_end_of_its_due_day(days_after_due: int, state: str) -> None:
    ordered = record(rectification=Rectification.ORDERED, due=TODAY)
    assert facts_of(ordered, on(TODAY + days_after_due * DAY)).rectification == state


def test_unknown_severity_is_the_lists_of_that_day() -> None:
    assert facts_of(record(), on(TODAY - DAY)).severity is Severity.GENERAL
    assert facts_of(record(), on(TODAY)).severity is Severity.SERIOUS
    assert facts_of(record(severity=Severity.MINOR)).severity is Severity.MINOR
    assert facts_of(record("other_black")).severity is Severity.UNKNOWN


def test_a_list_is_public_while_its_ground_is_in_force() -> None:
    assert facts_of(record(), on(TODAY - DAY)).public
    assert not facts_of(record(), on(TODAY)).public


@pytest.mark.parametrize(("days", "stale"), [(30, False), (31, True)])
def test_what_upstream_has_not_confirmed_grows_stale(days: int, stale: bool) -> None:
    assert facts_of(record(confirmed_on=TODAY - days * DAY)).stale is stale
    assert not facts_of(record("other_black", confirmed_on=TODAY - days * DAY)).stale


def test_the_campaigns_days_show_what_starts_and_ends_in_it() -> None:
    campaign = Window(TODAY, TODAY + 10 * DAY)
    within = facts_of(record(window=Window(TODAY + DAY, TODAY + 9 * DAY)), campaign)
    whole = facts_of(record(window=Window(TODAY, TODAY + 10 * DAY)), campaign)
    assert (within.starts_inside, within.ends_inside) == (True, True)
    assert (whole.starts_inside, whole.ends_inside) == (False, False)


@pytest.mark.parametrize(
    ("one", "black"),
    [
        (record(), True),
        (record("red"), False),
        (record(standing=Standing.PROPOSED), False),
        (record("pushed", standing=Standing.LEAD), False),
        (record("pushed", standing=Standing.CONFIRMED, rectification=Rectification.ORDERED, due=TODAY), False),
        (record("pushed", standing=Standing.CONFIRMED, rectification=Rectification.ORDERED, due=TODAY - DAY), True),
        (record("pushed", standing=Standing.CONFIRMED, rectification=Rectification.INCOMPLETE), True),
        (record(ended_on=TODAY), False),
    ],
)
def test_what_counts_as_a_live_black_record(one: Record, black: bool) -> None:
    assert profile([one])[0].has_live_black is black


def test_several_lists_and_repetition() -> None:
    first = record(decided_on=date(2024, 1, 1))

    def second(list_code: str = "black", **more: Any) -> Record:
        return record(list_code, "r2", **({"decided_on": date(2025, 1, 1)} | more))

    assert profile([first, second()])[0].repeat
    assert not profile([first, second(decided_on=date(2024, 1, 1))])[0].repeat
    assert not profile([first, second(decided_on=None)])[0].repeat
    assert not profile([first, second(correction_of="r1")])[0].repeat
    assert not profile([first, second(ended_on=TODAY)])[0].repeat
    assert not profile([first, second("other_black")])[0].repeat
    assert profile([first, second("other_black")])[0].several_lists
    assert not profile([first, second()])[0].several_lists


@pytest.mark.parametrize(("second_from", "meet"), [(4, True), (5, False)])
def test_records_speak_of_each_other_where_they_live_on_a_common_day_of_the_campaign(
    second_from: int, meet: bool
) -> None:
    campaign = Window(TODAY, TODAY + 10 * DAY)
    first = record(window=Window(None, TODAY + 5 * DAY), decided_on=date(2024, 1, 1))
    after = Window(TODAY + second_from * DAY)
    again = record("black", "r2", window=after, decided_on=date(2025, 1, 1))
    assert profile([first, again], campaign)[0].repeat is meet
    assert profile([first, record("other_black", "r2", window=after)], campaign)[0].several_lists is meet
    assert profile([first, record("red", "r2", window=after)], campaign)[0].has_live_black is meet
    assert profile([first], campaign)[0].has_live_black


def test_a_list_that_no_pack_has_is_said() -> None:
    with pytest.raises(LookupError, match="no pack has a list 'grey'"):
        profile([record("grey")])


OVERDUE = {"standing": Standing.CONFIRMED, "rectification": Rectification.ORDERED, "due": TODAY - DAY}


@pytest.mark.parametrize(
    ("one", "seen"),
    [
        (record(), True),
        (record(standing=Standing.LEAD), False),
        (record(standing=Standing.PROPOSED), False),
        (record(standing=Standing.CONFIRMED), False),
        (record(standing=Standing.CONFIRMED, rectification=Rectification.ORDERED, due=TODAY), False),
        (record(**OVERDUE), True),
        (record(standing=Standing.CONFIRMED, rectification=Rectification.INCOMPLETE), True),
        (record(standing=Standing.CONFIRMED, rectification=Rectification.RECTIFIED), False),
        (record(ended_on=TODAY), False),
        (record(ended_on=TODAY + DAY), True),
        (record(window=Window(None, TODAY)), False),
        (record(inside="mem_a"), True),
        (record(inside="mem_b"), False),
        (record("grey"), False),
    ],
)
def test_what_a_member_sees(one: Record, seen: bool) -> None:
    assert visible(one, catalogue().terms, MemberKind.PLATFORM, "mem_a", TODAY) is seen
    known = one.list != "grey"
    assert visible(one, catalogue().terms, MemberKind.CENTRE, None, TODAY) is known
    kept_inside = one.inside is not None
    assert visible(one, catalogue().terms, MemberKind.DEPARTMENT, None, TODAY) is (known and not kept_inside)


def test_a_list_says_who_sees_it() -> None:
    known = catalogue(list_entry(visible_to=["department", "platform"]))
    kinds = [kind for kind in MemberKind if visible(record(), known.terms, kind, None, TODAY)]
    assert kinds == [MemberKind.CENTRE, MemberKind.DEPARTMENT, MemberKind.PLATFORM, MemberKind.INTERNET]


def test_standard_clauses_are_those_of_the_kind() -> None:
    entry = StandardClause.model_validate(
        {
            "clause": "platform-promotion",
            "member_kind": "platform",
            "kind": "platform_rule",
            "measure": "promotion_limit",
            "reference": TITLE,
            "effective": {"from": "2019-01-01", "to": "2026-12-31"},
        }
    )
    (one,) = standard_clauses(catalogue(entry), MemberKind.INTERNET)
    assert (one.measure, one.reference_en, one.window) == (
        "promotion_limit",
        "A title",
        Window(date(2019, 1, 1), date(2027, 1, 1)),
    )
    assert standard_clauses(catalogue(entry), MemberKind.AGENCY) == ()
