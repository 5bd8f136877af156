"""One row of a list file → an entry, or a rejection; and the warnings on the way.

Only the subject's own code and the dates decide whether a row lands. All else that is wrong is said and kept as far as
it can be. Of a row whose dates do not fit, the end that it tells of lands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from huixin.core.identifiers import IdentifierError, parse_uscc
from models.imports import cells
from models.imports.entries import Content, Entry, Issue, RowError
from models.imports.headers import Header, is_header_again
from models.imports.identity import Identity, identify, is_masked, keys_in, possible_keys
from models.imports.keys import digest_of, lead_key, natural_key
from models.imports.labels import Labelled, LabelReader
from models.imports.names import index_of
from models.imports.readers import NoRow
from models.imports.recognisers import RecogniserTable, Resolved
from models.imports.recognition import Pushed, RecognitionReader, as_listing, names
from models.imports.rivals import differences
from models.imports.sources import Source
from models.keys import KeyRing
from rules.documents import ListEntry

LIMITS = {
    **dict.fromkeys(["recogniser", "document_number"], 300),
    **dict.fromkeys(["name", "person_name"], 280),
    **dict.fromkeys(["reason", "grounds", "end_reason"], 20_000),
    "source_record_id": 270,
}
_ONE_LINE = frozenset({"name", "person_name", "recogniser", "document_number", "source_record_id"})
_TEXT_FIELDS = _ONE_LINE | {"reason", "grounds", "end_reason", "jurisdiction", "address"}
_SOURCE = Content._fields.index("source")
_NUMBER_FIELDS = frozenset({"document_number", "source_record_id"})
_DAY_FIELDS = ("decided_on", "listed_on", "valid_from", "valid_to", "ended_on", "due")


_HEADER_AGAIN = "this row names columns and no subject: only the header on top is read"
_A = {"authority": "an authority", "association": "an association", "platform": "a platform"}


@dataclass(frozen=True, slots=True)
class Decided:
    """A recogniser as written and as resolved."""

    written: str | None
    found: Resolved | None


@dataclass(slots=True)
class RowReader:
    """Reads the rows under one header. `warnings` collects what the rows since the last `take_warnings` had to say."""

    header: Header
    list_entry: ListEntry
    source: Source
    recognisers: RecogniserTable
    labels: LabelReader
    keys: KeyRing
    recognitions: RecognitionReader
    warnings: list[Issue] = field(default_factory=list)
    spared: set[str] = field(default_factory=set)
    """Keys of subjects, as far as they are known, whose rows were rejected: a full file still names them. Also a
    `lead_key` where a row stands on another list than the file's."""
    _places: tuple[tuple[str, tuple[int, ...]], ...] = ()
    _width: int = 0

    def __post_init__(self) -> None:
        self._places = tuple(self.header.positions.items())
        self._width = len(self.header.columns)

    def take_warnings(self) -> list[Issue]:
        taken, self.warnings = self.warnings, []
        return taken

    def read(self, number: int, row: Sequence[str] | NoRow) -> Entry | Issue:
        """The entry of a row, or the issue for which it is rejected."""
        before = len(self.warnings)
        if isinstance(row, NoRow):
            self.spared.update(keys_in(row.text, self.keys))
            return Issue(number, None, "not_a_row", row.why)
        try:
            entry = self._entry(number, row)
        except RowError as refusal:
            self._pass_over(row, before)
            if is_header_again(self.header, row):
                return Issue(number, None, "header_again", _HEADER_AGAIN)
            return self._issue(number, refusal)
        if entry.fault is not None:
            self._pass_over(row, before)
        return entry

    def _pass_over(self, row: Sequence[str], before: int) -> None:
        """A row of which no more than an end lands: nothing else is said of it, and its subject is still named."""
        self.spared.update(possible_keys(self._values(0, row), self.keys))
        del self.warnings[before:]

    def _issue(self, number: int, refusal: RowError) -> Issue:
        column = self.header.column_of(refusal.field) if refusal.field else None
        return Issue(number, column, refusal.code, refusal.message)

    def _entry(self, number: int, row: Sequence[str]) -> Entry:
        if len(row) > self._width and any(row[self._width :]):
            told = f"the row has {len(row)} cells under {self._width} columns; what lies beyond was not read"
            self._warn(number, None, "extra_cells", told)
        values = self._values(number, row)
        for name, told in differences(self.header, row):
            self._warn(number, name, "columns_differ", told)
        identity = identify(values, self.keys)
        if not identity.verified and is_header_again(self.header, row):
            raise RowError(None, "header_again", _HEADER_AGAIN)
        days, refusal = self._days(number, values)
        fault = None if refusal is None else self._issue(number, refusal)
        decided = self._recogniser(number, values, days)
        labelled = self.labels.read(number, values, self._warn)
        content = self._content(values, days, decided, labelled)
        self._check_provenance(number, content)
        if not identity.verified:
            self._say_unverified(number, values)
        elif identity.key.startswith("reg:") and "organisation_code" in values:
            told = "the record is kept under the registration number, and a check by this code does not find it"
            self._warn(number, "organisation_code", "further_code_not_kept", told)
        place = values.get("jurisdiction"), values.get("address")
        listed_on = self.list_entry.list
        if self.list_entry.recognised_as and fault is None:
            pushed = Pushed(number, values, content, identity.verified, "standing" not in labelled.unset)
            listed_on = self.recognitions.list_of(pushed, self._warn)
        if listed_on != self.list_entry.list:
            content = as_listing(content, self.recognitions.catalogue.lists[listed_on])
            self.spared.add(lead_key(self.list_entry.list, identity.key))
        self._check_list_name(number, values, listed_on)
        entry = self._assembled(number, identity, content, labelled, place, listed_on)
        return entry if fault is None else entry._replace(fault=fault)

    def _assembled(
        self,
        number: int,
        who: Identity,
        content: Content,
        labelled: Labelled,
        place: tuple[str | None, str | None],
        listed_on: str,
    ) -> Entry:
        digest = digest_of(digested(who.key, who.name, content, labelled.unset))
        key = natural_key(
            content.source_record_id, content.document_number, content.source, content.reason, content.decided_on
        )
        codes = (who.uscc, who.organisation_code, *(value for _, value in who.identifiers))
        known = who.sealed is None and who.name not in codes
        return Entry(
            number, who.key, who.kind.value, who.name, who.uscc, who.organisation_code, who.identifiers, who.sealed,
            key, digest, labelled.unset, place, listed_on, None, index_of(who.name) if known else None, content,
        )  # fmt: skip

    def _say_unverified(self, number: int, values: Mapping[str, str]) -> None:
        kept = "it is kept as unverified and leads to review only"
        if is_masked(values.get("resident_id", "")):
            self._warn(number, "resident_id", "masked_number", f"the number is masked, so the row has no code; {kept}")
        else:
            self._warn(number, "uscc", "no_code", f"the row has no code; {kept}")

    def _warn(self, number: int, name: str | None, code: str, message: str) -> None:
        column = self.header.column_of(name) if name else None
        self.warnings.append(Issue(number, column, code, cells.mask_ids(message)))

    def _values(self, number: int, row: Sequence[str]) -> dict[str, str]:
        values = {}
        width = len(row)
        for name, places in self._places:
            for place in places:
                text = row[place].strip() if place < width else ""
                if text and text not in cells.EMPTY:
                    if name in _TEXT_FIELDS:
                        text = self._text(number, name, text)
                    if text:
                        values[name] = text
                    break
        return values

    def _text(self, number: int, name: str, text: str) -> str:
        if name in _ONE_LINE and "\n" in text:
            told = "the cell runs over several lines; if that is wrong, a quotation mark is missing"
            self._warn(number, name, "several_lines", told)
        text = _storable(text, name in _NUMBER_FIELDS)
        if "\ufffd" in text:
            self._warn(number, name, "damaged_text", "the cell holds characters that could not be read")
        limit = LIMITS.get(name)
        if limit is not None and len(text) > limit:
            self._warn(number, name, "too_long", f"the cell was cut to {limit} characters")
            return text[:limit]
        return text

    def _days(self, number: int, values: Mapping[str, str]) -> tuple[dict[str, str | None], RowError | None]:
        """Also what is wrong with them where the row says that its record has ended; else that is raised."""
        days, fault = self._days_as_written(number, values)
        decided = days.get("decided_on") or days.get("listed_on")
        start = days.get("valid_from") or days.get("listed_on") or decided
        last, ended = days.get("valid_to"), days.get("ended_on")
        if start and last and last < start:
            told = f"the record would end on {last}, before it starts on {start}"
            fault = fault or RowError("valid_to", "ends_before_start", told)
        if start and ended and ended < start:
            told = f"the exit on {ended} comes before the start on {start}"
            fault = fault or RowError("ended_on", "exit_before_start", told)
        if fault is not None and (ended is None or _is_unknowable(fault, values)):
            raise fault
        if start is None:
            column = "decided_on" if "decided_on" in self.header.positions else "listed_on"
            self._warn(number, column, "no_date", "the row names no day; the record counts without a beginning")
        end = cells.day_after(last) if last else None
        whole = {"decided_on": decided, "valid_from": start, "valid_to": end, "ended_on": ended, "due": days.get("due")}
        return whole, fault

    def _days_as_written(self, number: int, values: Mapping[str, str]) -> tuple[dict[str, str | None], RowError | None]:
        days: dict[str, str | None] = {}
        fault = None
        for name in _DAY_FIELDS:
            if name in values:
                try:
                    days[name] = self._day(number, name, values[name])
                except RowError as error:
                    fault = fault or error
        return days, fault

    def _day(self, number: int, name: str, text: str) -> str | None:
        try:
            day, serial = cells.read_day(text)
        except cells.DayError as error:
            told = f"{cells.shown(text)!r} is not a day; write it as 2018-06-01"
            raise RowError(name, "bad_date", told) from error
        if serial:
            self._warn(number, name, "spreadsheet_date", f"the spreadsheet's number {text} was read as {day}")
        if day is None and name in ("decided_on", "listed_on", "valid_from", "ended_on"):
            raise RowError(name, "bad_date", f"{cells.shown(text)!r} is an open end; this column needs a day")
        return day

    def _recogniser(self, number: int, values: Mapping[str, str], days: Mapping[str, str | None]) -> Decided:
        self._check_recogniser_code(number, values)
        written = values.get("recogniser")
        if written is None:
            if "recogniser" in self.header.positions:
                self._warn(number, "recogniser", "no_recogniser", "the row does not say whose decision it was")
            return Decided(None, None)
        found = self._resolve(written, days["decided_on"])
        if found is None and written not in self.source.platforms:
            when = f" on {days['decided_on']}" if days["decided_on"] else ""
            told = f"{cells.shown(written)}: no recogniser of that name{when} is known; the name is kept as written"
            self._warn(number, "recogniser", "unresolved_recogniser", told)
        return Decided(written, found)

    def _resolve(self, written: str, day: str | None) -> Resolved | None:
        return self.recognisers.resolve(written, _as_date(day) if day else None)

    def _check_recogniser_code(self, number: int, values: Mapping[str, str]) -> None:
        code = values.get("recogniser_code")
        problem = _uscc_problem(code) if code else None
        if problem:
            self._warn(number, "recogniser_code", "recogniser_code", f"{cells.shown(code or '')}: {problem}")

    def _check_provenance(self, number: int, content: Content) -> None:
        allowed = self.list_entry.recognisers
        if content.provenance not in allowed:
            whose = " or ".join(_A[body] for body in allowed)
            told = f"the row is the word of {_A[content.provenance]}; for this list {whose} recognises"
            self._warn(number, "recogniser", "recogniser_not_of_list", f"{told}, so it leads to review at most")

    def _check_list_name(self, number: int, values: Mapping[str, str], listed_on: str) -> None:
        written = values.get("list_name")
        stands_on = self.recognitions.catalogue.lists[listed_on]
        if written and not names(self.list_entry, written) and not names(stands_on, written):
            into = f"{self.list_entry.title.zh} ({self.list_entry.list})"
            told = f"the row names the list {cells.shown(written)}; it was taken in for {into}"
            self._warn(number, "list_name", "other_list", told)

    def _content(
        self, values: Mapping[str, str], days: Mapping[str, str | None], decided: Decided, labelled: Labelled
    ) -> Content:
        provenance, inside = self.source.provenance_of(decided.written, decided.found, self.list_entry)
        ended = days["ended_on"]
        return Content(
            standing=labelled.standing,
            rectification=labelled.rectification,
            due=days["due"],
            severity=labelled.severity,
            problem_types=labelled.problem_types,
            brushing_form=labelled.brushing_form,
            provenance=provenance,
            recogniser=decided.written,
            recogniser_code=decided.found.code if decided.found else None,
            recogniser_verified=decided.found is not None,
            inside=inside,
            document_number=values.get("document_number"),
            decided_on=days["decided_on"],
            grounds=values.get("grounds"),
            reason=values.get("reason"),
            source=self.source.name,
            source_record_id=values.get("source_record_id"),
            disputed=labelled.disputed,
            relief=labelled.relief,
            names_owner=labelled.names_owner,
            valid_from=days["valid_from"],
            valid_to=days["valid_to"],
            ended_on=ended,
            end_kind="removed" if ended else None,
            end_reason=values.get("end_reason") if ended else None,
        )


def _is_unknowable(fault: RowError, values: Mapping[str, str]) -> bool:
    """Whether the record of a row cannot be known again: it goes by a day that cannot be read."""
    return fault.field in ("decided_on", "listed_on") and "source_record_id" not in values


def digested(key: str, name: str, content: Content, unset: tuple[str, ...]) -> str:
    """What the digest of a row is of. Without the source, so that the same row from a second one changes nothing."""
    return repr((key, name, content[:_SOURCE], content[_SOURCE + 1 :], unset))


@lru_cache(maxsize=1 << 14)
def _storable(text: str, numbered: bool) -> str:
    return cells.without_ids(cells.clean(text), numbered=numbered)


@lru_cache(maxsize=1 << 12)
def _uscc_problem(code: str) -> str | None:
    try:
        parse_uscc(code)
    except IdentifierError as error:
        return error.message
    return None


@lru_cache(maxsize=1 << 14)
def _as_date(day: str) -> date:
    return date.fromisoformat(day)
