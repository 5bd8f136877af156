"""The notice of a decision, ready to be served on the merchant: what was found, what follows from it and until when,
on what ground, what the merchant can do, whom to phone. Each sentence in both languages, from the texts of the packs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from huixin.core.identifiers import mask_person_name
from huixin.core.labels import Labels
from huixin.core.texts import NOT_STATED, day_in_words, fill, grounds_in_words, plain, record_sentence, until_in_words
from huixin.core.vocabulary import Binding, SubjectKind
from huixin.core.windows import Window, day_of
from huixin.types.answer import Answer, MeasureView
from huixin.types.base import Label
from huixin.types.decision import DecisionView
from huixin.types.record import GroundView, RecordView
from models.decisions import Decision
from models.errors import Conflict
from models.members import Member
from models.rights.repair_texts import contact_phone, how_to_repair
from rules.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Section:
    heading: Label
    lines: Sequence[Label]


@dataclass(frozen=True, slots=True)
class Notice:
    title: Label
    number: Label
    addressee: Label
    sections: Sequence[Section]
    issuer: str
    """The member that asked, which serves it."""
    seal: Label
    day: date


def notice_of(
    session: Session, decision: Decision, view: DecisionView, catalogue: Catalogue, shipped: Catalogue
) -> Notice:
    """Of the decision as it may be shown now. `shipped`: its words stand in for those that older rules have not.

    Raises Conflict where a name alone was asked about and nobody has said yet whose it is: nobody can be served.
    """
    if view.answer.identity.matched_by == "name":
        raise Conflict(
            "Nobody is named yet: say first which candidate it is (POST …/review), and check again.",
            zh="尚未确认主体：请先确认候选主体是否同一，再行核查。",
        )
    texts, parameters = shipped.texts | catalogue.texts, shipped.parameters | catalogue.parameters
    catalogue = replace(catalogue, texts=texts, parameters=parameters)
    labels = catalogue.labels
    answer, at = view.answer, day_of(view.at)
    return Notice(
        title=labels.texts["notice_title"],
        number=fill(labels, "notice_number", {"number": plain(view.id)}),
        addressee=fill(
            labels, "notice_addressee", {"name": _name(decision, answer), "uscc": plain(answer.identity.uscc)}
        ),
        sections=[
            _section(labels, "notice_records", _records(labels, answer, view.on)),
            _section(labels, "notice_follows", _follows(labels, decision, answer, view.on)),
            _section(labels, "notice_rights", _rights(labels, catalogue, answer)),
            _section(labels, "notice_contact", [_phone(labels, catalogue, at)]),
        ],
        issuer=session.get_one(Member, view.member_id).name,
        seal=labels.texts["notice_seal"],
        day=at,
    )


def _section(labels: Labels, heading: str, lines: Sequence[Label] | Iterator[Label]) -> Section:
    return Section(labels.texts[heading], list(lines))


def _name(decision: Decision, answer: Answer) -> Label:
    """Of a natural person what was typed in is masked as what is stored."""
    name = answer.identity.name
    person = answer.identity.kind is SubjectKind.NATURAL_PERSON or decision.request.get("by") == "resident_id"
    return plain(mask_person_name(name) if person and name and "*" not in name else name)


def _records(labels: Labels, answer: Answer, on: date) -> Iterator[Label]:
    if not answer.records:
        yield labels.texts["notice_no_records"]
    for record in answer.records:
        yield _record(labels, record, on)


def _record(labels: Labels, record: RecordView, on: date) -> Label:
    if record.withheld is not None:
        return labels.texts["notice_withheld"]
    return record_sentence(labels, record, Window.inclusive(on, on))


def _follows(labels: Labels, decision: Decision, answer: Answer, on: date) -> Iterator[Label]:
    scene = labels.scenes.get(answer.scene) or plain(answer.scene)
    asked = {"name": _name(decision, answer), "scene": scene, "days": day_in_words(on)}
    yield fill(labels, f"outcome_{answer.outcome}", asked)
    for measure in answer.measures:
        yield from _measure(labels, measure)
    for reason in answer.reasons:
        yield fill(labels, "notice_reason", {"title": reason.title, "grounds": grounds_in_words(reason.grounds)})


def _measure(labels: Labels, measure: MeasureView) -> Iterator[Label]:
    """What each rule comes to by itself; answers of before that was told have the decisive one alone."""
    if measure.rules:
        for rule in measure.rules:
            yield _ruled(labels, measure, rule.title, rule.binding, rule.grounds)
    elif measure.rule_title is not None:
        yield _ruled(labels, measure, measure.rule_title, measure.binding, measure.grounds)
    if measure.withheld is not None:
        yield fill(labels, "notice_measure_withheld", {"title": measure.title})


def _ruled(labels: Labels, measure: MeasureView, rule: Label, binding: Binding, grounds: Sequence[GroundView]) -> Label:
    said: Mapping[str, Label] = {
        "title": measure.title,
        "binding": fill(labels, f"notice_{binding}", {"clause": measure.clause or NOT_STATED}),
        "rule": rule,
        "grounds": grounds_in_words(grounds),
        "until": NOT_STATED if measure.withheld is not None else until_in_words(measure.until),
    }
    return fill(labels, "notice_measure", said)


def _rights(labels: Labels, catalogue: Catalogue, answer: Answer) -> Iterator[Label]:
    yield labels.texts["notice_object"]
    shown = {record.list for record in answer.records if record.list in catalogue.lists}
    yield from dict.fromkeys(how_to_repair(catalogue, code) for code in sorted(shown) if code is not None)
    yield labels.texts["notice_appeal"]


def _phone(labels: Labels, catalogue: Catalogue, day: date) -> Label:
    return fill(labels, "notice_phone", {"phone": plain(contact_phone(catalogue, day))})
