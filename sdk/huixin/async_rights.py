"""Recognitions, exits and the subject's rights as parts of the client that awaits, over the same flows."""

from collections.abc import AsyncIterator
from datetime import date
from typing import TYPE_CHECKING

from huixin import right_operations as operations
from huixin.types.appeal import (
    AppealRequest,
    AppealResult,
    AppealView,
    CodeRequest,
    CodeView,
    MerchantPage,
    NewCode,
    RectificationReport,
)
from huixin.types.document import ExitDocument, PrintableView, RecognitionDocument
from huixin.types.exit import (
    Acknowledgement,
    Announcement,
    EndList,
    EndRequest,
    EndView,
    ExitAct,
    ExitRequest,
    ExitView,
    NoticeView,
    WithdrawalRequest,
)
from huixin.types.objection import ObjectionAct, ObjectionRequest, ObjectionView
from huixin.types.recognition import NoticeOfRecognition, RecognitionAct, RecognitionView
from huixin.types.repair import RepairAct, RepairGuide, RepairRequest, RepairView
from huixin.types.stay import StayLifting, StayRequest, StayView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient


class _Part:
    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session


class AsyncRecognitions(_Part):
    """`client.recognitions`: how a department puts somebody on a list."""

    def iter(self, *, limit: int | None = None) -> AsyncIterator[RecognitionView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.RECOGNITIONS, {"limit": limit}))

    async def get(self, key: str) -> RecognitionView:
        """One of them."""
        return await self._client.run(operations.row(self._session, operations.RECOGNITIONS, key))

    async def add(self, request: NoticeOfRecognition) -> RecognitionView:
        """Give notice of a recognition."""
        return await self._client.run(operations.begin(self._session, operations.RECOGNITIONS, request))

    async def act(self, key: str, action: RecognitionAct) -> RecognitionView:
        """Take its next step: `act(id, Serve(on=date.today(), mode="direct", proof="…"))`."""
        return await self._client.run(operations.act(self._session, operations.RECOGNITIONS, key, action))

    async def document(self, key: str, document: RecognitionDocument) -> PrintableView:
        """One of its documents, to print."""
        return await self._client.run(
            operations.get(self._session, ("recognitions", key, "documents", document), PrintableView)
        )


class AsyncExits(_Part):
    """`client.exits`: removals that are asked for, and the four ends of a record."""

    def iter(self, *, limit: int | None = None) -> AsyncIterator[ExitView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.EXITS, {"limit": limit}))

    async def get(self, key: str) -> ExitView:
        """One of them."""
        return await self._client.run(operations.row(self._session, operations.EXITS, key))

    async def add(self, request: ExitRequest) -> ExitView:
        """Ask for the removal of a record."""
        return await self._client.run(operations.begin(self._session, operations.EXITS, request))

    async def act(self, key: str, action: ExitAct) -> ExitView:
        """Take its next step: `act(id, SendToRecogniser(on=date.today()))`."""
        return await self._client.run(operations.act(self._session, operations.EXITS, key, action))

    async def ends(self, listing_id: str) -> EndList:
        """The ends of a record, for its recogniser and the centre."""
        return await self._client.run(operations.get(self._session, ("ends", listing_id), EndList))

    async def end(self, request: EndRequest) -> EndView:
        """Record one of the four ends of a record."""
        return await self._client.run(operations.post(self._session, "/v1/ends", request, EndView))

    def ended(self, *, announced: bool | None = None, limit: int | None = None) -> AsyncIterator[EndView]:
        """All ends that are the caller's to see, newest first; `announced=False`: whose notice has yet to appear where
        the record had been published."""
        return self._client.each(
            operations.rows(self._session, operations.ENDS, {"announced": announced, "limit": limit})
        )

    async def announce(self, key: str, on: date, channel: str | None = None) -> EndView:
        """Say that the notice of an end has appeared."""
        body = Announcement(on=on, channel=channel)
        return await self._client.run(operations.act(self._session, operations.ENDS, key, body, "announcement"))

    async def notice(self, key: str) -> PrintableView:
        """The notice of an end, to print."""
        return await self._client.run(operations.get(self._session, ("ends", key, "document"), PrintableView))

    async def withdraw(self, request: WithdrawalRequest) -> EndView:
        """Take a wrong publication back, in one step; the decision of its recogniser stands."""
        return await self._client.run(operations.post(self._session, "/v1/ends/withdrawals", request, EndView))

    async def document(self, key: str, document: ExitDocument) -> PrintableView:
        """A document of a removal as a page to print."""
        return await self._client.run(
            operations.get(self._session, ("exits", key, "documents", document), PrintableView)
        )


class AsyncNotices(_Part):
    """`client.notices`: that a record which the member received is no longer to be used."""

    def iter(self, *, acknowledged: bool | None = None, limit: int | None = None) -> AsyncIterator[NoticeView]:
        """The member's own, newest first, page after page; the centre's are those of all."""
        return self._client.each(
            operations.rows(self._session, operations.NOTICES, {"acknowledged": acknowledged, "limit": limit})
        )

    async def acknowledge(self, key: str, *, by: str) -> NoticeView:
        """Say who saw to it that the record is used no more."""
        return await self._client.run(
            operations.act(self._session, operations.NOTICES, key, Acknowledgement(by=by), "acknowledgement")
        )


class AsyncObjections(_Part):
    """`client.objections`: the merchant says that a record is wrong."""

    def iter(self, *, limit: int | None = None) -> AsyncIterator[ObjectionView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.OBJECTIONS, {"limit": limit}))

    async def get(self, key: str) -> ObjectionView:
        """One of them."""
        return await self._client.run(operations.row(self._session, operations.OBJECTIONS, key))

    async def add(self, request: ObjectionRequest) -> ObjectionView:
        """Raise one: the record is disputed from then on."""
        return await self._client.run(operations.begin(self._session, operations.OBJECTIONS, request))

    async def act(self, key: str, action: ObjectionAct) -> ObjectionView:
        """Extend, uphold, reject, or say that the merchant was told."""
        return await self._client.run(operations.act(self._session, operations.OBJECTIONS, key, action))


class AsyncStays(_Part):
    """`client.stays`: a court or a body of review holds up what follows from a record."""

    def iter(
        self, *, listing_id: str | None = None, standing: bool | None = None, limit: int | None = None
    ) -> AsyncIterator[StayView]:
        """All that are the caller's to see, newest first; `standing=True`: those that have not been lifted."""
        filters = {"listing_id": listing_id, "standing": standing, "limit": limit}
        return self._client.each(operations.rows(self._session, operations.STAYS, filters))

    async def get(self, key: str) -> StayView:
        """One of them."""
        return await self._client.run(operations.row(self._session, operations.STAYS, key))

    async def add(self, request: StayRequest) -> StayView:
        """Enter one, on its document: no measure follows from the record while it stands."""
        return await self._client.run(operations.begin(self._session, operations.STAYS, request))

    async def lift(self, key: str, lifting: StayLifting) -> StayView:
        """The record counts again, unless something else stays it."""
        return await self._client.run(operations.act(self._session, operations.STAYS, key, lifting, "lifting"))


class AsyncRepairs(_Part):
    """`client.repairs`: how a record is repaired, and what came of it."""

    def iter(self, *, limit: int | None = None) -> AsyncIterator[RepairView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.REPAIRS, {"limit": limit}))

    async def get(self, key: str) -> RepairView:
        """One of them."""
        return await self._client.run(operations.row(self._session, operations.REPAIRS, key))

    async def add(self, request: RepairRequest) -> RepairView:
        """Apply for repair, or register an application made elsewhere."""
        return await self._client.run(operations.begin(self._session, operations.REPAIRS, request))

    async def act(self, key: str, action: RepairAct) -> RepairView:
        """Hand down, report, grant or refuse."""
        return await self._client.run(operations.act(self._session, operations.REPAIRS, key, action))

    async def guide(self, listing_id: str) -> RepairGuide:
        """Where a record is repaired, and from when."""
        return await self._client.run(operations.get(self._session, ("repairs", "guide", listing_id), RepairGuide))


class AsyncAppeals(_Part):
    """`client.appeals`: a person looks at a decision again."""

    def iter(self, *, limit: int | None = None) -> AsyncIterator[AppealView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.APPEALS, {"limit": limit}))

    async def get(self, key: str) -> AppealView:
        """One of them."""
        return await self._client.run(operations.row(self._session, operations.APPEALS, key))

    async def add(self, request: AppealRequest) -> AppealView:
        """Appeal against a decision."""
        return await self._client.run(operations.begin(self._session, operations.APPEALS, request))

    async def decide(self, key: str, result: AppealResult) -> AppealView:
        """Say what the person who looked at it came to."""
        return await self._client.run(operations.act(self._session, operations.APPEALS, key, result, "result"))


class AsyncMerchants(_Part):
    """`client.merchants`: proof of who a merchant is, and its own page."""

    async def give_code(self, request: CodeRequest) -> NewCode:
        """A one-time code, for a letter or at the counter."""
        return await self._client.run(operations.post(self._session, "/v1/merchants/codes", request, NewCode))

    def codes(self, *, limit: int | None = None) -> AsyncIterator[CodeView]:
        """What became of the codes that were given out, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.CODES, {"limit": limit}))

    async def page(self) -> MerchantPage:
        """What stands against the merchant that asks."""
        return await self._client.run(operations.get(self._session, ("merchant",), MerchantPage))

    async def report(self, request: RectificationReport) -> MerchantPage:
        """Report, as the merchant, that one has rectified. Gives the page as it is then."""
        return await self._client.run(operations.post(self._session, "/v1/merchant/reports", request, MerchantPage))
