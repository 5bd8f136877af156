"""What the rules of an epoch and scene come to for every class that the records of a bundle can be of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.records import Record
from huixin.core.reduction import Reduction, names_of
from huixin.core.terms import Terms
from huixin.core.vocabulary import MemberKind, Rectification, Role, Severity, Standing, SubjectKind, treated_as
from huixin.local.scenes import SceneContent
from rules.decide import hits_of
from rules.epochs import Epoch

_BOTH = (False, True)


@dataclass(frozen=True, slots=True)
class Look:
    """What no day changes about a record, as far as facts go; and what of it a day may change."""

    list: str
    standing: Standing
    rectification: Rectification
    severity: Severity
    problem_types: tuple[str, ...]
    brushing_form: str
    provenance: str
    disputed: bool
    relief: bool
    names_owner: bool
    confirmed: bool

    @classmethod
    def of(cls, record: Record) -> "Look":
        return cls(
            record.list,
            record.standing,
            record.rectification,
            record.severity,
            tuple(sorted(record.problem_types)),
            record.brushing_form,
            record.provenance,
            record.disputed,
            record.relief,
            record.names_owner,
            record.confirmed_on is not None,
        )

    def possible(self, terms: Terms, whole_campaign: bool) -> Mapping[str, tuple[Any, ...]]:
        """Each field's values on all days from the bundle's on; more than a single record ever comes to."""
        entry = terms.lists[self.list]
        ordered = self.rectification is Rectification.ORDERED
        unknown = self.severity is Severity.UNKNOWN
        default = {Severity.UNKNOWN, *(value for _, value in entry.default_severity.steps)}
        inside = _BOTH if whole_campaign else (False,)
        return {
            "list": (self.list,),
            "nature": (entry.nature,),
            "standing": (Standing.EFFECTIVE if self.standing is Standing.PROPOSED else self.standing,),
            "rectification": (self.rectification, Rectification.OVERDUE) if ordered else (self.rectification,),
            "severity": tuple(sorted(default)) if unknown else (self.severity,),
            "problem_types": (self.problem_types,),
            "brushing_form": (self.brushing_form,),
            "provenance": (self.provenance,),
            "public": _BOTH if entry.displayed is not None else (False,),
            "disputed": (self.disputed,),
            "relief": (self.relief,),
            "stale": _BOTH if entry.follows_upstream and self.confirmed else (False,),
            "names_owner": (self.names_owner,),
            "display_ended": _BOTH,
            "measures_lifted": _BOTH,
            "starts_inside": inside,
            "ends_inside": inside,
        }


def scene_content(
    epoch: Epoch, code: str, audience: MemberKind, looks: Iterable[Look], kinds: Iterable[SubjectKind]
) -> SceneContent:
    """For the members of a kind that ask as themselves, and about whom nobody has judged."""
    scene, catalogue = epoch.scene(code), epoch.catalogue
    reduction, whole = scene.reduction, catalogue.scenes[code].whole_campaign
    records = sorted(
        {
            record
            for look in looks
            if look.list in catalogue.terms.lists
            for record in _folded_records(look.possible(catalogue.terms, whole), reduction)
        }
    )
    subjects = sorted({reduction.profile(Profile(one)).subject for one in _subjects(kinds)})
    requests = sorted({reduction.request(one) for one in _requests(code, audience, catalogue.campaigns)})
    contexts = tuple(product(subjects, requests))
    sets: dict[frozenset[str], int] = {}
    hits = []
    for subject, request in contexts:
        found: dict[int, set[str]] = {place: set() for place in range(len(records))}
        for rule, place in hits_of(scene, Profile(subject, tuple(records)), request):
            found[place].add(rule)
        hits.append(tuple(sets.setdefault(frozenset(codes), len(sets)) for codes in found.values()))
    return SceneContent(
        reduction=reduction,
        effects=scene.effects,
        records=tuple(records),
        contexts=contexts,
        hit_sets=tuple(tuple(sorted(codes)) for codes in sets),
        hits=tuple(hits),
    )


def _folded_records(possible: Mapping[str, tuple[Any, ...]], reduction: Reduction) -> Iterable[RecordFacts]:
    """Every class that these values can come to, each field folded by itself, so that few have to be put together."""
    choices: list[list[Any]] = []
    for name in names_of(RecordFacts):
        if name == "problem_types":
            choices.append([tuple(code for code in possible[name][0] if code in reduction.problems)])
        else:
            fold = reduction.record_folds[name]
            choices.append(list(dict.fromkeys(fold.get(value, value) for value in possible[name])))
    return (RecordFacts(*values) for values in product(*choices))


def _subjects(kinds: Iterable[SubjectKind]) -> Iterable[SubjectFacts]:
    return (SubjectFacts(kind, *truths) for kind in kinds for truths in product(*[_BOTH] * 5))


def _requests(scene: str, audience: MemberKind, campaigns: Iterable[str]) -> Iterable[RequestFacts]:
    actor = treated_as(audience)
    return (RequestFacts(scene, actor, role, campaign) for role in Role for campaign in ("none", *campaigns))
