"""The analysis by hand: every class one by one, none folded, each read aloud by the naive interpreter."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, combinations, pairwise, product

from huixin.core.conclude import concluded
from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.gate import OwnClause, gate
from huixin.core.vocabulary import MemberKind, Nature, Outcome, Rectification, Severity, Standing, badness
from huixin.core.windows import Window
from rules.ruleset import RuleSet
from tests.rules.naive import naive_hits

SCENE = "promotion"
ACTORS = [MemberKind(kind) for kind in ("platform", "logistics", "department", "unit", "association", "agency")]
SUBJECTS = [
    SubjectFacts(has_live_black=one, repeat=two, several_lists=three)
    for one, two, three in product((False, True), repeat=3)
]
HARSH = (Outcome.REFUSE, Outcome.RESTRICT)


class Brute:
    """One rule set of one epoch, in one scene."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset, (self.epoch,) = ruleset, ruleset.epochs
        self.scene = self.epoch.scene(SCENE)
        self.records = list(records_of(ruleset))
        self._hits = {
            (actor, subject, record): self._read(actor, subject, record)
            for actor in ACTORS
            for subject in SUBJECTS
            for record in self.records
            if heard_of(actor, record)
        }
        self._effects = {}

    def _read(self, actor, subject, record):
        request, profile = RequestFacts(SCENE, actor), Profile(subject, (record,))
        return frozenset(code for code, _ in naive_hits(self.ruleset, self.epoch.day, profile, request))

    def classes(self) -> Iterator[tuple[MemberKind, frozenset[str]]]:
        """Who asks and what hits; classes that are hit alike come to the same."""
        return iter({(actor, hits) for (actor, _, _), hits in self._hits.items()})

    def gated(self, actor: MemberKind, hits: Iterable[tuple[str, int]], covered: Iterable[str]):
        key = (actor, frozenset(hits), tuple(covered))
        if key not in self._effects:
            verdict = concluded(self.scene.effects, (RecordFacts("a"), RecordFacts("b")), key[1], actor)
            clauses = [
                OwnClause(one.measure, one.clause_kind, "", "", Window())
                for one in verdict.proposals
                if one.measure in covered and one.clause_kind
            ]
            self._effects[key] = gate(verdict, clauses, self.epoch.day)
        return self._effects[key]

    def says(self, actor, codes: Iterable[str], covered: Iterable[str]):
        gated = self.gated(actor, at(codes), covered)
        return gated.outcome, {(one.proposal.measure, one.binding, one.outcome) for one in gated.measures}

    def unmet(self) -> set[str]:
        return self.scene.conditions.keys() - set(chain.from_iterable(hits for _, hits in self.classes()))

    def counts(self) -> set[str]:
        """Rules and limits without which some answer would be another, under some clauses."""
        return {
            code
            for actor, hits in self.classes()
            for code in hits
            for covered in subsets(self.ruleset.catalogue.measures)
            if self.says(actor, hits, covered) != self.says(actor, hits - {code}, covered)
        }

    def kept(self) -> set[str]:
        """Rules that some class meets without any limit changing what they say."""
        limits = self.scene.limits.keys()
        return {
            code
            for actor, hits in self.classes()
            for code in hits - limits
            if self.spoken(actor, code, {code}) == self.spoken(actor, code, {code} | (hits & limits)) != []
        }

    def spoken(self, actor, code, codes):
        verdict = concluded(self.scene.effects, (RecordFacts("a"),), at(codes), actor)
        found = [(one.measure, one.outcome, one.held) for one in verdict.proposals if one.rule == code]
        return found + [
            ("" if one.foreign else None, one.outcome, False) for one in verdict.reasons if one.rule == code
        ]

    def gaps(self) -> set[str]:
        return {
            record.list
            for (actor, _, record), hits in self._hits.items()
            if (record.nature, record.standing) == (Nature.BLACK, Standing.EFFECTIVE) and self.says_nothing(actor, hits)
        }

    def says_nothing(self, actor, hits) -> bool:
        outcome, measures = self.says(actor, hits, ())
        favours = all(one == Outcome.FAVOUR for *_, one in measures)
        return outcome in (Outcome.CLEAR, Outcome.FAVOUR) and favours

    def serious_comes_off_better(self) -> bool:
        rising = (Severity.MINOR, Severity.GENERAL, Severity.SERIOUS)
        return any(
            self.is_better(actor, at(hits), at(self._hits[actor, subject, replace(record, severity=greater)]))
            for lesser, greater in pairwise(rising)
            for (actor, subject, record), hits in self._hits.items()
            if record.severity is lesser and record.nature is not Nature.RED
        )

    def one_more_comes_off_better(self) -> bool:
        return any(
            self.is_better(actor, at(before), at(after) | at(beside, 1))
            for actor, before, after, beside in self.pairs()
        )

    def pairs(self):
        """What hits a bad record alone, what hits it beside another bad one, and what hits that other."""
        seen = set()
        for actor in ACTORS:
            heard = [record for record in self.records if heard_of(actor, record) and record.nature is not Nature.RED]
            kinds = {self._kind(actor, record): record for record in heard}.values()
            for record, other in product(kinds, kinds):
                if not has_standing(other):
                    continue
                for before, after in told(record, other):
                    hits = (
                        self._hits[actor, before, record],
                        self._hits[actor, after, record],
                        self._hits[actor, after, other],
                    )
                    seen.add((actor, *hits))
        return seen

    def _kind(self, actor, record):
        """All that a pair depends on, so that equal records are paired once."""
        return (
            record.list,
            is_black(record),
            has_standing(record),
            *(self._hits[actor, subject, record] for subject in SUBJECTS),
        )

    def is_better(self, actor, before, after) -> bool:
        every = tuple(self.ruleset.catalogue.measures)
        return any(
            harm(self.gated(actor, after, covered).outcome) < harm(self.gated(actor, before, covered).outcome)
            for covered in ((), every)
        )

    def is_favoured_and_refused(self) -> bool:
        for actor, subject in product(ACTORS, SUBJECTS):
            said = [
                {outcome for code in hits for measure, outcome, _ in self.spoken(actor, code, hits) if measure != ""}
                for (who, about, record), hits in self._hits.items()
                if (who, about) == (actor, subject) and (subject.has_live_black or not is_black(record))
            ]
            if any(Outcome.FAVOUR in one for one in said) and any(set(HARSH) & one for one in said):
                return True
        return False


def records_of(ruleset: RuleSet) -> Iterator[RecordFacts]:
    """All values of what the random rules ask about; of rectification one that is met and one that is not."""
    rectifications = (Rectification.NOT_REQUIRED, Rectification.OVERDUE)
    for code, entry in ruleset.catalogue.lists.items():
        for standing, severity, relief, met in product(Standing, Severity, (False, True), rectifications):
            yield RecordFacts(code, entry.nature, standing, met, severity, relief=relief)


def heard_of(actor: MemberKind, record: RecordFacts) -> bool:
    return actor in (MemberKind.DEPARTMENT, MemberKind.UNIT) or has_standing(record)


def has_standing(record: RecordFacts) -> bool:
    unmet = record.rectification is Rectification.OVERDUE
    return record.standing is Standing.EFFECTIVE or (record.standing is Standing.CONFIRMED and unmet)


def is_black(record: RecordFacts) -> bool:
    return record.nature in (Nature.BLACK, Nature.LEAD) and has_standing(record)


def told(record: RecordFacts, other: RecordFacts) -> Iterator[tuple[SubjectFacts, SubjectFacts]]:
    """What is known of the merchant before and after the other record; of two on one list it may be a repetition."""
    both = is_black(record) and is_black(other)
    several = both and record.list != other.list and {record.nature, other.nature} == {Nature.BLACK}
    before = SubjectFacts(has_live_black=is_black(record))
    after = SubjectFacts(has_live_black=is_black(record) or is_black(other), several_lists=several)
    yield before, after
    if both and record.list == other.list:
        yield before, replace(after, repeat=True)


def at(codes: Iterable[str], record: int = 0) -> frozenset[tuple[str, int]]:
    return frozenset((code, record) for code in codes)


def subsets(measures: Iterable[str]) -> list[tuple[str, ...]]:
    every = sorted(measures)
    return [chosen for size in range(len(every) + 1) for chosen in combinations(every, size)]


def harm(outcome: Outcome) -> int:
    return -1 if outcome is Outcome.FAVOUR else badness(outcome)
