"""The explanation in two languages: which record, which rule, which article, what follows, until when, what to do.

Sentences come from the rule packs (`- text: code`); here they are only chosen and filled.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from huixin.core.labels import Labels
from huixin.core.vocabulary import Outcome
from huixin.types import GroundView, Label, MeasureView, ReasonView, RecordView

REQUIRED = (
    *(f"outcome_{outcome}" for outcome in Outcome),
    "record",
    "measure_statutory",
    "measure_by_own_clause",
    "measure_advice",
    "member_decides",
    "how_to_end",
    "unverified_ground",
    "candidates",
    "name_disagrees",
    "record_without_code",
    "person_confirms",
    "withheld",
    "review_ask",
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


def _day(value: date | None, otherwise: Label) -> Label:
    if value is None:
        return otherwise
    return Label(zh=f"{value.year}年{value.month}月{value.day}日", en=value.isoformat())


def _grounds(grounds: Sequence[GroundView]) -> Label:
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


def record_sentence(labels: Labels, record: RecordView) -> Label:
    return fill(
        labels,
        "record",
        {
            "list": record.list_title or NOT_STATED,
            "recogniser": plain(record.recogniser),
            "document_number": plain(record.document_number),
            "decided_on": _day(record.decided_on, NOT_STATED),
            "reason": plain(record.reason),
        },
    )


def measure_sentence(labels: Labels, measure: MeasureView) -> Label:
    return fill(
        labels,
        f"measure_{measure.binding}",
        {
            "title": measure.title,
            "grounds": _grounds(measure.grounds),
            "clause": measure.clause or NOT_STATED,
            "until": _day(measure.until, NO_END),
        },
    )


def explain(
    labels: Labels,
    *,
    outcome: Outcome,
    name: Label,
    scene: str,
    records: Sequence[RecordView],
    measures: Sequence[MeasureView],
    reasons: Sequence[ReasonView],
    causes: Sequence[Label],
) -> Label:
    """The whole explanation of an answer."""
    sentences = [fill(labels, f"outcome_{outcome}", {"name": name, "scene": labels.scenes[scene]})]
    findings: list[MeasureView | ReasonView] = [*measures, *reasons]
    cited = {record for finding in findings for record in finding.because}
    sentences += [record_sentence(labels, record) for record in records if record.id in cited]
    sentences += [measure_sentence(labels, measure) for measure in measures]
    sentences += _says(labels, [finding.rule for finding in findings])
    sentences += list(causes)
    if any(not g.verified for finding in findings for g in finding.grounds):
        sentences.append(fill(labels, "unverified_ground"))
    if outcome in (Outcome.REFUSE, Outcome.RESTRICT, Outcome.REVIEW) and cited:
        sentences.append(fill(labels, "how_to_end"))
    return join([*sentences, fill(labels, "member_decides")])


def _says(labels: Labels, rules: Sequence[str]) -> list[Label]:
    return [says for rule in dict.fromkeys(rules) if (says := labels.rules[rule].says) is not None]
