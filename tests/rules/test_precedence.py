"""A stricter local rule without a ground of its own never adds to a national one."""

from pathlib import Path

import pytest

from rules.catalogue import PackErrors, load_catalogue
from tests.rules.test_refusals import LIMIT, SOUND, rule, write

NATION = SOUND.replace("- pack: broken", "- pack: nation")
PLACE = """- pack: city
  title: {{zh: 名称, en: A title}}
  extends: [nation]
  division: {division}
- instrument: the-local-order
  title: {{zh: 名称, en: A title}}
  issuer: {{zh: 名称, en: An issuer}}
  rank: normative_document
  in_force: {{from: 2020-01-01, to: 2024-12-31}}
  verified: true
"""
STRICTER = {"then": "{measure: limit, outcome: refuse}"}
LAW, BOTH = "[the-law]", "[the-law, the-local-order]"
WITHIN = "{from: 2020-01-01, to: 2024-12-31}"


def found(tmp_path: Path, text: str, division: str = "'441300'", nation: str = "") -> list[str]:
    """What is wrong with a city's pack that holds this beside its own order."""
    above = write(tmp_path / "nation", NATION + nation)
    city = write(tmp_path / "city", PLACE.format(division=division) + text)
    try:
        load_catalogue([above, city])
    except PackErrors as refused:
        return [f"{one.file.parent.name}: {one.code}: {one.message}" for one in refused.findings]
    return []


@pytest.mark.parametrize(
    "then",
    ["{measure: limit, outcome: refuse}", "{outcome: review}", "{outcome: watch}", "{measure: limit}"],
)
def test_what_a_place_adds_to_the_nation_cites_law_of_the_place(tmp_path: Path, then: str) -> None:
    [bare] = found(tmp_path, rule(grounds=LAW, then=then))
    assert bare == "city: no_own_ground: On 2019-01-01 rule 'one' adds to the national rules without local law."
    assert found(tmp_path, rule(grounds=BOTH, then=then, effective=WITHIN)) == []


SINCE = {"effective": "{from: 2019-06-01}"}
NATIONAL = rule(grounds=LAW, then="{measure: limit, outcome: restrict}", **SINCE).replace(
    "- rule: one", "- rule: national"
)


@pytest.mark.parametrize(
    "then", ["{measure: limit, outcome: restrict}", "{measure: limit, outcome: watch}", "{outcome: review}"]
)
def test_what_says_no_more_than_the_nation_on_the_same_facts_adds_nothing(tmp_path: Path, then: str) -> None:
    assert found(tmp_path, rule(grounds=LAW, then=then, **SINCE), nation=NATIONAL) == []


@pytest.mark.parametrize(
    "changes",
    [
        STRICTER,
        {"then": "{measure: limit}"},
        {"then": "{outcome: restrict}"},
        {"then": "{measure: limit, outcome: restrict}", "when": "{record: {severity: [serious]}}"},
        {"then": "{measure: limit, outcome: restrict}", "effective": "{from: 2019-01-01}"},
    ],
)
def test_what_says_more_or_on_other_facts_or_days_does(tmp_path: Path, changes: dict[str, str]) -> None:
    [bare] = found(tmp_path, rule(grounds=LAW, **(SINCE | changes)), nation=NATIONAL)
    assert "no_own_ground" in bare


def test_a_bare_outcome_at_the_side_of_a_bare_outcome_repeats_it(tmp_path: Path) -> None:
    nation = NATIONAL.replace("measure: limit, ", "")
    assert nation != NATIONAL
    assert found(tmp_path, rule(grounds=LAW, then="{outcome: restrict}", **SINCE), nation=nation) == []
    [bare] = found(tmp_path, rule(grounds=LAW, then="{measure: limit, outcome: watch}", **SINCE), nation=nation)
    assert "no_own_ground" in bare


def test_a_measure_without_outcome_says_no_more_than_the_same_without(tmp_path: Path) -> None:
    nation = NATIONAL.replace(", outcome: restrict", "")
    assert found(tmp_path, rule(grounds=LAW, then="{measure: limit}", **SINCE), nation=nation) == []
    [bare] = found(tmp_path, rule(grounds=LAW, then="{measure: limit, outcome: watch}", **SINCE), nation=nation)
    assert "no_own_ground" in bare


@pytest.mark.parametrize(
    ("effective", "day"), [("{from: 2019-12-31, to: 2024-12-31}", "2019-12-31"), ("{from: 2020-01-01}", "2025-01-01")]
)
def test_and_does_so_on_every_day_on_which_it_holds(tmp_path: Path, effective: str, day: str) -> None:
    [bare] = found(tmp_path, rule(grounds=BOTH, effective=effective, **STRICTER))
    assert f"On {day} rule" in bare


def test_a_limit_that_raises_is_held_to_the_same_and_one_that_holds_back_is_not(tmp_path: Path) -> None:
    [bare] = found(tmp_path, LIMIT.format(when="{}", then="{at_least: review}"))
    assert "limit 'lesser'" in bare
    assert found(tmp_path, LIMIT.format(when="{}", then="{at_most: watch}")) == []


@pytest.mark.parametrize("then", ["{}", "{outcome: favour}"])
def test_a_remark_or_a_reward_of_a_place_needs_none(tmp_path: Path, then: str) -> None:
    assert found(tmp_path, rule(grounds=LAW, then=then)) == []


def test_it_speaks_for_all_that_its_folder_holds(tmp_path: Path) -> None:
    city, stricter = tmp_path / "city", rule(grounds=LAW, **STRICTER)
    write(city / "about", PLACE.format(division="'441300'"))
    (city / "rules.yaml").write_text(stricter, encoding="utf-8")
    with pytest.raises(PackErrors) as refused:
        load_catalogue([write(tmp_path / "nation", NATION), city])
    assert [(one.code, one.file) for one in refused.value.findings] == [("no_pack", city / "pack.yaml")]


def test_a_pack_that_adds_to_another_says_for_which_place_it_speaks(tmp_path: Path) -> None:
    [told] = found(tmp_path, rule(grounds=LAW, **STRICTER), division="null")
    assert told.startswith("city: no_division: Pack 'city' adds to another and names no division")
