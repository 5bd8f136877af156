"""`client.rulesets` and `client.suspensions` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from huixin.config import UPLOAD_TIMEOUT
from huixin.flows import Flow, Send, Session, ask, ask_tagged
from huixin.right_operations import Concept, act, begin, row, rows
from huixin.sending import posted, segment
from huixin.types.horizon import Horizon, Register
from huixin.types.ruleset import (
    DocumentRequest,
    DocumentView,
    InstrumentList,
    MeasureList,
    NewRuleset,
    NewSuspension,
    ParameterList,
    RulesetCheck,
    RulesetDecision,
    RulesetDetail,
    RulesetDiff,
    RulesetPage,
    RulesetView,
    SuspensionList,
    SuspensionView,
    TableFile,
    TableView,
)
from huixin.types.vocabulary import Vocabulary

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

JUDGING = 120.0
"""Seconds for all checks and tests of a version."""
_RULESETS = Concept("/v1/rulesets", RulesetView, RulesetPage)
_DETAILS = Concept("/v1/rulesets", RulesetDetail, RulesetPage)
_SUSPENSIONS = Concept("/v1/suspensions", SuspensionView, SuspensionList)


def _check(session: Session, key: str) -> Flow[RulesetCheck]:
    address = f"/v1/rulesets/{segment(key)}/check"
    return ask(session, Send("GET", address, timeout=JUDGING), RulesetCheck)


def _diff(session: Session, before: str, after: str) -> Flow[RulesetDiff]:
    return ask(session, Send("GET", "/v1/rulesets/diff", params={"from": before, "to": after}), RulesetDiff)


def _on(what: str, on: date | None) -> Send:
    return Send("GET", f"/v1/{what}", params=None if on is None else {"on": on.isoformat()})


def _horizon(days: int | None, on: date | None) -> Send:
    day = {} if on is None else {"on": on.isoformat()}
    return Send("GET", "/v1/rulesets/horizon", params=day if days is None else {"days": str(days), **day})


def _register(everything: bool) -> Send:
    return Send("GET", "/v1/rulesets/unverified", params={"all": "true"} if everything else None)


def _submit(session: Session, key: str) -> Flow[RulesetView]:
    """Sent once: a second time it would be submitted already."""
    address = f"/v1/rulesets/{segment(key)}/submission"
    return ask(session, Send("POST", address, timeout=JUDGING, repeatable=False), RulesetView)


def _document(method: str, key: str, path: str, content: str | None = None, etag: str | None = None) -> Send:
    address = f"/v1/rulesets/{segment(key)}/document"
    written = None if content is None else DocumentRequest(content=content)
    send = Send(method, address) if written is None else posted(address, written, repeatable=False)
    headers = {**(send.headers or {}), **({"If-Match": etag} if etag else {})}
    return replace(send, method=method, params={"path": path}, headers=headers)


def _table(session: Session, key: str, scene: str | None) -> Flow[TableFile]:
    params = None if scene is None else {"scene": scene}
    send = Send("GET", f"/v1/rulesets/{segment(key)}/table", params=params, timeout=JUDGING)
    return TableFile(*(yield from ask_tagged(session, send)))


def _write_table(session: Session, key: str, content: bytes, etag: str) -> Flow[TableView]:
    """Sent once: a second time the draft would have changed already."""
    send = Send("PUT", f"/v1/rulesets/{segment(key)}/table", file=("table.xlsx", BytesIO(content)), repeatable=False)
    return ask(session, replace(send, headers={"If-Match": etag}, timeout=UPLOAD_TIMEOUT), TableView)


def _suspensions(session: Session) -> Flow[list[SuspensionView]]:
    found = yield from ask(session, Send("GET", "/v1/suspensions"), SuspensionList)
    return found.items


def _lift(session: Session, key: str) -> Flow[SuspensionView]:
    return ask(session, Send("DELETE", f"/v1/suspensions/{segment(key)}"), SuspensionView)


class Rulesets:
    """`client.rulesets`: rules as versions, from the draft to the instant from which they count."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, digest: str | None = None, limit: int | None = None) -> Iterator[RulesetView]:
        """All that are the caller's to see, newest first, page after page; by `digest` what an answer rests on."""
        return self._client.each(rows(self._session, _RULESETS, {"digest": digest, "limit": limit}))

    def get(self, key: str) -> RulesetDetail:
        """One of them, with the names of its documents and its history."""
        return self._client.run(row(self._session, _DETAILS, key))

    def draft(self, title: str, reason: str, copy_of: str | None = None) -> RulesetDetail:
        """A copy of another version's documents, by default of the one in force."""
        request = NewRuleset(title=title, reason=reason, copy_of=copy_of)
        return self._client.run(begin(self._session, _DETAILS, request))

    def document(self, key: str, path: str) -> DocumentView:
        """A whole file, with its ETag."""
        return self._client.run(ask(self._session, _document("GET", key, path), DocumentView))

    def write(self, key: str, path: str, content: str, etag: str | None = None) -> DocumentView:
        """A whole file of a draft, in place of the one of that ETag; without one, a new file."""
        send = _document("PUT", key, path, content, etag)
        return self._client.run(ask(self._session, send, DocumentView))

    def remove(self, key: str, path: str, etag: str) -> RulesetView:
        """Take a file of that ETag out of a draft."""
        return self._client.run(ask(self._session, _document("DELETE", key, path, None, etag), RulesetView))

    def table(self, key: str, scene: str | None = None) -> TableFile:
        """The rules of a scene, or of all, as a workbook to edit; with its ETag."""
        return self._client.run(_table(self._session, key, scene))

    def write_table(self, key: str, content: bytes, etag: str) -> TableView:
        """An edited workbook into the draft that it was taken from; a refusal names the cells."""
        return self._client.run(_write_table(self._session, key, content, etag))

    def check(self, key: str) -> RulesetCheck:
        """What is wrong with it, and which of its tests fail."""
        return self._client.run(_check(self._session, key))

    def diff(self, before: str, after: str) -> RulesetDiff:
        """What two versions say differently, in sentences."""
        return self._client.run(_diff(self._session, before, after))

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of rule documents, for editors."""
        return self._client.run(ask(self._session, Send("GET", "/v1/rulesets/schema"), dict[str, Any]))

    def vocabulary(self, on: date | None = None) -> Vocabulary:
        """The words that the rules of a day know, with what people call them."""
        return self._client.run(ask(self._session, _on("vocabulary", on), Vocabulary))

    def measures(self, on: date | None = None) -> MeasureList:
        """By the rules of a day."""
        return self._client.run(ask(self._session, _on("measures", on), MeasureList))

    def instruments(self, on: date | None = None) -> InstrumentList:
        """On which the rules of a day rest."""
        return self._client.run(ask(self._session, _on("instruments", on), InstrumentList))

    def parameters(self, on: date | None = None) -> ParameterList:
        """Dated values, each with the one of that day."""
        return self._client.run(ask(self._session, _on("parameters", on), ParameterList))

    def horizon(self, days: int | None = None, on: date | None = None) -> Horizon:
        """What ends within so many days (90), and which rules and measures go with it; for the centre and auditors."""
        return self._client.run(ask(self._session, _horizon(days, on), Horizon))

    def unverified(self, *, everything: bool = False) -> Register:
        """What nobody has checked; with `everything` also who confirmed the rest. For the centre and auditors."""
        return self._client.run(ask(self._session, _register(everything), Register))

    def submit(self, key: str) -> RulesetView:
        """Lay a draft before a second person."""
        return self._client.run(_submit(self._session, key))

    def act(self, key: str, decision: RulesetDecision) -> RulesetView:
        """Decide on it: `act(id, ApproveRuleset())`."""
        return self._client.run(act(self._session, _RULESETS, key, decision))


class Suspensions:
    """`client.suspensions`: measures that nobody applies for a time."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def list(self) -> list[SuspensionView]:
        """Those lifted too, the latest first."""
        return self._client.run(_suspensions(self._session))

    def add(self, measure: str, reason: str, reason_en: str | None = None) -> SuspensionView:
        """At once: no answer carries the measure from here on."""
        request = NewSuspension(measure=measure, reason=reason, reason_en=reason_en)
        return self._client.run(begin(self._session, _SUSPENSIONS, request))

    def lift(self, key: str) -> SuspensionView:
        """The rules count again."""
        return self._client.run(_lift(self._session, key))


class AsyncRulesets:
    """`client.rulesets`: rules as versions, from the draft to the instant from which they count."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(self, *, digest: str | None = None, limit: int | None = None) -> AsyncIterator[RulesetView]:
        """All that are the caller's to see, newest first, page after page; by `digest` what an answer rests on."""
        return self._client.each(rows(self._session, _RULESETS, {"digest": digest, "limit": limit}))

    async def get(self, key: str) -> RulesetDetail:
        """One of them, with the names of its documents and its history."""
        return await self._client.run(row(self._session, _DETAILS, key))

    async def draft(self, title: str, reason: str, copy_of: str | None = None) -> RulesetDetail:
        """A copy of another version's documents, by default of the one in force."""
        request = NewRuleset(title=title, reason=reason, copy_of=copy_of)
        return await self._client.run(begin(self._session, _DETAILS, request))

    async def document(self, key: str, path: str) -> DocumentView:
        """A whole file, with its ETag."""
        return await self._client.run(ask(self._session, _document("GET", key, path), DocumentView))

    async def write(self, key: str, path: str, content: str, etag: str | None = None) -> DocumentView:
        """A whole file of a draft, in place of the one of that ETag; without one, a new file."""
        send = _document("PUT", key, path, content, etag)
        return await self._client.run(ask(self._session, send, DocumentView))

    async def remove(self, key: str, path: str, etag: str) -> RulesetView:
        """Take a file of that ETag out of a draft."""
        return await self._client.run(ask(self._session, _document("DELETE", key, path, None, etag), RulesetView))

    async def table(self, key: str, scene: str | None = None) -> TableFile:
        """The rules of a scene, or of all, as a workbook to edit; with its ETag."""
        return await self._client.run(_table(self._session, key, scene))

    async def write_table(self, key: str, content: bytes, etag: str) -> TableView:
        """An edited workbook into the draft that it was taken from; a refusal names the cells."""
        return await self._client.run(_write_table(self._session, key, content, etag))

    async def check(self, key: str) -> RulesetCheck:
        """What is wrong with it, and which of its tests fail."""
        return await self._client.run(_check(self._session, key))

    async def diff(self, before: str, after: str) -> RulesetDiff:
        """What two versions say differently, in sentences."""
        return await self._client.run(_diff(self._session, before, after))

    async def schema(self) -> dict[str, Any]:
        """The JSON Schema of rule documents, for editors."""
        return await self._client.run(ask(self._session, Send("GET", "/v1/rulesets/schema"), dict[str, Any]))

    async def vocabulary(self, on: date | None = None) -> Vocabulary:
        """The words that the rules of a day know, with what people call them."""
        return await self._client.run(ask(self._session, _on("vocabulary", on), Vocabulary))

    async def measures(self, on: date | None = None) -> MeasureList:
        """By the rules of a day."""
        return await self._client.run(ask(self._session, _on("measures", on), MeasureList))

    async def instruments(self, on: date | None = None) -> InstrumentList:
        """On which the rules of a day rest."""
        return await self._client.run(ask(self._session, _on("instruments", on), InstrumentList))

    async def parameters(self, on: date | None = None) -> ParameterList:
        """Dated values, each with the one of that day."""
        return await self._client.run(ask(self._session, _on("parameters", on), ParameterList))

    async def horizon(self, days: int | None = None, on: date | None = None) -> Horizon:
        """What ends within so many days (90), and which rules and measures go with it; for the centre and auditors."""
        return await self._client.run(ask(self._session, _horizon(days, on), Horizon))

    async def unverified(self, *, everything: bool = False) -> Register:
        """What nobody has checked; with `everything` also who confirmed the rest. For the centre and auditors."""
        return await self._client.run(ask(self._session, _register(everything), Register))

    async def submit(self, key: str) -> RulesetView:
        """Lay a draft before a second person."""
        return await self._client.run(_submit(self._session, key))

    async def act(self, key: str, decision: RulesetDecision) -> RulesetView:
        """Decide on it: `act(id, ApproveRuleset())`."""
        return await self._client.run(act(self._session, _RULESETS, key, decision))


class AsyncSuspensions:
    """`client.suspensions`: measures that nobody applies for a time."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def list(self) -> list[SuspensionView]:
        """Those lifted too, the latest first."""
        return await self._client.run(_suspensions(self._session))

    async def add(self, measure: str, reason: str, reason_en: str | None = None) -> SuspensionView:
        """At once: no answer carries the measure from here on."""
        request = NewSuspension(measure=measure, reason=reason, reason_en=reason_en)
        return await self._client.run(begin(self._session, _SUSPENSIONS, request))

    async def lift(self, key: str) -> SuspensionView:
        """The rules count again."""
        return await self._client.run(_lift(self._session, key))
