"""Static analysis: one planted fault for each finding, held to its example in words and to its line."""

from datetime import date
from pathlib import Path

import pytest

from rules.analysis import Code, analyse
from rules.catalogue import PackErrors, load_catalogue
from rules.documents import Suspension
from rules.ruleset import canonical, compile_ruleset, default_ruleset, restored, suspending
from tests.rules.analysis_packs import CLEAN, analysed, limit, line_of, only, rule

BLACK = "{record: {list: [black], standing: [effective]}}"
WATCH = "{record: {list: [watched], standing: [effective]}}"
OUT = "{measure: keep_out, outcome: refuse}"
TO_2024 = CLEAN.replace("in_force: {from: 2019-01-01}", "in_force: {from: 2019-01-01, to: 2024-12-31}")
NOTICE = """\
- instrument: {0}
  title: {{zh: 某通知, en: A notice}}
  issuer: {{zh: 某局, en: A bureau}}
  rank: {1}
  in_force: {{from: 2019-01-01}}
  verified: true
"""
MEASURE = """\
- measure: {0}
  title: {{zh: 某措施, en: A measure}}
  measure_class: {1}
  basis: {2}
  actors: [{3}]
  verified: true
"""
ENDING = NOTICE.format("the-order", "normative_document").replace("from: 2019-01-01", "to: 2024-12-31")
TO_2024_BUT_ONE = (CLEAN + ENDING).replace("grounds: [the-law]\n  effective", "grounds: [the-order]\n  effective", 1)
OTHER_SCENE = """\
- scene: review
  title: {zh: 例行复核, en: Review}
  default_purpose: admission
"""
NO_FLAG = CLEAN.replace(", subject: {has_live_black: false}", "")
RISING = CLEAN.replace("severity: [general, serious]", "severity: [general]").replace(
    "severity: [unknown, minor]", "severity: [unknown, minor, serious]"
)
UNWATCHED = CLEAN.replace("severity: [unknown, minor]", "severity: [unknown]")
WATCH_ALONE = rule("watch-alone", WATCH[:-1] + ", subject: {has_live_black: false}}", "{outcome: review}")
CLOSE = rule("closing", WATCH, "{measure: close, outcome: review}")
WIDE = "{record: {list: [black], standing: [effective], severity: [serious], problem: [brushing]}}"
AT_LAST = "{record: {list: [black], standing: [effective], severity: [serious], rectification: [overdue]}}"

LEAD = "{record: {list: [black], standing: [lead]}}"
PROPOSED = "{record: {list: [black], standing: [proposed]}}"
RED_TOO = "{record: {list: [black], nature: [red]}}"
RELIEVED = "{record: {list: [watched], standing: [effective], relief: true}}"
RED_ALONE = "{record: {list: [red], provenance: [platform]}}"
BLACK_RELIEF = "{record: {relief: true, list: [black]}}"
MIND = "{zh: 注意, en: Mind}"
BRUSHING = "{record: {problem: [brushing]}}"
CHARTER = NOTICE.format("charter", "charter") + MEASURE.format("talk", "administrative", "instrument", "department")
LOOKS = "".join(MEASURE.format(code, "administrative", "instrument", "department") for code in ("look", "close_look"))
LOOKS += "  includes: [look]\n"
ADVICE = MEASURE.format("tell", "market", "advice", "department")
OWN_WORD = MEASURE.format("fine", "administrative", "clause", "department") + "  clause_kind: charter\n"
BARE = CLEAN.replace("- rule", OTHER_SCENE + "- rule", 1).replace(
    "effective: {from: 2019-01-01}\n", "effective: {from: 2019-01-01}\n  scenes: [promotion]\n"
)

PLANTED = {
    "a platform never hears of a lead": (
        *(Code.UNREACHABLE, CLEAN + rule("it", LEAD, "{outcome: review}", actors="[platform]")),
        *("it", "when", None),
    ),
    "no black list is red": (
        *(Code.UNREACHABLE, CLEAN + limit("it", RED_TOO, "{at_most: review}")),
        *("it", "when", None),
    ),
    "another rule refuses already": (
        *(Code.SHADOWED, CLEAN + rule("it", WIDE, "{outcome: review}")),
        *("it", "then", "炒信黑名单、刷单炒信、失信程度严重；平台在“促销报名”环节查询"),
    ),
    "a measure that includes it always stands beside it": (
        Code.SHADOWED,
        CLEAN + LOOKS + rule("close-look", WATCH, "{measure: close_look}") + rule("it", WATCH, "{measure: look}"),
        *("it", "then", "关注名单、失信程度一般；部门在“促销报名”环节查询"),
    ),
    "a limit always holds it down": (
        *(Code.OVERRIDDEN, CLEAN + rule("it", RELIEVED, "{outcome: restrict}")),
        *("it", "then", "关注名单、中止或重整、失信程度一般；平台在“促销报名”环节查询"),
    ),
    "a limit on what nobody refuses": (
        *(Code.IDLE_LIMIT, CLEAN + limit("it", RED_ALONE, "{at_most: review}")),
        *("it", "then", None),
    ),
    "a limit beside a stronger one": (
        *(Code.IDLE_LIMIT, CLEAN + limit("it", BLACK_RELIEF, "{at_most: review}")),
        *("it", "then", None),
    ),
    "two rules are the same": (
        *(Code.DUPLICATE, CLEAN + rule("one", WATCH, "{outcome: watch}") + rule("two", WATCH, "{outcome: watch}")),
        *("two", "when", None),
    ),
    "a remark is made by a wider one": (
        Code.DUPLICATE,
        CLEAN + rule("wide", BRUSHING, "{}", says=MIND) + rule("it", WIDE, "{}", says=MIND),
        *("it", "when", None),
    ),
    "a red record beside a black one": (
        *(Code.CONTRADICTION, NO_FLAG, "red-favour", "then"),
        "炒信黑名单、失信程度一般；另有 红名单、失信程度一般；平台在“促销报名”环节查询",
    ),
    "one record is favoured and refused": (
        *(Code.CONTRADICTION, CLEAN + rule("it", BLACK, "{outcome: favour}")),
        *("it", "then", "炒信黑名单、失信程度一般；另有有效黑名单；平台在“促销报名”环节查询"),
    ),
    "a minor black record comes to nothing": (
        *(Code.GAP, UNWATCHED),
        *("black", "list", "炒信黑名单、失信程度轻微；平台在“促销报名”环节查询"),
    ),
    "serious comes off better than general": (
        *(Code.SURPRISE_SEVERITY, RISING),
        *("black-out", "when", "炒信黑名单、失信程度严重；平台在“促销报名”环节查询"),
    ),
    "a limit holds the serious down": (
        *(Code.SURPRISE_SEVERITY, CLEAN + limit("it", "{record: {severity: [serious]}}", "{at_most: review}")),
        *("it", "when", "炒信黑名单、失信程度严重；平台在“促销报名”环节查询"),
    ),
    "alone it is worse than with a black record beside it": (
        *(Code.SURPRISE_RECORD, CLEAN + WATCH_ALONE, "watch-alone", "when"),
        "关注名单、失信程度一般；另有 炒信黑名单、失信程度不明；平台在“促销报名”环节查询",
    ),
    "the measure that takes its place is milder": (
        *(Code.SURPRISE_RECORD, CLEAN + CLOSE, "black-out", "when"),
        "炒信黑名单、失信程度一般；另有 关注名单、失信程度一般；平台在“促销报名”环节查询",
    ),
    "its ground ends": (
        *(Code.GROUND_ENDS, TO_2024_BUT_ONE, "black-out", "grounds", None),
    ),
    "an administrative measure on a charter": (
        *(Code.WEAK_GROUND, CLEAN + CHARTER + rule("it", BLACK, "{measure: talk}", grounds="[charter]")),
        *("it", "grounds", None),
    ),
    "an administrative measure on a clause": (
        *(Code.WEAK_GROUND, CLEAN + OWN_WORD + rule("it", BLACK, "{measure: fine}")),
        *("it", "then", None),
    ),
    "advice restricts nobody": (
        *(Code.NEVER_BINDS, CLEAN + ADVICE + rule("it", BLACK, "{measure: tell, outcome: restrict}")),
        *("it", "then", None),
    ),
    "a courier may not apply a platform's measure": (
        Code.ACTOR_MAY_NOT,
        CLEAN + rule("it", WATCH, "{measure: keep_out, outcome: review}", actors="[platform, logistics]"),
        *("it", "actors", None),
    ),
    "only departments hear of proposals, and the measure is a platform's": (
        *(Code.ACTOR_MAY_NOT, CLEAN + rule("it", PROPOSED, "{measure: keep_out}")),
        *("it", "then", None),
    ),
    "a scene without rules": (Code.EMPTY_SCENE, BARE, "review", "scene", None),
    "a scene that has no rules any more": (Code.EMPTY_SCENE, TO_2024, "promotion", "scene", None),
    "what was accepted is not there": (
        Code.STALE_ACCEPTANCE,
        CLEAN + rule("it", WATCH, "{outcome: watch}", accepts="[{finding: shadowed, reason: the law}]"),
        *("it", "accepts", None),
    ),
}  # fmt: skip


def test_a_clean_pack_gives_nothing(tmp_path: Path) -> None:
    analysis = analysed(tmp_path, CLEAN)
    assert [str(one) for one in analysis.findings] == []
    assert analysis.classes > analysis.situations > 10


@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_planted_is_found(tmp_path: Path, planted: str) -> None:
    code, text, entry, key, example = PLANTED[planted]
    found = only(analysed(tmp_path, text), code)
    assert (found.entry, found.line) == (entry, line_of(text, entry, key)), found
    assert found.file == tmp_path / "pack.yaml"
    assert (found.example.zh if found.example else None) == example
    assert all((found.message.zh, found.message.en, found.hint.zh, found.hint.en))


def test_every_code_is_planted_but_the_one_that_takes_too_many_classes() -> None:
    assert {code for code, *_ in PLANTED.values()} == set(Code) - {Code.TOO_LARGE}


def test_a_scene_too_large_to_look_at_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rules.analysis.sweep.MOST_STATES", 5)
    assert only(analysed(tmp_path, CLEAN), Code.TOO_LARGE).entry == "promotion"


def test_an_example_is_told_in_english_too(tmp_path: Path) -> None:
    found = only(analysed(tmp_path, UNWATCHED), Code.GAP)
    assert found.example is not None
    assert found.example.en == "Brushing blacklist, severity: minor; asked by: platform, Promotion"
    assert found.scenes == ("promotion",)


class TestOverTime:
    """What is so on some days only."""

    def test_a_rule_may_wait_for_its_time(self, tmp_path: Path) -> None:
        waits = "- limit: old\n  title: {zh: 旧, en: Old}\n  grounds: [the-law]\n  effective: {to: 2020-12-31}\n"
        old = waits + "  when: {record: {list: [watched]}}\n  then: {at_most: watch}\n"
        text = CLEAN + old + rule("it", WATCH, "{outcome: review}")
        assert [str(one) for one in analysed(tmp_path, text).findings] == []

    def test_but_not_outlive_it(self, tmp_path: Path) -> None:
        later = rule("later", WATCH, "{outcome: refuse}", effective="{from: 2024-07-01}")
        found = only(analysed(tmp_path, CLEAN + rule("it", WATCH, "{outcome: review}") + later), Code.SHADOWED)
        assert (found.entry, found.since, found.until) == ("it", date(2024, 7, 1), None)

    def test_a_hole_between_two_grounds_is_seen(self, tmp_path: Path) -> None:
        found = only(analysed(tmp_path, TO_2024_BUT_ONE), Code.GROUND_ENDS)
        assert (found.since, found.until) == (date(2025, 1, 1), None)

    def test_before_a_scene_has_rules_nothing_is_missing_in_it(self, tmp_path: Path) -> None:
        text = CLEAN.replace("in_force: {from: 2019-01-01}", "in_force: {from: 2009-01-01}")
        assert [str(one) for one in analysed(tmp_path, text).findings] == []

    def test_a_suspended_measure_leaves_no_gap_and_is_no_slip_of_its_rules(self, tmp_path: Path) -> None:
        same = "{record: {list: [black], standing: [effective], severity: [general, serious]}}"
        text = CLEAN + rule("closing", same, "{measure: close, outcome: refuse}")
        (tmp_path / "pack.yaml").write_text(text, encoding="utf-8")
        rules = compile_ruleset(load_catalogue([tmp_path]))
        kept = {"effective": {"from": "2025-01-01"}, "reason": {"zh": "复核", "en": "Under review"}}
        paused = [
            Suspension.model_validate({"suspension": f"no_{code}", "measure": code} | kept)
            for code in ("keep_out", "close")
        ]
        assert [str(one) for one in analyse(suspending(rules, paused)).findings] == []


class TestAccepted:
    ACCEPTS = "  accepts: [{{finding: gap, reason: as the court has it{}}}]\n"

    def packed(self, where: str = "") -> str:
        return UNWATCHED.replace("  nature: black\n", "  nature: black\n" + self.ACCEPTS.format(where))

    def test_a_gap_is_accepted_with_its_reason(self, tmp_path: Path) -> None:
        analysis = analysed(tmp_path, self.packed())
        assert analysis.findings == ()
        assert [(one.entry, one.finding, one.reason) for one in analysis.accepted] == [
            ("black", "gap", "as the court has it")
        ]

    def test_where_it_reaches_no_further_than_it_says(self, tmp_path: Path) -> None:
        analysis = analysed(tmp_path, self.packed(", where: {subject: {kind: [natural_person]}}"))
        found = only(analysis, Code.GAP)
        assert found.example is not None
        assert "自然人" not in found.example.zh
        assert len(analysis.accepted) == 1

    def test_where_no_gap_is_left_it_is_a_finding(self, tmp_path: Path) -> None:
        analysis = analysed(tmp_path, self.packed(", where: {record: {severity: [serious]}}"))
        assert {one.code for one in analysis.findings} == {Code.GAP, Code.STALE_ACCEPTANCE}
        assert analysis.accepted == ()

    def test_any_other_finding_about_one_entry_can_be_accepted(self, tmp_path: Path) -> None:
        accepted = rule("it", WIDE, "{outcome: review}", accepts="[{finding: shadowed, reason: the law}]")
        analysis = analysed(tmp_path, CLEAN + accepted)
        assert analysis.findings == ()
        assert [(one.entry, one.finding) for one in analysis.accepted] == [("it", "shadowed")]

    @pytest.mark.parametrize(
        ("accepts", "words"),
        [
            ("[{finding: contradiction, reason: x}]", "cannot be accepted"),
            ("[{finding: shadowed, reason: x, where: {}}]", "narrows a gap"),
        ],
    )
    def test_what_arises_between_entries_cannot(self, tmp_path: Path, accepts: str, words: str) -> None:
        with pytest.raises(PackErrors, match=words):
            analysed(tmp_path, CLEAN + rule("it", WATCH, "{outcome: watch}", accepts=accepts))


class TestShipped:
    def test_the_shipped_packs_are_clean(self) -> None:
        analysis = analyse(default_ruleset())
        assert [str(one) for one in analysis.findings] == []
        assert [(one.entry, one.finding) for one in analysis.accepted] == [("dishonest_debtor", "gap")]
        assert analysis.classes > 100_000_000

    def test_rules_from_the_database_have_no_place_and_are_analysed_all_the_same(self, tmp_path: Path) -> None:
        (tmp_path / "pack.yaml").write_text(UNWATCHED, encoding="utf-8")
        kept = canonical(load_catalogue([tmp_path]))
        found = only(analyse(restored(kept)), Code.GAP)
        assert (found.entry, found.file, found.line) == ("black", None, None)
