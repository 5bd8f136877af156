"""What one row of a list file comes to: an entry that may land, or issues that say why not and what to look at."""

from typing import NamedTuple


class Issue(NamedTuple):
    """Something to tell about a row. `column` is named as in the file; `message` holds no personal number in clear."""

    row: int
    column: str | None
    code: str
    message: str


class Content(NamedTuple):
    """The columns of `ListingVersion` that a row fills, by the same names. Days are ISO text."""

    standing: str
    rectification: str
    due: str | None
    severity: str
    problem_types: str
    brushing_form: str
    provenance: str
    recogniser: str | None
    recogniser_code: str | None
    recogniser_verified: bool
    inside: str | None
    document_number: str | None
    decided_on: str | None
    grounds: str | None
    reason: str | None
    source: str
    source_record_id: str | None
    disputed: bool
    relief: bool
    names_owner: bool
    valid_from: str | None
    valid_to: str | None
    ended_on: str | None
    end_kind: str | None
    end_reason: str | None


class NameIndex(NamedTuple):
    """What the name search knows of a name: normalised as a whole, its hash, its trade name, that one's grams, and the
    hint that they give at the rest."""

    full_key: str
    full_hash: int
    trade: str
    grams: tuple[str, ...]
    place: str
    industry: str


class Entry(NamedTuple):
    """A row that may land: its subject, its key and its content.

    `names` is None for a person, and where only a code is known.
    `unset` are fields of the content that the row left open: there a stored value outweighs the default.
    `fault`: what is wrong with the days of a row that says that its record has ended. Such a row ends a known record
    and says nothing else of it; one that is not known it does not enter.
    `place`: what the row says of where the merchant belongs, the jurisdiction in so many words and the address.
    """

    number: int
    subject_key: str
    kind: str
    name: str
    uscc: str | None
    organisation_code: str | None
    identifiers: tuple[tuple[str, str], ...]
    sealed: bytes | None
    natural_key: str
    digest: str
    unset: tuple[str, ...]
    place: tuple[str | None, str | None]
    list: str
    """On which it stands: the list of the import, or one for what carries a recognition."""
    fault: Issue | None
    names: NameIndex | None
    content: Content


class RowError(Exception):
    """The row cannot land; the field tells its column."""

    def __init__(self, field: str | None, code: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.code = code
        self.message = message
