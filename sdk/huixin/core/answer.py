"""From what was found to the answer on the wire: documents, dates, titles and reasons are filled in here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huixin.core.gate import BoundMeasure, BoundProposal, Gated, OwnClause
from huixin.core.labels import Labels
from huixin.core.records import Record
from huixin.core.texts import explain, fill, plain
from huixin.core.verdict import Ground, Reason
from huixin.core.vocabulary import OFFICIAL, Basis, Binding, MemberKind, Outcome, Rank, Rectification, Standing, worst
from huixin.core.windows import Window
from huixin.types.answer import (
    Answer,
    Identity,
    MeasureRule,
    MeasureView,
    ReasonView,
    ReplacedMeasure,
    Review,
    ReviewCause,
)
from huixin.types.base import Label
from huixin.types.record import AsOf, GroundView, RecordView


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules came to for one merchant.

    `classes` says to which class of the verdict each record belongs; `until` stands beside `gated.measures`.
    """

    gated: Gated
    classes: Mapping[str, int]
    until: Sequence[date | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, as understood."""

    scene: str
    actor: MemberKind
    window: Window
    reference: str | None


def answer(
    labels: Labels,
    asked: Asked,
    found: Found,
    *,
    decision_id: str,
    identity: Identity,
    records: Sequence[Record],
    causes: Sequence[ReviewCause],
    as_of: AsOf,
) -> Answer:
    """The whole answer. `records`: those that the caller may see; `causes`: identity reasons to look."""
    ids_of = _ids_by_class(found.classes)
    views = [record_view(labels, record, asked.window.start or as_of.date) for record in records]
    measures = [
        _measure(labels, measure, until, ids_of)
        for measure, until in zip(found.gated.measures, found.until, strict=True)
    ]
    reasons = [_reason(labels, reason, ids_of) for reason in found.gated.reasons]
    outcome = worst(found.gated.outcome, Outcome.REVIEW) if causes else found.gated.outcome
    explanation = explain(
        labels,
        outcome=outcome,
        name=_name(identity),
        scene=asked.scene,
        official=asked.actor in OFFICIAL,
        days=asked.window,
        records=views,
        measures=measures,
        rests=[rest for pair in zip(found.gated.measures, measures, strict=True) for rest in _rests(*pair)],
        reasons=list(zip(map(_how_said, found.gated.reasons), reasons, strict=True)),
        causes=[cause.says for cause in causes],
    )
    return Answer(
        decision_id=decision_id,
        outcome=outcome,
        scene=asked.scene,
        asked_as=asked.actor,
        identity=identity,
        records=views,
        measures=measures,
        reasons=reasons,
        explanation=explanation,
        review=_review(labels, asked.actor, [*causes, *_open_points(labels, measures, reasons, found.gated)]),
        as_of=as_of,
        reference=asked.reference,
    )


def _name(identity: Identity) -> Label:
    return (
        plain(identity.name or identity.uscc)
        if identity.name or identity.uscc
        else Label(zh="该主体", en="this merchant")
    )


def _ids_by_class(classes: Mapping[str, int]) -> dict[int, list[str]]:
    ids: dict[int, list[str]] = {}
    for record_id, index in classes.items():
        ids.setdefault(index, []).append(record_id)
    return ids


def _because(indices: Sequence[int], ids_of: Mapping[int, list[str]]) -> list[str]:
    return sorted({record_id for index in indices for record_id in ids_of.get(index, ())})


def _measure(labels: Labels, measure: BoundMeasure, until: date | None, ids_of: Mapping[int, list[str]]) -> MeasureView:
    proposal = measure.proposal
    label = labels.measures[proposal.measure]
    return MeasureView(
        code=proposal.measure,
        title=label.title,
        measure_class=label.measure_class,
        binding=measure.binding,
        clause=_clause(measure.clause),
        outcome=measure.outcome,
        rule=proposal.rule,
        rule_title=labels.rules[proposal.rule].title,
        rules=tuple(_measure_rule(labels, rule, ids_of) for rule in measure.rules),
        grounds=ground_views(labels, measure.grounds),
        because=_because(measure.records, ids_of),
        replaces=tuple(_replaced(labels, included, ids_of) for included in measure.replaces),
        until=until,
    )


def _replaced(labels: Labels, measure: BoundMeasure, ids_of: Mapping[int, list[str]]) -> ReplacedMeasure:
    code = measure.proposal.measure
    return ReplacedMeasure(code=code, title=labels.measures[code].title, because=_because(measure.records, ids_of))


def _measure_rule(labels: Labels, bound: BoundProposal, ids_of: Mapping[int, list[str]]) -> MeasureRule:
    proposal = bound.proposal
    return MeasureRule(
        rule=proposal.rule,
        title=labels.rules[proposal.rule].title,
        binding=bound.binding,
        outcome=bound.outcome,
        grounds=ground_views(labels, proposal.grounds),
        because=_because(proposal.records, ids_of),
    )


def _reason(labels: Labels, reason: Reason, ids_of: Mapping[int, list[str]]) -> ReasonView:
    return ReasonView(
        rule=reason.rule,
        title=_title(labels, reason),
        outcome=reason.outcome,
        grounds=ground_views(labels, reason.grounds),
        because=_because(reason.records, ids_of),
    )


def _title(labels: Labels, reason: Reason) -> Label:
    rule = labels.rules[reason.rule].title
    if reason.suspended is not None:
        return fill(labels, "suspended", {"title": labels.measures[reason.suspended].title, "rule": rule})
    return fill(labels, "no_own_measure") if reason.foreign else rule


def ground_views(labels: Labels, grounds: Sequence[Ground]) -> list[GroundView]:
    return [
        GroundView(
            instrument=ground.instrument,
            title=labels.instruments[ground.instrument].title,
            number=labels.instruments[ground.instrument].number,
            article=ground.article,
            rank=Rank(ground.rank),
            verified=ground.verified,
        )
        for ground in grounds
    ]


def record_view(labels: Labels, record: Record, on: date) -> RecordView:
    """A record on a day: `overdue` is derived here as it is in the facts."""
    rectification = record.rectification
    if rectification is Rectification.ORDERED and record.due is not None and record.due < on:
        rectification = Rectification.OVERDUE
    taken_effect = record.takes_effect_on is not None and record.takes_effect_on <= on
    return RecordView(
        id=record.id,
        list=record.list,
        list_title=labels.lists[record.list].title,
        standing=Standing.EFFECTIVE if taken_effect else record.standing,
        rectification=rectification,
        due=record.due,
        severity=record.severity,
        problem_types=tuple(sorted(record.problem_types)),
        brushing_form=record.brushing_form,
        provenance=record.provenance,
        recogniser=record.recogniser,
        recogniser_verified=record.recogniser_verified,
        document_number=record.document_number,
        decided_on=record.decided_on,
        grounds=record.grounds,
        reason=record.reason,
        source=record.source,
        valid_from=record.window.start,
        valid_to=record.window.last,
        disputed=record.disputed,
        relief=record.relief,
        takes_effect_on=record.takes_effect_on,
        display_ended_on=record.display_ended_on,
        measures_lifted_on=record.measures_lifted_on,
        ended_on=record.ended_on,
        end_kind=record.end_kind,
    )


def _rests(measure: BoundMeasure, view: MeasureView) -> list[tuple[str, MeasureView]]:
    """The measure once for each way in which its rules bind, the strongest first, with the grounds and records of
    those: what is statutory for one record may be advice for another. Each with the code of its sentence."""
    ways: dict[tuple[str, OwnClause | None], list[MeasureRule]] = {}
    pairs = zip(measure.rules, view.rules, strict=True)
    for bound, rule in sorted(pairs, key=lambda pair: pair[0].binding is not measure.binding):
        ways.setdefault((_how(bound), bound.clause), []).append(rule)
    rests, told = [], set[str]()
    for (how, clause), rules in ways.items():
        because = sorted({record_id for rule in rules for record_id in rule.because} - told)
        if because or not view.because:
            grounds = list(dict.fromkeys(ground for rule in rules for ground in rule.grounds))
            part = {"rules": tuple(rules), "grounds": grounds, "because": because, "clause": _clause(clause)}
            rests.append((how, view.model_copy(update=part)))
            told.update(because)
    return rests


def _clause(clause: OwnClause | None) -> Label | None:
    return None if clause is None else Label(zh=clause.reference_zh, en=clause.reference_en)


def _how(bound: BoundProposal) -> str:
    """The code of the sentence that says on what a measure rests, or why it is only advice."""
    proposal = bound.proposal
    if proposal.standing_duty and bound.binding is Binding.STATUTORY:
        return "measure_standing_duty"
    if proposal.basis is Basis.NONE:
        return "measure_reward"
    held = bound.binding is Binding.ADVICE and proposal.held
    return "measure_held" if held else f"measure_{bound.binding}"


def _how_said(reason: Reason) -> str:
    """The code of the sentence that names the rule, or where its title is for others says the reason alone."""
    return "reason_stated" if reason.foreign or reason.suspended is not None else "reason_rule"


def _open_points(
    labels: Labels, measures: Sequence[MeasureView], reasons: Sequence[ReasonView], gated: Gated
) -> list[ReviewCause]:
    """What is left to a person: measures that come to no more than review, and rules that ask for a look."""
    to_decide = [
        ReviewCause(
            code=f"advice_{m.code}" if m.binding is Binding.ADVICE else f"decide_{m.code}",
            says=fill(labels, "measure_to_decide", {"title": m.title}),
        )
        for m in measures
        if m.outcome is Outcome.REVIEW
    ]
    asked = [
        ReviewCause(code=r.rule, says=fill(labels, "reason_to_look", {"title": r.title}))
        for r, reason in zip(reasons, gated.reasons, strict=True)
        if r.outcome is Outcome.REVIEW and not reason.foreign
    ]
    if any(reason.foreign and reason.outcome is Outcome.REVIEW for reason in gated.reasons):
        asked.append(ReviewCause(code="no_own_measure", says=fill(labels, "no_own_measure_to_look")))
    return [*to_decide, *asked]


def _review(labels: Labels, actor: MemberKind, why: list[ReviewCause]) -> Review:
    ask = fill(labels, "review_ask_official" if actor in OFFICIAL else "review_ask")
    return Review(needed=bool(why), why=why, ask=ask if why else None)
