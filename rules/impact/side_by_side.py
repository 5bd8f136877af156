"""Two rule sets on one day: where their rules differ, whether facts are the same to both, and what each says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product

from huixin.core.facts import Profile, RequestFacts, SubjectFacts
from huixin.core.gate import Gated, OwnClause, gate
from huixin.core.reduction import Reduction
from huixin.core.vocabulary import MemberKind, Outcome, Role
from rules.conditions import Condition, Every, flat_context, flat_record, holds, left_open, tests_in
from rules.decide import decide
from rules.entries import Catalogue
from rules.epochs import Epoch, SceneRules
from rules.live import LiveLimit, LiveRule, in_force
from rules.reduction import reduction_of
from rules.ruleset import RuleSet

Clauses = tuple[OwnClause, ...]
NO_CAMPAIGN = "none"
_OF_THE_QUESTION = ("request_role", "request_campaign", "request_person_confirmed")
_NOTHING = Gated(Outcome.CLEAR, (), ())
_READ_OF_A_LIST = (
    "nature", "default_severity", "visible_to", "public", "public_ground", "follows_upstream", "display_limited",
)  # fmt: skip


@dataclass(frozen=True)
class SideBySide:
    old_rules: RuleSet
    new_rules: RuleSet
    day: date

    @cached_property
    def old(self) -> Epoch:
        return self.old_rules.epoch_of(self.day)

    @cached_property
    def new(self) -> Epoch:
        return self.new_rules.epoch_of(self.day)

    @cached_property
    def same_facts(self) -> bool:
        """Whether a record is the same class to both, so that it need be made a class only once."""
        return read_by_facts(self.old.catalogue, self.day) == read_by_facts(self.new.catalogue, self.day)

    @property
    def facts(self) -> tuple[Epoch, ...]:
        """By which records become classes: one where the other does it likewise."""
        return (self.old,) if self.same_facts else (self.old, self.new)

    @cached_property
    def scenes(self) -> tuple[str, ...]:
        """Those in which an answer may differ: their rules do, or the facts or standard clauses under them."""
        old, new = self.old.catalogue, self.new.catalogue
        under = not self.same_facts or old.clauses != new.clauses
        return tuple(code for code in dict.fromkeys((*old.scenes, *new.scenes)) if under or self.differs(code))

    @cached_property
    def _questions(self) -> dict[str, tuple[RequestFacts, ...]]:
        """By scene, all that may be asked and that the rules of either side tell apart, the plainest first."""
        campaigns = (NO_CAMPAIGN, *sorted({**self.old.catalogue.campaigns, **self.new.catalogue.campaigns}))
        found = {}
        for scene in self.scenes:
            folds = [scene_of(epoch, scene).reduction.request for epoch in (self.old, self.new)]
            told: dict[object, RequestFacts] = {}
            for role, confirmed, campaign in product(Role, (False, True), campaigns):
                request = RequestFacts(scene, MemberKind.PLATFORM, role, campaign, confirmed)
                told.setdefault(tuple(fold(request) for fold in folds), request)
            found[scene] = tuple(told.values())
        return found

    def requests(self, actor: MemberKind) -> tuple[tuple[RequestFacts, ...], ...]:
        """All that somebody of a kind may ask, scene by scene, the plainest first."""
        return self._requests[actor]

    @cached_property
    def _requests(self) -> dict[MemberKind, tuple[tuple[RequestFacts, ...], ...]]:
        asked = self._questions.values()
        return {
            actor: tuple(tuple(replace(request, actor=actor) for request in requests) for requests in asked)
            for actor in MemberKind
        }

    def told_apart(self, profiles: tuple[Profile, Profile], requests: Iterable[RequestFacts]) -> list[RequestFacts]:
        """Of what may be asked in a scene, only what comes to something else here than all that stand before it."""
        found: dict[object, RequestFacts] = {}
        for request in requests:
            found.setdefault(tuple(self._replies(profiles, request)), request)
        return list(found.values())

    def _replies(self, profiles: tuple[Profile, Profile], request: RequestFacts) -> Iterator[bool]:
        for place, profile in enumerate(profiles):
            asked = self._asked(place, profile.subject, request)
            for flat in map(flat_record, profile.records):
                yield from (one if isinstance(one, bool) else holds(one, flat) for one in asked)

    def _asked(self, place: int, subject: SubjectFacts, request: RequestFacts) -> tuple[Condition | bool, ...]:
        """What asks about the question, as far as subject and question leave it open."""
        key = (place, subject, request)
        if key not in self._left:
            context = flat_context(subject, request)
            self._left[key] = tuple(left_open(one, context) for one in self._asking[request.scene][place])
        return self._left[key]

    @cached_property
    def _asking(self) -> dict[str, tuple[tuple[Every, ...], ...]]:
        """By scene and side, what asks about the question itself."""
        return {
            scene: tuple(
                tuple(one for one in scene_of(epoch, scene).conditions.values() if _asks_of_the_question(one))
                for epoch in (self.old, self.new)
            )
            for scene in self.scenes
        }

    def differs(self, scene: str) -> bool:
        old, new = scene_of(self.old, scene), scene_of(self.new, scene)
        return old.rules != new.rules or old.limits != new.limits

    @cached_property
    def _reduction(self) -> Reduction:
        old, new = self.old.catalogue, self.new.catalogue
        scenes = [scene_of(epoch, code) for epoch in (self.old, self.new) for code in self.scenes]
        asked = [condition for scene in scenes for condition in scene.conditions.values()]
        return reduction_of(asked, {**old.lists, **new.lists}, {**old.campaigns, **new.campaigns})

    def reduced(self, old: Profile, new: Profile) -> tuple[Profile, Profile]:
        """The two as far as the rules of differing scenes, of either side, can tell apart."""
        first = self._reduction.profile(old)
        return first, (first if new is old else self._reduction.profile(new))

    def may_differ(self, profiles: tuple[Profile, Profile], request: RequestFacts) -> bool:
        """Whether a rule or limit that differs hits a record of it: where none does, both come to the same."""
        if not self.same_facts:
            return any(profile.records for profile in profiles)
        profile = profiles[0]
        key = (None, profile.subject, request)
        if key not in self._left:
            context = flat_context(profile.subject, request)
            asked = (left_open(one, context) for one in self._changed.get(request.scene, ()))
            self._left[key] = tuple(one for one in asked if one is not False)
        left = self._left[key]
        if not left:
            return False
        flats = map(flat_record, profile.records)
        return any(one if isinstance(one, bool) else holds(one, flat) for flat in flats for one in left)

    @cached_property
    def _left(self) -> dict[tuple[int | None, SubjectFacts, RequestFacts], tuple[Condition | bool, ...]]:
        """What of the conditions subject and question leave open: by side what asks about the question, and under None
        what differs."""
        return {}

    @cached_property
    def _changed(self) -> dict[str, tuple[Every, ...]]:
        """By scene, what the rules and limits ask that are not the same on both sides."""
        found: dict[str, tuple[Every, ...]] = {}
        for scene in self.scenes:
            sides = [_entries(scene_of(epoch, scene)) for epoch in (self.old, self.new)]
            pairs = zip(sides, reversed(sides), strict=True)
            found[scene] = tuple(
                live.condition for own, other in pairs for code, live in own.items() if other.get(code) != live
            )
        return found

    def gated(
        self, profiles: tuple[Profile, Profile], request: RequestFacts, clauses: tuple[Clauses, Clauses]
    ) -> tuple[Gated, Gated]:
        """What each says of its profile. A scene that a rule set does not have comes to nothing."""
        sides = zip((self.old, self.new), profiles, clauses, strict=True)
        old, new = (self._said(epoch, profile, request, own) for epoch, profile, own in sides)
        return old, new

    def _said(self, epoch: Epoch, profile: Profile, request: RequestFacts, clauses: Clauses) -> Gated:
        if not profile.records or request.scene not in epoch.catalogue.scenes:
            return _NOTHING
        return gate(decide(epoch, profile, request), clauses, self.day)


def _asks_of_the_question(condition: Every) -> bool:
    return any(test.field in _OF_THE_QUESTION for test in tests_in(condition))


def _entries(scene: SceneRules) -> dict[str, LiveRule | LiveLimit]:
    return {**scene.rules, **scene.limits}


def scene_of(epoch: Epoch, code: str) -> SceneRules:
    """A scene that the packs do not have holds no rules."""
    if code in epoch.catalogue.scenes:
        return epoch.scene(code)
    catalogue = epoch.catalogue
    return SceneRules((epoch.digest, epoch.index, code), {}, {}, reduction_of([], catalogue.lists, catalogue.campaigns))


def read_by_facts(catalogue: Catalogue, day: date) -> object:
    """All that `facts` and visibility read of the packs."""
    lists = {
        code: (*(getattr(entry, name) for name in _READ_OF_A_LIST), in_force(catalogue, entry.public_ground, day))
        for code, entry in catalogue.lists.items()
    }
    severities = {entry.default_severity for entry in catalogue.lists.values()}
    parameters = {
        code: tuple((dated.from_, dated.value) for dated in parameter.values)
        for code, parameter in catalogue.parameters.items()
        if code in severities or code == "stale_after_days" or code.startswith("display_max_months_")
    }
    return lists, parameters
