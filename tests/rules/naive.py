"""The rules read aloud: no compiling, no folding, no engine. What the compiled rules are held against."""

from huixin.core.facts import Profile, RequestFacts
from rules.documents import When
from rules.entries import Catalogue, window_of
from rules.ruleset import RuleSet


def naive_hits(ruleset: RuleSet, day, profile: Profile, request: RequestFacts) -> set[tuple[str, int]]:
    catalogue, hits = ruleset.catalogue, set()
    for code, entry in (catalogue.rules | catalogue.limits).items():
        actors = {"platform" if actor == "internet" else actor for actor in entry.actors}
        actor = "platform" if request.actor == "internet" else request.actor
        in_scene = entry.scenes == "all" or request.scene in entry.scenes
        if in_scene and (not actors or actor in actors) and lives(catalogue, entry, day):
            hits |= {
                (code, index)
                for index, record in enumerate(profile.records)
                if met(entry.when, {"record": record, "subject": profile.subject, "request": request})
            }
    return hits


def lives(catalogue: Catalogue, entry, day) -> bool:
    measure = catalogue.measures.get(getattr(entry.then, "measure", None) or "")
    grounds = [catalogue.instruments[ground.split("/")[0]].in_force for ground in entry.grounds]
    dated = [entry.effective] + ([measure.effective] if measure else [])
    return all(day in window_of(one) for one in dated) and any(day in window_of(one) for one in grounds)


def met(when: When, facts) -> bool:
    for name in ("record", "subject", "request"):
        for field, wanted in (getattr(when, name) or When()).model_dump(exclude_none=True).items():
            if field == "problem":
                if not set(wanted) & set(facts[name].problem_types):
                    return False
            elif getattr(facts[name], field) not in (wanted if isinstance(wanted, tuple) else (wanted,)):
                return False
    return when.any is None or any(met(branch, facts) for branch in when.any)
