"""Websites and apps: what is listed is the account, and its owner only where the record names it."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from huixin.core.names import normalise
from huixin.core.records import Record
from huixin.core.vocabulary import SITES
from models.checks.question import Question
from models.subjects import subject_of

Seen = dict[str, list[Record]]


def split(
    session: Session,
    question: Question,
    at_sequence: int | None,
    sites: Mapping[str, list[Record]],
    owner_listed: bool,
    judged_same: Collection[str],
) -> tuple[Seen, list[str]]:
    """What counts for the answer of the owner's sites, by id, and the sites that a person has to look at.

    A record that names the owner counts; another only where the site itself is asked about, and nothing stands against
    its owner: one answer is about an account or about its owner, and never carries one's measures over to the other.
    """
    counts: Seen = {}
    to_look_at = []
    for key, records in sites.items():
        meant = not owner_listed and (key in judged_same or _asked_about(session, question, key, at_sequence))
        named = records if meant else [record for record in records if record.names_owner]
        if named:
            counts[key] = named
        if len(named) < len(records):
            to_look_at.append(key)
    return counts, to_look_at


def _asked_about(session: Session, question: Question, site: str, at_sequence: int | None) -> bool:
    if question.name is not None:
        return normalise(question.name) == normalise(subject_of(session, site, at_sequence).name)
    return question.kind in SITES
