"""What a version of the rules would come to, in words: what it changes, whom it touches, how much it covers."""

from api.console.signing_in import SignedIn
from huixin.types.ruleset import RulesetAnalysis, RulesetView

_TOUCHED = "{merchants} merchants on lists: {gained} newly limited, {lost} limited no more, {changed} otherwise."
_DECIDED = "Of {decisions} past decisions {changed} would be otherwise."
_COVERAGE = "Coverage: {classes} classes over {epochs} spans of days, {situations} told apart."


async def changes(who: SignedIn, version: RulesetView) -> list[str]:
    """Against the version on which it is based."""
    client, language = who.client, who.language
    if version.based_on is None:
        return []
    before = await anext(client.rulesets.iter(digest=version.based_on, limit=1), None)
    if before is None:
        return [language.say("It is based on rules that are no version here, so this cannot be said.")]
    found = (await client.rulesets.diff(before.id, version.id)).changes
    return ["• " + language.of(change.sentence) for change in found] or [language.say("Nothing yet.")]


async def touched(who: SignedIn, version: RulesetView) -> list[str]:
    """Against the version in force."""
    say, impact = who.language.say, await who.client.impacts.get(version.id)
    listed, decisions = impact.listed, impact.decisions
    return [
        say(_TOUCHED, merchants=listed.merchants, **listed.counts.model_dump()),
        say(_DECIDED, decisions=decisions.decisions, changed=decisions.changed),
        *(f"• {one.name} {one.uscc or ''}" for one in listed.named),
    ]


async def covered(who: SignedIn, version: RulesetView) -> list[str]:
    """How far the rules speak of every class, and what of it is to be mended."""
    language, analysis = who.language, (await who.client.rulesets.check(version.id)).analysis
    if analysis is None:
        return [language.say("Something is wrong with it, so that this cannot be said: look at its documents.")]
    return [coverage(who, analysis), *(f"• {language.of(one.message)}" for one in analysis.findings)]


def coverage(who: SignedIn, analysis: RulesetAnalysis) -> str:
    return who.language.say(_COVERAGE, **analysis.model_dump(include={"classes", "situations", "epochs"}))
