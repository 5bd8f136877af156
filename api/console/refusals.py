"""What went wrong, in words for whoever sits before it."""

import re

from api.console.places import PLACES
from api.console.signing_in import SignedIn
from huixin.errors import BadArgument, HuixinError, MissingScope, NotFound, ServiceError

_SCOPE = re.compile(r"[a-z]+:[a-z]+|\bcheck\b|\bhistory\b")


def refusal(who: SignedIn, error: HuixinError) -> str:
    """Without the pointers and codes that are for programs."""
    say = who.language.say
    if isinstance(error, NotFound):
        return say("There is nothing here, or nothing that you may see.")
    if isinstance(error, MissingScope):
        return _missing(who, error)
    if isinstance(error, ServiceError):
        problem = error.problem
        told = [problem.title, problem.detail or "", *(one.message for one in problem.errors)]
        return " ".join(dict.fromkeys(part for part in told if part))
    if isinstance(error, BadArgument):
        return say("This cannot be asked as it was typed. Look at what stands in the fields.")
    return say("The service cannot be reached: {why}", why=error)


def _missing(who: SignedIn, error: MissingScope) -> str:
    """Named by its place and by its code, which an administrator needs who is asked for it."""
    found = _SCOPE.search(error.problem.detail or "")
    scope = found[0] if found else ""
    title = next((place.title for place in PLACES if scope in (place.scope, *place.also)), "")
    if not title:
        words = "You have not the right to do this ({scope}). An administrator can give it."
        return who.language.say(words, scope=scope)
    words = "You have not the right to see “{place}” ({scope}). An administrator can give it."
    return who.language.say(words, place=who.language.say(title), scope=scope)
