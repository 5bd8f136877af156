"""Whom voices are about and when they agree: laws that hold whatever members say."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.signals.tables import Signal
from models.suspects.naming import About, Voice, abouts, agree, codes_heard, leading_code

LEAST = 0.3
KINDS = ("platform", "logistics", "internet", "association")


def voice(target: str, code: str | None, group: str, kind: str, weight: float) -> Voice:
    said: dict[str, Any] = {"alliance_id": "a", "target_key": target, "uscc": code}
    return Voice(Signal(**said), group, kind, weight)


WEIGHTS = st.sampled_from([0.01, 0.29, 0.3, 1.0])
SPEAKERS = st.tuples(st.sampled_from("123"), st.sampled_from(KINDS))
"""A group and a kind: a group may have members of several."""
LONE = SPEAKERS.map(lambda speaker: (f"{speaker[0]} {speaker[1]}", speaker[1]))
"""Each is of a group of its own kind."""


def voices_of(speakers: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[Voice]:
    said = st.tuples(st.sampled_from("TU"), st.sampled_from([None, "F", "G"]))
    return st.builds(lambda one, who, weight: voice(one[0], one[1], who[0], who[1], weight), said, speakers, WEIGHTS)


def suspected(voices: Sequence[Voice]) -> set[About]:
    """All about which enough say the same."""
    codes = codes_heard(voices, LEAST)
    told = [abouts(one, codes, LEAST) for one in voices]
    return {
        about
        for about in set().union(*told)
        if agree([one for one, spoken in zip(voices, told, strict=True) if about in spoken], 2, 2, LEAST)
    }


@given(st.lists(voices_of(SPEAKERS)), voices_of(SPEAKERS))
def test_another_voice_never_lowers_support(voices: list[Voice], another: Voice) -> None:
    for members, kinds in ((2, 2), (3, 2), (2, 3)):
        if agree(voices, members, kinds, LEAST):
            assert agree([*voices, another], members, kinds, LEAST)


@given(st.lists(voices_of(SPEAKERS)))
def test_two_groups_of_different_kinds_are_enough_whatever_else_they_say(voices: list[Voice]) -> None:
    loud = [one for one in voices if one.weight >= LEAST]
    two = any(one.group != other.group and one.kind != other.kind for one in loud for other in loud)
    assert agree(voices, 2, 2, LEAST) == two


@given(st.lists(voices_of(LONE)), voices_of(LONE))
def test_whom_another_names_it_silences_nobody(voices: list[Voice], another: Voice) -> None:
    """A code of somebody else's makes of a merchant a target that is nobody's, never nothing."""
    if suspected(voices):
        assert suspected([*voices, another])


@given(st.lists(voices_of(SPEAKERS)), st.lists(voices_of(SPEAKERS).filter(lambda one: one.weight < LEAST)))
def test_who_weighs_too_little_names_nobody(voices: list[Voice], faint: list[Voice]) -> None:
    assert suspected([*voices, *faint]) == suspected(voices)
    assert leading_code([*voices, *faint], LEAST) == leading_code(voices, LEAST)


@given(st.lists(voices_of(SPEAKERS)))
def test_a_suspect_goes_by_the_code_that_most_name_or_by_none(voices: list[Voice]) -> None:
    groups = {code: len({one.group for one in voices if one.code(LEAST) == code}) for code in ("F", "G")}
    expected = max(groups, key=groups.__getitem__) if groups["F"] != groups["G"] else None
    assert leading_code(voices, LEAST) == expected
