"""Recognitions, exits and the subject's rights as parts of the client that waits, over the same flows."""

from collections.abc import Iterator
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
    from huixin.client import Client


class _Part:
    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session


class Recognitions(_Part):
    """`client.recognitions`: how a department puts somebody on a list."""

    def iter(self, *, limit: int | None = None) -> Iterator[RecognitionView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.RECOGNITIONS, {"limit": limit}))

    def get(self, key: str) -> RecognitionView:
        """One of them."""
        return self._client.run(operations.row(self._session, operations.RECOGNITIONS, key))

    def add(self, request: NoticeOfRecognition) -> RecognitionView:
        """Give notice of a recognition."""
        return self._client.run(operations.begin(self._session, operations.RECOGNITIONS, request))

    def act(self, key: str, action: RecognitionAct) -> RecognitionView:
        """Take its next step: `act(id, Serve(on=date.today(), mode="direct", proof="…"))`."""
        return self._client.run(operations.act(self._session, operations.RECOGNITIONS, key, action))

    def document(self, key: str, document: RecognitionDocument) -> PrintableView:
        """One of its documents, to print."""
        return self._client.run(
            operations.get(self._session, ("recognitions", key, "documents", document), PrintableView)
        )


class Exits(_Part):
    """`client.exits`: removals that are asked for, and the four ends of a record."""

    def iter(self, *, limit: int | None = None) -> Iterator[ExitView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.EXITS, {"limit": limit}))

    def get(self, key: str) -> ExitView:
        """One of them."""
        return self._client.run(operations.row(self._session, operations.EXITS, key))

    def add(self, request: ExitRequest) -> ExitView:
        """Ask for the removal of a record."""
        return self._client.run(operations.begin(self._session, operations.EXITS, request))

    def act(self, key: str, action: ExitAct) -> ExitView:
        """Take its next step: `act(id, SendToRecogniser(on=date.today()))`."""
        return self._client.run(operations.act(self._session, operations.EXITS, key, action))

    def ends(self, listing_id: str) -> EndList:
        """The ends of a record, for its recogniser and the centre."""
        return self._client.run(operations.get(self._session, ("ends", listing_id), EndList))

    def end(self, request: EndRequest) -> EndView:
        """Record one of the four ends of a record."""
        return self._client.run(operations.post(self._session, "/v1/ends", request, EndView))

    def ended(self, *, announced: bool | None = None, limit: int | None = None) -> Iterator[EndView]:
        """All ends that are the caller's to see, newest first; `announced=False`: whose notice has yet to appear where
        the record had been published."""
        return self._client.each(
            operations.rows(self._session, operations.ENDS, {"announced": announced, "limit": limit})
        )

    def announce(self, key: str, on: date, channel: str | None = None) -> EndView:
        """Say that the notice of an end has appeared."""
        body = Announcement(on=on, channel=channel)
        return self._client.run(operations.act(self._session, operations.ENDS, key, body, "announcement"))

    def notice(self, key: str) -> PrintableView:
        """The notice of an end, to print."""
        return self._client.run(operations.get(self._session, ("ends", key, "document"), PrintableView))

    def withdraw(self, request: WithdrawalRequest) -> EndView:
        """Take a wrong publication back, in one step; the decision of its recogniser stands."""
        return self._client.run(operations.post(self._session, "/v1/ends/withdrawals", request, EndView))

    def document(self, key: str, document: ExitDocument) -> PrintableView:
        """A document of a removal as a page to print."""
        return self._client.run(operations.get(self._session, ("exits", key, "documents", document), PrintableView))


class Notices(_Part):
    """`client.notices`: that a record which the member received is no longer to be used."""

    def iter(self, *, acknowledged: bool | None = None, limit: int | None = None) -> Iterator[NoticeView]:
        """The member's own, newest first, page after page; the centre's are those of all."""
        return self._client.each(
            operations.rows(self._session, operations.NOTICES, {"acknowledged": acknowledged, "limit": limit})
        )

    def acknowledge(self, key: str, *, by: str) -> NoticeView:
        """Say who saw to it that the record is used no more."""
        return self._client.run(
            operations.act(self._session, operations.NOTICES, key, Acknowledgement(by=by), "acknowledgement")
        )


class Objections(_Part):
    """`client.objections`: the merchant says that a record is wrong."""

    def iter(self, *, limit: int | None = None) -> Iterator[ObjectionView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.OBJECTIONS, {"limit": limit}))

    def get(self, key: str) -> ObjectionView:
        """One of them."""
        return self._client.run(operations.row(self._session, operations.OBJECTIONS, key))

    def add(self, request: ObjectionRequest) -> ObjectionView:
        """Raise one: the record is disputed from then on."""
        return self._client.run(operations.begin(self._session, operations.OBJECTIONS, request))

    def act(self, key: str, action: ObjectionAct) -> ObjectionView:
        """Extend, uphold, reject, or say that the merchant was told."""
        return self._client.run(operations.act(self._session, operations.OBJECTIONS, key, action))


class Stays(_Part):
    """`client.stays`: a court or a body of review holds up what follows from a record."""

    def iter(
        self, *, listing_id: str | None = None, standing: bool | None = None, limit: int | None = None
    ) -> Iterator[StayView]:
        """All that are the caller's to see, newest first; `standing=True`: those that have not been lifted."""
        filters = {"listing_id": listing_id, "standing": standing, "limit": limit}
        return self._client.each(operations.rows(self._session, operations.STAYS, filters))

    def get(self, key: str) -> StayView:
        """One of them."""
        return self._client.run(operations.row(self._session, operations.STAYS, key))

    def add(self, request: StayRequest) -> StayView:
        """Enter one, on its document: no measure follows from the record while it stands."""
        return self._client.run(operations.begin(self._session, operations.STAYS, request))

    def lift(self, key: str, lifting: StayLifting) -> StayView:
        """The record counts again, unless something else stays it."""
        return self._client.run(operations.act(self._session, operations.STAYS, key, lifting, "lifting"))


class Repairs(_Part):
    """`client.repairs`: how a record is repaired, and what came of it."""

    def iter(self, *, limit: int | None = None) -> Iterator[RepairView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.REPAIRS, {"limit": limit}))

    def get(self, key: str) -> RepairView:
        """One of them."""
        return self._client.run(operations.row(self._session, operations.REPAIRS, key))

    def add(self, request: RepairRequest) -> RepairView:
        """Apply for repair, or register an application made elsewhere."""
        return self._client.run(operations.begin(self._session, operations.REPAIRS, request))

    def act(self, key: str, action: RepairAct) -> RepairView:
        """Hand down, report, grant or refuse."""
        return self._client.run(operations.act(self._session, operations.REPAIRS, key, action))

    def guide(self, listing_id: str) -> RepairGuide:
        """Where a record is repaired, and from when."""
        return self._client.run(operations.get(self._session, ("repairs", "guide", listing_id), RepairGuide))


class Appeals(_Part):
    """`client.appeals`: a person looks at a decision again."""

    def iter(self, *, limit: int | None = None) -> Iterator[AppealView]:
        """All that are the caller's to see, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.APPEALS, {"limit": limit}))

    def get(self, key: str) -> AppealView:
        """One of them."""
        return self._client.run(operations.row(self._session, operations.APPEALS, key))

    def add(self, request: AppealRequest) -> AppealView:
        """Appeal against a decision."""
        return self._client.run(operations.begin(self._session, operations.APPEALS, request))

    def decide(self, key: str, result: AppealResult) -> AppealView:
        """Say what the person who looked at it came to."""
        return self._client.run(operations.act(self._session, operations.APPEALS, key, result, "result"))


class Merchants(_Part):
    """`client.merchants`: proof of who a merchant is, and its own page."""

    def give_code(self, request: CodeRequest) -> NewCode:
        """A one-time code, for a letter or at the counter."""
        return self._client.run(operations.post(self._session, "/v1/merchants/codes", request, NewCode))

    def codes(self, *, limit: int | None = None) -> Iterator[CodeView]:
        """What became of the codes that were given out, newest first, page after page."""
        return self._client.each(operations.rows(self._session, operations.CODES, {"limit": limit}))

    def page(self) -> MerchantPage:
        """What stands against the merchant that asks."""
        return self._client.run(operations.get(self._session, ("merchant",), MerchantPage))

    def report(self, request: RectificationReport) -> MerchantPage:
        """Report, as the merchant, that one has rectified. Gives the page as it is then."""
        return self._client.run(operations.post(self._session, "/v1/merchant/reports", request, MerchantPage))
