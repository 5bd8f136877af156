"""Reasons of identity for which a person must look."""

from huixin.core.labels import Labels
from huixin.core.texts import fill, plain
from huixin.core.vocabulary import SITES
from huixin.types.answer import Identity, ReviewCause


def causes_of(labels: Labels, identity: Identity, unverified: bool) -> list[ReviewCause]:
    causes = []
    if identity.matched_by == "name":
        count = plain(len(identity.candidates))
        causes.append(ReviewCause(code="candidates", says=fill(labels, "candidates", {"count": count})))
    by_code = {one.kind in SITES for one in identity.candidates if one.matched == "code"}
    for of_a_site, cause in ((False, "code_claimed_twice"), (True, "site_of_owner")):
        if of_a_site in by_code:
            causes.append(ReviewCause(code=cause, says=fill(labels, cause)))
    if unverified and any(one.matched == "unverified" for one in identity.candidates):
        causes.append(ReviewCause(code="record_without_code", says=fill(labels, "record_without_code")))
    if identity.name_agrees is False:
        causes.append(ReviewCause(code="name_disagrees", says=fill(labels, "name_disagrees")))
    return causes
