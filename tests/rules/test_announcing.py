"""What a change of the rules waits for: the notice that an instrument waives, and the consultation on a standard."""

from datetime import date
from typing import Any

import pytest

from rules.announcing import beyond, new_standards
from rules.bodies import Department, Recogniser
from rules.diff import diff
from rules.documents import Entry, Instrument, Parameter, ProblemType, Rule, StandardClause, Text
from tests.rules.factories import TITLE, catalogue, instrument, limit, list_entry, measure, parameter, rule

NEWER = ("other-law", "new-order")
GROUNDS = (instrument(), instrument("other-law"), instrument("new-order"))


def sourced(*values: tuple[str, int, str]) -> Parameter:
    dated = [{"from": day, "value": value, "source": source, "verified": True} for day, value, source in values]
    return Parameter.model_validate({"parameter": "days", "title": TITLE, "values": dated})


BEGINS = date(2026, 12, 1)


def not_of(instrument_code: str, before: list[Entry], after: list[Entry], begins: date = BEGINS) -> list[str]:
    old, new = catalogue(*GROUNDS, *before), catalogue(*GROUNDS, *after)
    return [f"{one.kind} {one.code}" for one in beyond(old, new, diff(old, new), instrument_code, begins)]


def dated(**said: Any) -> Parameter:
    value = {"from": "2020-01-01", "value": 7, "source": "other-law"}
    return Parameter.model_validate({"parameter": "days", "title": TITLE, "values": [value | said]})


REFUSE: dict[str, Any] = {"then": {"outcome": "refuse"}}
REVIEW: dict[str, Any] = {"then": {"outcome": "review"}}
MASK, MASKS = measure("shop_mask"), {"measure": "shop_mask", "outcome": "restrict"}


def text(code: str, zh: str) -> Text:
    return Text.model_validate({"text": code, "says": {"zh": zh, "en": "Hello"}})


def clause(**effective: str) -> StandardClause:
    said = {"clause": "a-clause", "member_kind": "platform", "kind": "platform_rule", "measure": "promotion_limit"}
    return StandardClause.model_validate({**said, "reference": TITLE, "effective": effective})


def test_the_instrument_itself_may_change_and_no_other() -> None:
    old, new = catalogue(*GROUNDS), catalogue(GROUNDS[0], *(instrument(one, number="7") for one in NEWER))
    assert [one.code for one in beyond(old, new, diff(old, new), "new-order", BEGINS)] == ["other-law"]


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
        ([measure()], [measure(irreversible=True)], ["measure promotion_limit"]),
        ([measure()], [measure(note="For its authors.")], []),
        ([], [MASK, rule(then=MASKS)], []),
        ([], [MASK], ["measure shop_mask"]),
        ([], [MASK, rule(then=MASKS, grounds=["other-law"])], ["measure shop_mask", "rule a-rule"]),
        ([rule(then=MASKS), MASK], [rule(then=REFUSE["then"])], ["measure shop_mask"]),
        ([clause()], [clause(**{"from": "2026-01-01"})], ["clause a-clause"]),
        ([], [clause()], ["clause a-clause"]),
        ([text("greeting", "您好")], [text("greeting", "你好")], ["text greeting"]),
        ([], [ProblemType.model_validate({"problem_type": "new_one", "title": TITLE})], []),
    ],
)
def test_all_that_changes_rests_on_the_instrument_or_is_named(
    before: list[Entry], after: list[Entry], others: list[str]
) -> None:
    assert not_of("the-law", before, after) == others


EXPLAINED = {"accepts": [{"finding": "shadowed", "reason": "The new law says as much."}], "note": "For its authors."}
CONFIRMED = {"verified": True, "confirmed": {"by": "李四", "on": "2026-05-01", "text": "The notice."}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (rule(grounds=["other-law"]), rule(grounds=["other-law"], **EXPLAINED)),
        (limit(grounds=["other-law"]), limit(grounds=["other-law"], note="For its authors.")),
        (list_entry(grounds=["other-law"]), list_entry(grounds=["other-law"], **EXPLAINED)),
        (dated(verified=False), dated(**CONFIRMED)),
        (dated(verified=False), dated(verified=False, source_note="Article 3.")),
    ],
)
def test_what_explains_or_confirms_an_entry_changes_nothing(before: Entry, after: Entry) -> None:
    assert not_of("the-law", [before], [after]) == []


NEW_LAW = instrument("the-law", in_force={"from": "2026-12-01"}, replaces=["other-law"])
OLD_LAW = instrument("other-law", in_force={"from": "2019-01-01"})
OLD_RULE, OLD_LIMIT, OLD_LIST = (
    make(grounds=["other-law"]) for make in (rule, limit, lambda **more: list_entry("old_black", **more))
)


def repealed(to: str = "2026-11-30", **more: str) -> Instrument:
    return instrument("other-law", in_force={"from": "2019-01-01", "to": to} | more)


def ending(to: str, **more: Any) -> Rule:
    return rule(**{"grounds": ["other-law"], "effective": {"to": to}} | more)


@pytest.mark.parametrize(
    ("old", "new", "others"),
    [
        ([OLD_RULE], [repealed(), OLD_RULE], []),
        ([OLD_RULE], [repealed("2027-06-30"), OLD_RULE], []),
        ([OLD_RULE], [repealed("2026-11-29"), OLD_RULE], ["instrument other-law"]),
        ([OLD_RULE], [repealed(**{"from": "2020-01-01"}), OLD_RULE], ["instrument other-law"]),
        ([repealed()], [repealed("2027-06-30")], ["instrument other-law"]),
        ([repealed()], [OLD_LAW], ["instrument other-law"]),
        ([OLD_RULE, OLD_LIMIT, OLD_LIST], [repealed()], []),
        ([OLD_RULE], [repealed("2026-12-01")], ["rule a-rule"]),
        ([OLD_RULE, OLD_LIMIT, OLD_LIST], [OLD_LAW], ["limit a-limit", "list old_black", "rule a-rule"]),
        ([rule(grounds=["other-law", "new-order"])], [repealed()], ["rule a-rule"]),
        ([OLD_RULE], [repealed(), ending("2026-11-30")], []),
        ([OLD_RULE], [repealed(), ending("2026-11-29")], ["rule a-rule"]),
        ([OLD_RULE], [repealed(), ending("2026-11-30", then=REVIEW["then"])], ["rule a-rule"]),
        ([ending("2026-11-29")], [repealed(), ending("2026-11-30")], ["rule a-rule"]),
        ([sourced(("2026-01-01", 9, "other-law"))], [repealed()], ["parameter days"]),
    ],
)
def test_a_law_ends_the_one_that_it_follows_and_what_rests_on_that_alone(
    old: list[Entry], new: list[Entry], others: list[str]
) -> None:
    """A rule stands no longer once its law has ended; before that day its going is a change like any other."""
    before = [NEW_LAW, OLD_LAW, *old]
    assert sorted(not_of("the-law", before, [NEW_LAW, *new])) == others


def test_a_law_ends_none_that_it_does_not_say_it_replaces() -> None:
    other = NEW_LAW.model_copy(update={"replaces": ("new-order",)})
    named = ["instrument other-law", "rule a-rule"]
    assert sorted(not_of("the-law", [other, OLD_LAW, OLD_RULE], [other, repealed()])) == named


@pytest.mark.parametrize(
    "more",
    [
        {"replaces": ["other-law"]},
        {"rank": "law"},
        {"in_force": {"from": "2019-01-01"}},
    ],
)
def test_an_instrument_that_was_known_carries_no_more_than_before(more: dict[str, Any]) -> None:
    """It may say more of itself, its articles say, at once; that it ends others, ranks higher or is back waits."""
    usual = {"in_force": {"from": "2019-01-01", "to": "2026-06-30"}, "rank": "normative_document"}
    known, now = instrument("the-law", **usual), instrument("the-law", **usual | more)
    assert not_of("the-law", [known], [now]) == ["instrument the-law"]
    others = not_of("the-law", [known, OLD_LAW, OLD_RULE], [now, repealed()])
    assert sorted(others) == ["instrument other-law", "instrument the-law", "rule a-rule"]


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
        (
            [list_entry(), parameter("consent.black", ("2020-01-01", ["district", "city"]))],
            [list_entry(), parameter("consent.black", ("2020-01-01", ["district"]))],
            ["black"],
        ),
        ([list_entry("pushed", "lead")], [list_entry("pushed", "lead", recognised_as=["black"])], ["black"]),
        (
            [list_entry("pushed", "lead", recognised_as=["black"])],
            [list_entry("pushed", "lead", recognised_as=["black", "other_black"])],
            ["other_black"],
        ),
        (
            [list_entry("pushed", "lead", recognised_as=["black", "other_black"])],
            [list_entry("pushed", "lead", recognised_as=["other_black", "black"])],
            ["black", "other_black"],
        ),
        ([], [list_entry("sent", "lead", recognised_as=["black"])], ["black"]),
        ([list_entry("pushed", "lead")], [list_entry("pushed", "lead", recognised_as=["red"])], []),
    ],
)
def test_a_blacklist_kept_otherwise_is_a_new_standard(
    before: list[Entry], after: list[Entry], found: list[str]
) -> None:
    assert sorted(standards(before, after)) == found


def recogniser(body: str = "association", title: str = "某协会", *names: str) -> Recogniser:
    said = {"recogniser": "them", "title": {"zh": title, "en": "Them"}, "names": names, "body": body}
    return Recogniser.model_validate(said)


def department(**more: Any) -> Department:
    return Department.model_validate({"department": "commerce", "title": TITLE, "verified": False} | more)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ([recogniser()], [recogniser("authority")], ["recogniser them"]),
        ([recogniser()], [recogniser("association", "某协会", "某公司")], ["recogniser them"]),
        ([recogniser()], [recogniser("association", "某公司")], ["recogniser them"]),
        ([recogniser("association", "甲", "乙")], [recogniser("association", "乙", "甲", "乙")], []),
        ([], [recogniser()], ["recogniser them"]),
        ([recogniser()], [], ["recogniser them"]),
        ([department()], [department(short_names=["某公司"])], ["department commerce"]),
        ([department()], [department(successor="other")], ["department commerce"]),
        ([department()], [department(valid={"to": "2025-12-31"})], ["department commerce"]),
        ([department()], [department(note="A note.", verified=True)], []),
    ],
)
def test_who_counts_as_an_authority_and_by_what_name_is_a_standard(
    before: list[Entry], after: list[Entry], found: list[str]
) -> None:
    assert standards(before, after) == found


def recognised(**said: Any) -> Parameter:
    value = {"from": "2020-01-01", "value": ["court"], "source_note": "A choice.", "verified": False}
    return Parameter.model_validate({"parameter": "recognisers.black", "title": TITLE, "values": [value | said]})


ACCEPTED = {"finding": "gap", "reason": "So it is."}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (recognised(), recognised(verified=True, confirmed={"by": "李四", "on": "2026-05-01", "text": "The notice."})),
        (recognised(), recognised(source_note="A choice of this pack.")),
        (list_entry(accepts=[ACCEPTED]), list_entry(accepts=[ACCEPTED | {"reason": "The law has it so."}])),
        (list_entry(), list_entry(note="A note.")),
    ],
)
def test_what_confirms_or_explains_an_entry_is_no_standard(before: Entry, after: Entry) -> None:
    assert standards([before], [after]) == []


def test_what_goes_with_a_list_that_is_given_up_is_no_standard() -> None:
    severity = parameter("severity", ("2020-01-01", "serious"))
    pushed = list_entry("pushed", "lead")
    given_up = [list_entry("old_black", default_severity="severity"), severity, parameter("recognisers.old_black")]
    leading = list_entry("pushed", "lead", recognised_as=["old_black"])
    assert standards([*given_up, leading], [pushed]) == []
