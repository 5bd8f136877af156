"""Strict validation: one broken pack for each refusal, held to the words of its message and its line."""

from pathlib import Path

import pytest

from rules.catalogue import PackErrors, load_catalogue

SOUND = """\
- pack: broken
  title: {zh: 名称, en: A title}
- purpose: admission
  title: {zh: 名称, en: A title}
- scene: promotion
  title: {zh: 名称, en: A title}
  default_purpose: admission
- instrument: the-law
  title: {zh: 名称, en: A title}
  issuer: {zh: 名称, en: An issuer}
  rank: law
  in_force: {from: 2019-01-01, to: 2029-12-31}
  articles: {"36": {zh: 名称, en: A title}}
  verified: true
- instrument: the-notice
  title: {zh: 名称, en: A title}
  issuer: {zh: 名称, en: An issuer}
  rank: normative_document
  in_force: {from: 2019-01-01}
  verified: true
- parameter: carrying_ranks.statute
  title: {zh: 名称, en: A title}
  values: [{from: 2019-01-01, value: [law], source: the-law, verified: true}]
- list: black
  title: {zh: 名称, en: A title}
  nature: black
  recognisers: [authority]
  visible_to: [platform]
  grounds: [the-law/36]
- measure: limit
  title: {zh: 名称, en: A title}
  measure_class: contractual
  basis: clause
  clause_kind: platform_rule
  actors: [platform]
  verified: true
- measure: fine
  title: {zh: 名称, en: A title}
  measure_class: administrative
  basis: statute
  actors: [department]
  verified: true
"""

LIMIT = """- limit: lesser
  title: {{zh: 名称, en: A title}}
  grounds: [the-law]
  effective: {{}}
  when: {when}
  then: {then}
"""


def rule(**changes: str) -> str:
    """A sound rule; each change replaces what follows a key. Its first line is line 49 of the file."""
    lines = {
        "title": "{zh: 名称, en: A title}",
        "grounds": "[the-law]",
        "effective": "{from: 2019-01-01}",
        "then": "{measure: limit, outcome: refuse}",
    } | changes
    return "- rule: one\n" + "".join(f"  {key}: {value}\n" for key, value in lines.items())


TWICE = LIMIT.format(when="{}", then="{at_most: watch}").replace("lesser", "one")
BUREAU = """- department: {0}
  title: {{zh: {0}局, en: A bureau}}
  short_names: [{1}]
  valid: {{from: {2}}}
  verified: true
"""
OLDER = BUREAU.format("one", "甲局", "2018-01-01")
ZONE = """- unit: {0}
  title: {{zh: {0}区, en: A zone}}
  short_names: [{1}]
  unit_kind: zone
  gb2260_parent: '441300'
"""
YEAR = """- holidays: {0}
  year: 2027
  off: [{1}]
  worked: [{2}]
  source_note: Invented for this test.
  verified: false
"""
MAY = "{from: 2027-05-01, to: 2027-05-05}"
BACK = "{from: 2027-05-05, to: 2027-05-01}"
HELD = YEAR.format("one", MAY, "2027-05-08")
NO_CAMPAIGN = "{request: {campaign: [none, d-11]}}"
FINED = {"then": "{measure: fine}"}
NAMED = SOUND.replace("carrying_ranks.statute", "named_by_law.fine.fakes")
EARLIER = "verified: true}, {from: 2018-01-01, value: [], source_note: x, verified: true}]"
FORM = """- form: {0}
  title: {{zh: 名称, en: A title}}
  issuer: '{{unit_body}}'
  parts:
    - says: {1}
"""
FIRST = SOUND.count("\n") + 1
DUTY = SOUND.replace("clause_kind: platform_rule", "clause_kind: platform_rule\n  standing_duty: true")
WIDE = "{any: [" + ", ".join("{record: {severity: [minor, general], relief: true}}" for _ in range(8)) + "]}"

BROKEN = [
    ("syntax", SOUND + "- rule: [one\n", FIRST + 1, "not YAML"),
    ("duplicate_key", SOUND + rule(scenes="all\n  scenes: all"), FIRST + 6, 'duplicate key "scenes"'),
    ("not_an_entry", SOUND + "- one\n", FIRST, "not an entry"),
    (
        "suspension_in_pack",
        SOUND + "- suspension: ours\n  measure: limit\n  effective: {}\n  reason: {zh: 复核, en: Under review}\n",
        FIRST,
        "suspend the measure by itself",
    ),
    ("unknown_kind", SOUND + "- rool: one\n", FIRST, "no kind of entry 'rool'"),
    ("unknown_key", SOUND + rule(when="{record: {colour: [red]}}"), FIRST + 5, "no key 'when.record.colour'"),
    ("missing_key", SOUND + "- text: one\n", FIRST, "key 'says' is missing"),
    ("bad_date", SOUND + rule(effective="{from: 2019-02-30}"), FIRST + 3, "not a day: 2019-02-30"),
    ("bad_date", SOUND + rule(effective="{from: 20190101}"), FIRST + 3, "Write it as 2019-01-31"),
    ("bad_code", SOUND + "- text: One Two\n  says: {zh: 一, en: one}\n", FIRST, "not a code: One Two"),
    ("bad_value", SOUND + rule(grounds="the-law"), FIRST + 2, "[brackets]"),
    ("bad_value", SOUND + rule(actors="[platforms]"), FIRST + 5, "Input should be 'centre'"),
    ("duplicate_entry", SOUND + rule() + rule(), FIRST + 5, "stands already"),
    ("duplicate_entry", SOUND + rule() + TWICE, FIRST + 5, "stands already"),
    ("unknown_code", SOUND + rule(grounds="[the-lew]"), FIRST + 2, "Did you mean 'the-law'?"),
    ("unknown_code", SOUND + rule(scenes="[promotions]"), FIRST + 5, "Did you mean 'promotion'?"),
    ("unknown_code", SOUND + rule(then="{measure: expulsion}"), FIRST + 4, "no measure 'expulsion' in any pack"),
    ("unknown_code", SOUND + rule(when="{any: [{record: {list: [grey]}}]}"), FIRST + 5, "no list 'grey' in any pack"),
    ("unknown_code", SOUND + rule(when=NO_CAMPAIGN), FIRST + 5, "no campaign 'd-11' in any pack"),
    ("unknown_code", SOUND.replace("admission\n- i", "other\n- i"), 7, "no purpose 'other' in any pack"),
    ("unknown_code", SOUND.replace("broken\n", "broken\n  extends: [national]\n"), 2, "no pack 'national' in any pack"),
    ("unknown_article", SOUND + rule(grounds="[the-law/37]"), FIRST + 2, "lists no article '37'"),
    ("missing_ground", SOUND + rule(grounds="[]"), FIRST + 2, "'one' cites no ground"),
    ("missing_ground", SOUND.replace("nature: black", "nature: black\n  public: true"), 27, "public without a ground"),
    ("missing_source", SOUND.replace("source: the-law, ", ""), 23, "has no source"),
    ("weak_ground", SOUND + rule(grounds="[the-notice]", **FINED), FIRST + 2, "On 2019-01-01 measure 'fine'"),
    ("weak_ground", SOUND + rule(grounds="[the-notice, the-law]", **FINED), FIRST + 2, "On 2030-01-01 measure 'fine'"),
    ("dead_dates", SOUND + rule(effective="{from: 2020-01-01, to: 2019-12-31}"), FIRST + 3, "before it starts"),
    ("unordered_dates", SOUND.replace("verified: true}]", EARLIER), 23, "comes after the one from 2019-01-01"),
    ("never_live", SOUND + rule(effective="{to: 2018-12-31}"), FIRST + 3, "lives on no day"),
    ("no_recogniser", SOUND.replace("[authority]", "[]"), 27, "has no recogniser"),
    ("unknown_code", SOUND.replace("[authority]", "[authority]\n  recognised_as: [blck]"), 28, "Did you mean 'black'?"),
    ("no_recogniser", SOUND.replace("[authority]", "[authority]\n  recognised_as: [black]"), 28, "'recognisers.black'"),
    ("unknown_code", SOUND.replace("carrying_ranks.statute", "recognisers.black"), 23, "neither a department"),
    ("no_naming_law", NAMED.replace("source: the-law", "source: the-notice"), 23, "cites no law"),
    ("unknown_code", NAMED, 23, "neither a department"),
    ("circle", SOUND.replace("basis: clause", "basis: clause\n  includes: [limit]"), 34, "includes itself"),
    ("no_clause_kind", SOUND.replace("  clause_kind: platform_rule\n", ""), 33, "does not say of which kind"),
    ("wrong_actor", SOUND + rule(actors="[logistics]"), FIRST + 5, "None of the rule's actors"),
    ("clear", SOUND + rule(then="{outcome: clear}"), FIRST + 4, "names the outcome clear"),
    ("outcome_of_duty", DUTY + rule(), FIRST + 5, "names an outcome for the standing duty 'limit'"),
    ("no_effect", SOUND + LIMIT.format(when="{}", then="{}"), FIRST + 5, "limits nothing"),
    ("empty", SOUND + rule(when="{record: {list: []}}"), FIRST + 5, "nothing can meet it"),
    ("too_complex", SOUND + rule(when=WIDE), FIRST + 5, "the engine takes 15"),
    ("bad_parameter", SOUND.replace("value: [law]", "value: [lore]"), 23, "must be a list of ranks"),
    ("ambiguous_name", SOUND + BUREAU.format("two", "甲局", "2019-01-01") + OLDER, FIRST + 2, "department 'one' too"),
    ("ambiguous_name", SOUND + BUREAU.format("two", "one局", "2019-01-01") + OLDER, FIRST + 2, "department 'one' too"),
    ("ambiguous_name", SOUND + ZONE.format("east", "湾区") + ZONE.format("west", "湾区"), FIRST + 2, "unit 'west' too"),
    ("bad_value", SOUND + ZONE.format("east", "' '"), FIRST + 2, "at least 1 character"),
    ("duplicate_year", SOUND + HELD + YEAR.format("two", MAY, ""), FIRST + 7, "stand in 'one' already"),
    ("open_stretch", SOUND + YEAR.format("one", "{from: 2027-05-01}", ""), FIRST + 2, "both 'from' and 'to'"),
    ("other_year", SOUND + YEAR.format("one", "{from: 2026-11-30, to: 2027-01-03}", ""), FIRST + 2, "not of 2027"),
    ("dead_dates", SOUND + YEAR.format("one", BACK, ""), FIRST + 2, "before they start"),
    ("other_year", SOUND + YEAR.format("one", MAY, "2028-05-06"), FIRST + 3, "not of 2027"),
    ("not_a_weekend", SOUND + YEAR.format("one", MAY, "2027-05-07"), FIRST + 3, "no Saturday or Sunday"),
    ("not_a_weekend", SOUND + YEAR.format("one", MAY, "2027-05-02"), FIRST + 3, "a day off here"),
    ("unknown_form", SOUND + FORM.format("order", "x"), FIRST, "It prints: assignment"),
    ("unknown_placeholder", SOUND + FORM.format("assignment", "'{merchants}'"), FIRST + 4, "Did you mean merchant?"),
    ("unknown_placeholder", SOUND + FORM.format("assignment", "x\n      when: due"), FIRST + 5, "no placeholder 'due'"),
    ("no_pack", SOUND.replace("- pack: broken\n  title: {zh: 名称, en: A title}\n", ""), 1, "names no pack"),
]  # fmt: skip


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_sound_pack_loads(tmp_path: Path) -> None:
    catalogue = load_catalogue([write(tmp_path, SOUND + HELD + rule())])
    assert list(catalogue.rules) == ["one"]
    assert list(catalogue.holidays) == ["one"]


@pytest.mark.parametrize(
    ("code", "text", "line", "words"), BROKEN, ids=[f"{row[0]}-{n}" for n, row in enumerate(BROKEN)]
)
def test_a_broken_pack_is_refused_with_place_and_remedy(
    tmp_path: Path, code: str, text: str, line: int, words: str
) -> None:
    with pytest.raises(PackErrors) as refused:
        load_catalogue([write(tmp_path, text)])
    found = {(one.code, one.line): f"{one.message} {one.hint}" for one in refused.value.findings}
    assert (code, line) in found, found
    assert words.lower() in found[code, line].lower()
    assert all(one.hint for one in refused.value.findings)


def test_a_successor_may_have_the_name_of_one_that_has_gone(tmp_path: Path) -> None:
    gone = OLDER.replace("2018-01-01", "2018-01-01, to: 2018-12-31")
    catalogue = load_catalogue([write(tmp_path, SOUND + gone + BUREAU.format("two", "甲局", "2019-01-01"))])
    assert {entry.short_names for entry in catalogue.departments.values()} == {("甲局",)}


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PackErrors, match=r"binary\.yaml:1: The file cannot be read"):
        load_catalogue([tmp_path])


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("- rule: !!int abc", "3: This is not YAML: this is no int that can be read."),
        ("- rule: !!float abc", "3: This is not YAML: this is no float that can be read."),
        ("- rule: !!bool maybe", "3: This is not YAML: this is no bool that can be read."),
        (f"- rule: {'9' * 5000}", "3: This is not YAML: this is no int that can be read."),
        (f"- rule: {'[' * 2000}{']' * 2000}", "1: The file is nested too deeply."),
        ("- &a {rule: x, title: *a}", "3: 'rule' is nested too deeply, or in itself."),
    ],
)
def test_what_the_reader_stumbles_over_is_a_finding_too(tmp_path: Path, entry: str, says: str) -> None:
    folder = write(tmp_path, f"# Rules.\n\n{entry}\n")
    with pytest.raises(PackErrors) as refused:
        load_catalogue([folder])
    assert says in str(refused.value)


def test_a_file_that_is_no_list_is_named(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    (tmp_path / "map.yaml").write_text("rule: one\n", encoding="utf-8")
    with pytest.raises(PackErrors, match=r"map\.yaml:1: The file is not a list of entries"):
        load_catalogue([tmp_path])


def test_yes_and_on_are_words(tmp_path: Path) -> None:
    text = SOUND + "- text: on\n  says: {zh: yes, en: no}\n"
    assert load_catalogue([write(tmp_path, text)]).texts["on"].says.zh == "yes"
