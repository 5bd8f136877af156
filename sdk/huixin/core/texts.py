"""The explanation in two languages: which record, which rule, which article, what follows, until when, what to do.

Sentences come from the rule packs (`- text: code`); here they are only chosen and filled.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date

from huixin.core.labels import Labels, RuleLabel
from huixin.core.vocabulary import Binding, Outcome, Rectification
from huixin.core.windows import Window
from huixin.types.answer import MeasureView, ReasonView
from huixin.types.base import Label
from huixin.types.record import GroundView, RecordView

REQUIRED = (
    *(f"outcome_{outcome}" for outcome in Outcome),
    "outcome_clear_noted",
    "record",
    "record_to_come",
    *(f"rectification_{state}" for state in Rectification if state is not Rectification.NOT_REQUIRED),
    "measure_statutory",
    "measure_by_own_clause",
    "measure_advice",
    "measure_held",
    "measure_reward",
    "measure_standing_duty",
    "measure_to_decide",
    "measure_replaces",
    "measure_returns",
    "reason_rule",
    "reason_stated",
    "reason_to_look",
    "no_own_measure",
    "no_own_measure_to_look",
    "suspended",
    "as_to",
    "member_decides",
    "how_to_end",
    "unverified_ground",
    "candidates",
    "name_disagrees",
    "record_without_code",
    "code_claimed_twice",
    "site_of_owner",
    "withheld",
    "review_ask",
    "official_decides",
    "how_to_end_official",
    "review_ask_official",
)
"""A rule set that answers must have these; a test holds the shipped packs to it."""

NOT_STATED = Label(zh="未载明", en="not stated")
UNVERIFIED = Label(zh="（未核实）", en=" (unverified)")
NO_END = Label(zh="尚无终止日期", en="no end date known")


def fill(labels: Labels, code: str, values: Mapping[str, Label] | None = None) -> Label:
    """The pack's sentence with its `{placeholders}` filled, each language with its own words."""
    text = labels.texts[code]
    given = values or {}
    return Label(
        zh=_put(text.zh, {name: value.zh for name, value in given.items()}),
        en=_put(text.en, {name: value.en for name, value in given.items()}),
    )


def _put(sentence: str, values: Mapping[str, str]) -> str:
    # one pass over the template: a value that itself holds braces is never read as a placeholder
    pieces = sentence.split("{")
    return pieces[0] + "".join(_piece(piece, values) for piece in pieces[1:])


def _piece(piece: str, values: Mapping[str, str]) -> str:
    name, closed, rest = piece.partition("}")
    return values[name] + rest if closed and name in values else "{" + piece


def plain(value: object) -> Label:
    """The same words in both languages; `not stated` for what is missing."""
    return NOT_STATED if value is None or value == "" else Label(zh=str(value), en=str(value))


def join(sentences: Sequence[Label]) -> Label:
    return Label(zh="".join(s.zh for s in sentences), en=" ".join(s.en for s in sentences))


def day_in_words(day: date) -> Label:
    return Label(zh=f"{day.year}年{day.month}月{day.day}日", en=day.isoformat())


def _day(value: date | None, otherwise: Label) -> Label:
    return otherwise if value is None else day_in_words(value)


def until_in_words(last: date | None) -> Label:
    """Of the last day of something."""
    day = _day(last, NO_END)
    return day if last is None else Label(zh=f"至{day.zh}止", en=f"last day: {day.en}")


def grounds_in_words(grounds: Sequence[GroundView]) -> Label:
    return Label(
        zh="、".join(_cited(g).zh for g in grounds) or NOT_STATED.zh,
        en="; ".join(_cited(g).en for g in grounds) or NOT_STATED.en,
    )


def _cited(ground: GroundView) -> Label:
    article = f"第{ground.article}条" if _numbered(ground) else ground.article or ""
    article_en = f", {_article_en(ground)}" if ground.article else ""
    doubt = UNVERIFIED if not ground.verified else Label(zh="", en="")
    return Label(zh=f"《{ground.title.zh}》{article}{doubt.zh}", en=f"{ground.title.en}{article_en}{doubt.en}")


def _numbered(ground: GroundView) -> bool:
    return ground.article is not None and ground.article.isdigit()


def _article_en(ground: GroundView) -> str:
    return f"art. {ground.article}" if _numbered(ground) else f"item {ground.article}"


def _days(window: Window) -> Label:
    first = _day(window.start, NOT_STATED)
    if window.last == window.start:
        return first
    last = _day(window.last, NO_END)
    return Label(zh=f"{first.zh}至{last.zh}", en=f"{first.en} to {last.en}")


def record_sentence(labels: Labels, record: RecordView, days: Window) -> Label:
    to_come = record.valid_from is not None and days.start is not None and record.valid_from > days.start
    values = {
        "list": record.list_title or NOT_STATED,
        "recogniser": plain(record.recogniser),
        "document_number": plain(record.document_number),
        "decided_on": _day(record.decided_on, NOT_STATED),
        "reason": plain(record.reason),
        "valid_from": _day(record.valid_from, NOT_STATED),
        "due": _day(record.due, NOT_STATED),
    }
    codes = ["record_to_come" if to_come else "record"]
    if record.rectification not in (None, Rectification.NOT_REQUIRED):
        codes.append(f"rectification_{record.rectification}")
    return join([fill(labels, code, values) for code in codes])


def measure_sentence(labels: Labels, measure: MeasureView, how: str) -> Label:
    """`how`: code of the sentence, by what makes the measure bind or keeps it from it."""
    return fill(
        labels,
        how,
        {
            "title": measure.title,
            "rules": _in_quotes([rule.title for rule in measure.rules]),
            "grounds": grounds_in_words(measure.grounds),
            "clause": measure.clause or NOT_STATED,
            "until": until_in_words(measure.until),
        },
    )


def _in_quotes(titles: Sequence[Label]) -> Label:
    return Label(
        zh="、".join(f"“{title.zh}”" for title in titles) or NOT_STATED.zh,
        en=", ".join(f'"{title.en}"' for title in titles) or NOT_STATED.en,
    )


def explain(
    labels: Labels,
    *,
    outcome: Outcome,
    name: Label,
    scene: str,
    official: bool,
    days: Window,
    records: Sequence[RecordView],
    measures: Sequence[MeasureView],
    rests: Sequence[tuple[str, MeasureView]],
    reasons: Sequence[tuple[str, ReasonView]],
    causes: Sequence[Label],
) -> Label:
    """The whole explanation of an answer, `official`: to an authority. `rests`: on what the measures rest, each way
    with its sentence's code; so the reasons."""
    cited = _with_consequences(records, measures, reasons)
    noted = "_noted" if outcome is Outcome.CLEAR and cited else ""
    asked = {"name": name, "scene": labels.scenes[scene], "days": _days(days)}
    sentences = [fill(labels, f"outcome_{outcome}{noted}", asked)]
    sentences += [record_sentence(labels, record, days) for record in cited]
    sentences += [
        _as_to(labels, measure_sentence(labels, measure, how), measure.because, cited) for how, measure in rests
    ]
    sentences += [
        fill(labels, "measure_to_decide", {"title": measure.title})
        for measure in measures
        if measure.outcome is Outcome.REVIEW and measure.binding is not Binding.ADVICE
    ]
    sentences += _replacing(labels, measures, cited)
    sentences += _says(labels, measures, cited)
    sentences += _reasons(labels, reasons, cited)
    sentences += list(causes)
    grounds = [*(one.grounds for _, one in rests), *(one.grounds for _, one in reasons)]
    if any(not ground.verified for cited_together in grounds for ground in cited_together):
        sentences.append(fill(labels, "unverified_ground"))
    if outcome in (Outcome.REFUSE, Outcome.RESTRICT, Outcome.REVIEW) and cited:
        sentences.append(fill(labels, "how_to_end_official" if official else "how_to_end"))
    return join([*sentences, fill(labels, "official_decides" if official else "member_decides")])


def _with_consequences(
    records: Sequence[RecordView], measures: Sequence[MeasureView], reasons: Sequence[tuple[str, ReasonView]]
) -> list[RecordView]:
    """Those from which something follows, or would where another's measure did not include it."""
    about = [reason.because for _, reason in reasons]
    for measure in measures:
        about += [measure.because, *(included.because for included in measure.replaces)]
    return [record for record in records if any(record.id in because for because in about)]


def _replacing(labels: Labels, measures: Sequence[MeasureView], cited: Sequence[RecordView]) -> Iterator[Label]:
    """Which measures others take the place of, for which records; and that they come back with those that are left."""
    for measure in measures:
        for included in measure.replaces:
            titles = {"title": measure.title, "included": included.title}
            returns = not set(included.because) <= set(measure.because)
            codes = ("measure_replaces", "measure_returns") if returns else ("measure_replaces",)
            yield _as_to(labels, join([fill(labels, code, titles) for code in codes]), included.because, cited)


def _says(labels: Labels, measures: Sequence[MeasureView], cited: Sequence[RecordView]) -> list[Label]:
    """What the rules of the measures add, each once, with the records that it is about where it is not about all."""
    about: dict[str, set[str]] = {}
    for rule in (rule for measure in measures for rule in measure.rules):
        about.setdefault(rule.rule, set()).update(rule.because)
    said = ((labels.rules[code].says, because) for code, because in about.items())
    return [_as_to(labels, says, because, cited) for says, because in said if says is not None]


def _reasons(labels: Labels, reasons: Sequence[tuple[str, ReasonView]], cited: Sequence[RecordView]) -> Iterator[Label]:
    """What rules and limits say without a measure, and on which grounds; what sounds the same of the same records once,
    with the grounds of all."""
    grounds: dict[tuple[str, Label, Label | None, tuple[str, ...]], dict[GroundView, None]] = {}
    for how, reason in reasons:
        rule = labels.rules[reason.rule]
        key = (how, reason.title, rule.says if _stands(rule, reason) else None, tuple(reason.because))
        grounds.setdefault(key, {}).update(dict.fromkeys(reason.grounds))
    for (how, title, says, because), rests in grounds.items():
        named = fill(labels, how, {"title": title, "grounds": grounds_in_words(tuple(rests))})
        yield _as_to(labels, named if says is None else join([says, named]), because, cited)


def _stands(rule: RuleLabel, reason: ReasonView) -> bool:
    """Whether what a rule proposes has been left to it, by the limits and by who asks; else it has nothing to say."""
    return rule.measure is None and rule.outcome in (None, reason.outcome)


def _as_to(labels: Labels, says: Label, about: Container[str], cited: Sequence[RecordView]) -> Label:
    meant = [record for record in cited if record.id in about]
    if len(meant) == len(cited):
        return says
    names = [_named(record, cited) for record in meant]
    records = Label(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))
    return join([fill(labels, "as_to", {"records": records}), says])


def _named(record: RecordView, cited: Sequence[RecordView]) -> Label:
    """By its list, and by its document where another cited record stands on the same list."""
    title = record.list_title or NOT_STATED
    if sum(other.list == record.list for other in cited) == 1:
        return title
    number = plain(record.document_number)
    return Label(zh=f"{title.zh}（{number.zh}）", en=f"{title.en} ({number.en})")
