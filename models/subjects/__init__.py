"""Who may be listed: subjects, their names and identifiers, all versioned by the change sequence."""

from models.subjects.changes import SubjectContent, change_subject, enter_subject, enterprise, person, person_key
from models.subjects.queries import (
    current_identifiers,
    current_names,
    current_version,
    find_by_key,
    has_stood,
    identity_of_person,
    newest_change,
    subject_of,
    version_at,
)
from models.subjects.tables import SCHEMES, NameGram, Subject, SubjectIdentifier, SubjectName, SubjectVersion, hash_of

__all__ = [
    "SCHEMES",
    "NameGram",
    "Subject",
    "SubjectContent",
    "SubjectIdentifier",
    "SubjectName",
    "SubjectVersion",
    "change_subject",
    "current_identifiers",
    "current_names",
    "current_version",
    "enter_subject",
    "enterprise",
    "find_by_key",
    "has_stood",
    "hash_of",
    "identity_of_person",
    "newest_change",
    "person",
    "person_key",
    "subject_of",
    "version_at",
]
