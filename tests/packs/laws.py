"""What holds of every answer: what it says in words is what it says in codes, in both languages."""

from collections.abc import Sequence

from huixin.core.vocabulary import (
    OFFICIAL,
    Binding,
    Outcome,
    Rectification,
    SubjectKind,
    badness,
    treated_as,
)
from huixin.types.answer import Answer, MeasureRule, MeasureView
from huixin.types.record import GroundView
from tests.packs.cases import CATALOGUE, LABELS, Case

OUTCOMES = {
    Outcome.REFUSE: ("协同处置提示为“不予接受”", "the prompt is to refuse"),
    Outcome.RESTRICT: ("协同处置提示为“限制”", "the prompt is to restrict"),
    Outcome.REVIEW: ("须由人工核实后再作决定", "a person must look before anything is decided"),
    Outcome.WATCH: ("提示关注，不因此限制其权益", "the prompt is to keep watch"),
    Outcome.FAVOUR: ("为守信激励对象，在", "is on the red list; for"),
}
NOTHING = (
    ("未发现须提示的有效名单信息", "no listing in effect calls for anything"),
    ("名单信息均不影响办理", "nothing that is listed stands in its way"),
)


def the_first_sentence_is_that_of_the_outcome_and_of_no_other(case: Case) -> None:
    given = case.answer
    for language in (0, 1):
        text = (given.explanation.zh, given.explanation.en)[language]
        heard = [outcome for outcome, marks in OUTCOMES.items() if marks[language] in text]
        heard += [Outcome.CLEAR for marks in NOTHING if marks[language] in text]
        assert heard == [given.outcome]


def clear_says_whether_anything_is_listed_at_all(case: Case) -> None:
    given = case.answer
    cited = records_cited(given)
    if given.outcome is Outcome.CLEAR:
        assert NOTHING[bool(cited)][0] in given.explanation.zh


def records_cited(given: Answer) -> set[str]:
    replaced = [included for measure in given.measures for included in measure.replaces]
    return {record for finding in (*given.measures, *replaced, *given.reasons) for record in finding.because}


def each_measure_says_on_what_it_rests_and_how_long(case: Case) -> None:
    for measure in case.answer.measures:
        sentence, last = sentence_of(case.answer, measure), measure.until
        assert ("尚无终止日期" if last is None else f"{last.year}年{last.month}月{last.day}日") in sentence
        assert f'"{measure.title.en}"' in case.answer.explanation.en


def sentence_of(given: Answer, measure: MeasureView) -> str:
    """The sentence that says on what the measure rests, as strongly as any of its rules binds."""
    grounds = {ground.title.zh for rule in _deciding(measure) for ground in rule.grounds}
    found = (
        part
        for part in sentences_of(given, measure, _mark(measure))
        if all(f"《{title}》" in part for title in grounds)
    )
    sentence = next(found, None)
    assert sentence is not None, (measure.code, given.explanation.zh)
    return sentence


def sentences_of(given: Answer, measure: MeasureView, mark: str) -> list[str]:
    said = given.explanation.zh.split("。")
    return [part for part in said if f"“{measure.title.zh}”" in part and mark in part]


def _deciding(measure: MeasureView) -> list[MeasureRule]:
    """The rules that bind as strongly as the measure does."""
    return [rule for rule in measure.rules if rule.binding is measure.binding]


def _records_of(rules: Sequence[MeasureRule]) -> set[str]:
    return {record for rule in rules for record in rule.because}


MARKS = {Binding.STATUTORY: "直接规定", Binding.BY_OWN_CLAUSE: "依据贵方自有规则", Binding.ADVICE: "仅为建议"}


def _mark(measure: MeasureView) -> str:
    if LABELS.measures[measure.code].standing_duty:
        return "常设义务"
    return "守信激励" if measure.outcome is Outcome.FAVOUR else MARKS[measure.binding]


def nothing_is_said_to_bind_that_is_advice_and_the_reverse(case: Case) -> None:
    given = case.answer
    for measure in given.measures:
        if _mark(measure) not in MARKS.values():
            continue
        for binding, mark in MARKS.items():
            rules = [rule for rule in measure.rules if rule.binding is binding]
            beyond = _records_of(rules) - _records_of(_deciding(measure))
            said = sentences_of(given, measure, mark)
            assert bool(said) == (binding is measure.binding or bool(beyond))
            named = {ground.title.zh for rule in rules for ground in rule.grounds}
            others = {ground.title.zh for ground in measure.grounds} - named
            assert not any(f"《{title}》" in part for title in others for part in said)
    every = given.explanation.zh.count("直接规定") - given.explanation.zh.count("直接规定的常设义务")
    assert every == sum(_mark(measure) == "直接规定" for measure in given.measures)


def nobody_is_told_to_lack_a_clause_that_it_has(case: Case) -> None:
    for measure in case.answer.measures:
        if measure.code in case.covered and measure.binding is Binding.ADVICE:
            assert "没有规定或贵方自有规则" not in sentence_of(case.answer, measure)


def a_natural_person_comes_to_no_worse_than_review_until_a_person_has_confirmed(case: Case) -> None:
    if case.kind is SubjectKind.NATURAL_PERSON and not case.person_confirmed:
        assert badness(case.answer.outcome) <= badness(Outcome.REVIEW)
        assert all(m.binding is Binding.ADVICE or m.outcome is None for m in case.answer.measures)


def a_rule_whose_proposal_fell_away_has_nothing_to_say(case: Case) -> None:
    given = case.answer
    standing = {rule.rule for measure in given.measures for rule in measure.rules}
    for reason in given.reasons:
        rule = LABELS.rules[reason.rule]
        if rule.says is not None and rule.measure is not None and reason.rule not in standing:
            assert rule.says.zh not in given.explanation.zh
            assert rule.says.en not in given.explanation.en


def a_person_is_called_for_with_why_and_whom_to_ask_whenever_the_outcome_is_review(case: Case) -> None:
    outcome, review = case.answer.outcome, case.answer.review
    assert review.needed or outcome is not Outcome.REVIEW
    assert review.needed == bool(review.why) == (review.ask is not None)
    assert not review.needed or badness(outcome) >= badness(Outcome.REVIEW)


def what_is_said_of_some_records_only_names_them(case: Case) -> None:
    given = case.answer
    findings = (*(rule for measure in given.measures for rule in measure.rules), *given.reasons)
    cited = records_cited(given)
    for rule in {finding.rule for finding in findings}:
        says = LABELS.rules[rule].says
        about = {record for finding in findings if finding.rule == rule for record in finding.because}
        if says is not None and says.zh in given.explanation.zh and about < cited:
            before, _, _ = given.explanation.zh.partition(says.zh)
            assert before.rpartition("。")[2].startswith("关于")


def a_measure_is_said_once_and_names_the_records_that_support_it(case: Case) -> None:
    given = case.answer
    codes = [measure.code for measure in given.measures]
    assert len(set(codes)) == len(codes)
    cited = records_cited(given)
    for measure in given.measures:
        assert sentence_of(given, measure).startswith("关于") == (_records_of(_deciding(measure)) < cited)
        assert measure.because == sorted({record for rule in measure.rules for record in rule.because})
        assert (measure.rule, measure.outcome) == (measure.rules[0].rule, measure.rules[0].outcome)


def what_follows_from_each_record_is_said_with_its_rule_and_its_grounds(case: Case) -> None:
    given, text = case.answer, case.answer.explanation
    named = {rule.title.zh for measure in given.measures for rule in _deciding(measure)}
    cited = [ground for measure in given.measures for rule in _deciding(measure) for ground in rule.grounds]
    for reason in given.reasons:
        named.add(reason.title.zh)
        cited += reason.grounds
    assert not [title for title in named if title not in text.zh]
    for ground in cited:
        assert f"《{ground.title.zh}》{_article(ground)}{'' if ground.verified else '（未核实）'}" in text.zh
        assert ground.title.en in text.en


def _article(ground: GroundView) -> str:
    article = ground.article or ""
    return f"第{article}条" if article.isdigit() else article


def marks_are_explained_where_there_are_any(case: Case) -> None:
    text = case.answer.explanation
    assert ("标注“未核实”的" in text.zh) == ("（未核实）" in text.zh)
    assert ("A ground marked unverified" in text.en) == ("(unverified)" in text.en)


def a_measure_that_takes_the_place_of_another_says_so_and_for_which_records(case: Case) -> None:
    given = case.answer
    for measure in given.measures:
        for included in measure.replaces:
            assert included.code not in {one.code for one in given.measures}
            start = f"“{measure.title.zh}”包含“{included.title.zh}”"
            [sentence] = [part for part in given.explanation.zh.split("。") if start in part]
            assert sentence.startswith("关于") == (set(included.because) < records_cited(given))
            back = f"恢复适用“{included.title.zh}”" in given.explanation.zh
            assert back == (not set(included.because) <= set(measure.because))


def how_far_the_rectification_has_come_is_said_with_its_due_day(case: Case) -> None:
    given = case.answer
    cited = records_cited(given)
    for record in given.records:
        mark = RECTIFYING.get(record.rectification or Rectification.NOT_REQUIRED)
        if record.id in cited and mark is not None:
            assert mark in given.explanation.zh
            if record.due is not None and record.rectification is not Rectification.RECTIFIED:
                assert f"{record.due.year}年{record.due.month}月{record.due.day}日" in given.explanation.zh
                assert record.due.isoformat() in given.explanation.en


def the_close_speaks_to_the_kind_of_caller(case: Case) -> None:
    official = case.answer.asked_as in OFFICIAL
    text, ask = case.answer.explanation.zh, case.answer.review.ask
    assert ("由贵单位依照法定职权和程序决定" in text) == official
    assert ("由贵方依法依约自行决定" in text) != official
    assert not (official and "向贵方申诉" in text)
    assert ask is None or ("承办人员" in ask.zh) == official


def nobody_is_pointed_to_a_measure_that_only_others_apply(case: Case) -> None:
    given, kind = case.answer, treated_as(case.answer.asked_as)
    spoken = "".join(cause.says.zh for cause in given.review.why)
    for rule in CATALOGUE.rules.values():
        measure = CATALOGUE.measures.get(rule.then.measure or "")
        if measure is not None and kind not in map(treated_as, measure.actors):
            assert f"“{rule.title.zh}”" not in spoken
            assert rule.title.zh not in {reason.title.zh for reason in given.reasons}
    assert len({cause.says.zh for cause in given.review.why}) == len(given.review.why)


RECTIFYING = {
    Rectification.ORDERED: "期限尚未届满",
    Rectification.OVERDUE: "逾期未整改。",
    Rectification.INCOMPLETE: "经核查整改不到位",
    Rectification.RECTIFIED: "已完成整改",
}
CHECKS = [
    the_first_sentence_is_that_of_the_outcome_and_of_no_other,
    clear_says_whether_anything_is_listed_at_all,
    each_measure_says_on_what_it_rests_and_how_long,
    nothing_is_said_to_bind_that_is_advice_and_the_reverse,
    nobody_is_told_to_lack_a_clause_that_it_has,
    a_natural_person_comes_to_no_worse_than_review_until_a_person_has_confirmed,
    a_rule_whose_proposal_fell_away_has_nothing_to_say,
    a_person_is_called_for_with_why_and_whom_to_ask_whenever_the_outcome_is_review,
    what_is_said_of_some_records_only_names_them,
    a_measure_is_said_once_and_names_the_records_that_support_it,
    what_follows_from_each_record_is_said_with_its_rule_and_its_grounds,
    marks_are_explained_where_there_are_any,
    a_measure_that_takes_the_place_of_another_says_so_and_for_which_records,
    how_far_the_rectification_has_come_is_said_with_its_due_day,
    the_close_speaks_to_the_kind_of_caller,
    nobody_is_pointed_to_a_measure_that_only_others_apply,
]
