"""Which measures the rules ask an addressee to consider today, for the records that joint punishment is about.

Nothing here judges: the same evaluation that answers checks names the records (a limb of the notice is a remark of the
packs) and the measures, and says what binds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huixin.core.evaluation import Evaluation, Question, evaluate
from huixin.core.facts import RequestFacts
from huixin.core.gate import BoundProposal, OwnClause
from huixin.core.records import Record, Subject
from huixin.core.verdict import Ground
from huixin.core.vocabulary import Binding, MeasureClass, MemberKind, Role
from huixin.core.windows import Window
from rules.catalogue import Catalogue
from rules.ruleset import RuleSet

LIMBS = "joint_punishment_limbs"
"""Parameter: the remarks that put a record under joint punishment."""
REVIEW = "review"
"""The scene in which departments are asked."""
_WEAKEST_LAST = (Binding.STATUTORY, Binding.BY_OWN_CLAUSE, Binding.ADVICE)


@dataclass(frozen=True, slots=True)
class Support:
    """One measure about one record. `includes`: measures that it replaces."""

    listing_id: str
    measure: str
    binding: Binding
    rule: str
    grounds: tuple[Ground, ...]
    scenes: tuple[str, ...]
    until: date | None
    includes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addressee:
    """As whom the rules are asked."""

    actor: MemberKind
    clauses: tuple[OwnClause, ...] = ()


def supports(
    ruleset: RuleSet,
    subject: Subject,
    records: Sequence[Record],
    addressee: Addressee,
    scenes: Iterable[str],
    today: date,
) -> list[Support]:
    """Of the records that the addressee may see: one for each record and measure, by both codes."""
    found: dict[tuple[str, str], Support] = {}
    for request in _requests(ruleset, addressee, scenes, today) if records else ():
        evaluation = _evaluation(ruleset, subject, records, addressee, request, today)
        for support in _supports(ruleset.catalogue, evaluation, request.scene, today):
            key = support.listing_id, support.measure
            found[key] = _merged(found[key], support) if key in found else support
    return [found[key] for key in sorted(found)]


def under_limbs(ruleset: RuleSet, subject: Subject, records: Sequence[Record], today: date) -> bool:
    """Whether joint punishment is about any of the records that a department may see."""
    if not records:
        return False
    asked = Addressee(MemberKind.DEPARTMENT)
    request = RequestFacts(scene=REVIEW, actor=asked.actor)
    evaluation = _evaluation(ruleset, subject, records, asked, request, today)
    return bool(_limbs(ruleset.catalogue, evaluation, today))


def _requests(ruleset: RuleSet, addressee: Addressee, scenes: Iterable[str], today: date) -> Iterator[RequestFacts]:
    """As of a merchant, and as of a carrier where the rules of the scene tell the two apart: nobody knows here for whom
    the merchant carries, so whoever may leave a carrier is asked."""
    for scene in scenes:
        reduction = ruleset.epoch_of(today).scene(scene).reduction
        asked = [RequestFacts(scene=scene, actor=addressee.actor, role=role) for role in Role]
        yield from dict(zip(map(reduction.request, asked), asked, strict=True)).values()


def _evaluation(
    ruleset: RuleSet,
    subject: Subject,
    records: Sequence[Record],
    addressee: Addressee,
    request: RequestFacts,
    today: date,
) -> Evaluation:
    return evaluate(ruleset, subject, records, Question(request, Window.inclusive(today, today), addressee.clauses))


def _limbs(catalogue: Catalogue, evaluation: Evaluation, today: date) -> set[int]:
    """Classes of records that a limb names."""
    limbs = catalogue.parameter_or(LIMBS, today, ())
    if not isinstance(limbs, tuple):
        return set()
    return {index for reason in evaluation.gated.reasons if reason.rule in limbs for index in reason.records}


def _supports(catalogue: Catalogue, evaluation: Evaluation, scene: str, today: date) -> Iterator[Support]:
    limbs = _limbs(catalogue, evaluation, today)
    for measure, until in zip(evaluation.gated.measures, evaluation.until, strict=True):
        for rule in filter(_is_asked, measure.rules):
            for listing_id in _of_classes(evaluation.classes, limbs.intersection(rule.proposal.records)):
                yield Support(
                    listing_id=listing_id,
                    measure=rule.proposal.measure,
                    binding=rule.binding,
                    rule=rule.proposal.rule,
                    grounds=rule.proposal.grounds,
                    scenes=(scene,),
                    until=until,
                    includes=rule.proposal.includes,
                )


def _is_asked(measure: BoundProposal) -> bool:
    """A standing duty punishes nobody, and an administrative measure without grounds of its own is no task."""
    unfounded = measure.binding is Binding.ADVICE and measure.proposal.measure_class is MeasureClass.ADMINISTRATIVE
    return measure.outcome is not None and not unfounded


def _of_classes(classes: Mapping[str, int], wanted: set[int]) -> list[str]:
    return sorted(listing_id for listing_id, index in classes.items() if index in wanted)


def _merged(one: Support, other: Support) -> Support:
    """The stronger of the two, for the scenes of both, as long as either lasts."""
    stronger = min(one, other, key=lambda support: _WEAKEST_LAST.index(support.binding))
    lasts = None if one.until is None or other.until is None else max(one.until, other.until)
    return replace(stronger, scenes=tuple(dict.fromkeys(one.scenes + other.scenes)), until=lasts)
