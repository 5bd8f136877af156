"""A row that carries a whole recognition is a listing, wherever it was pushed.

Whole is body, document and date: an authority's word on a merchant with a code, by a body that the packs name for the
list. What carries some of it and lacks the rest stays where it was pushed, and a warning says what is missing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from huixin.core.vocabulary import Provenance, Standing
from models.imports.entries import Content
from models.imports.labels import Warn
from rules.departments import recognisers_on
from rules.documents import ListEntry
from rules.entries import Catalogue

INCOMPLETE = "incomplete_recognition"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a row says, less who it is about. `coded`: it names the merchant by a code; `stated`: it says itself how far
    the record has come."""

    number: int
    values: Mapping[str, str]
    content: Content
    coded: bool
    stated: bool


@dataclass(frozen=True, slots=True)
class RecognitionReader:
    """Knows on which lists a row of `own` stands once it carries a recognition."""

    catalogue: Catalogue
    own: ListEntry

    def list_of(self, row: Pushed, warn: Warn) -> str:
        """Code of the list on which the row stands."""
        if not _carries_some(row):
            return self.own.list
        lists = [self.catalogue.lists[code] for code in self.own.recognised_as]
        named = row.values.get("list_name")
        wanted = [entry for entry in lists if named is None or names(self.own, named) or names(entry, named)]
        missing = [*_missing(row), *([] if wanted else [f"a list that it may stand on, for it names {named}"])]
        if not missing:
            for entry in wanted:
                if self._recognises(entry, row.content):
                    return entry.list
            missing = [f"a recogniser: {row.content.recogniser} is none of {'、'.join(e.title.zh for e in wanted)}"]
        told = f"it carries a recognition that lacks {', '.join(missing)}; so it stays a name to verify"
        warn(row.number, None, INCOMPLETE, told)
        return self.own.list

    def _recognises(self, entry: ListEntry, content: Content) -> bool:
        """A local department recognises in its own unit, whichever that is."""
        body = (content.recogniser_code or "").rpartition("/")[2]
        return body in recognisers_on(self.catalogue, entry.list, date.fromisoformat(content.decided_on or ""))


def names(entry: ListEntry, written: str | None) -> bool:
    return written in (entry.list, entry.title.zh, entry.title.en)


def as_listing(content: Content, entry: ListEntry) -> Content:
    """What the row says as a record of the list."""
    return content._replace(standing=entry.default_standing.value)


def _carries_some(row: Pushed) -> bool:
    """A name with a day alone is a name; and what its sender says to be no listing is none."""
    content = row.content
    if row.stated and content.standing != Standing.EFFECTIVE:
        return False
    return content.recogniser is not None or content.document_number is not None


def _missing(row: Pushed) -> Iterator[str]:
    content = row.content
    if not row.coded:
        yield "the code of the merchant"
    if content.recogniser is None:
        yield "the body"
    elif not content.recogniser_verified:
        yield f"a body that is known ({content.recogniser})"
    elif content.provenance != Provenance.AUTHORITY:
        yield "the word of an authority"
    if content.document_number is None:
        yield "the document"
    if content.decided_on is None:
        yield "the date"
