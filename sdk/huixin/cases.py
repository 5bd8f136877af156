"""`client.cases` and `client.liaisons` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from huixin import case_operations as operations
from huixin.types.case import CaseDetail, CaseState, CaseView
from huixin.types.case_actions import CaseAct
from huixin.types.document import CaseDocument, PrintableView
from huixin.types.liaison import LiaisonRequest, LiaisonView
from huixin.types.referral import ReferralLine, ReferralRequest, ReferralView

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


class Cases:
    """`client.cases`: for centres, units and departments."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(
        self,
        *,
        state: CaseState | str | None = None,
        unit: str | None = None,
        queue: Literal["unassigned", "tasks", "copies", "publication", "severity", "returned"] | None = None,
        overdue: bool | None = None,
        limit: int | None = None,
    ) -> Iterator[CaseView]:
        """Every case that is the caller's, page after page; `limit` is the size of a page."""
        filters = {"state": state, "unit": unit, "queue": queue, "overdue": overdue, "limit": limit}
        return self._client.each(operations.cases(self._session, filters))

    def get(self, case_id: str) -> CaseDetail:
        """With its history, and what the caller may do with it now."""
        return self._client.run(operations.case(self._session, case_id))

    def act(self, case_id: str, action: CaseAct) -> CaseDetail:
        """Do one thing to a case: `act(id, Confirm(problem_types=["brushing"], evidence=[...]))`.

        Raises CaseActionRefused, which names what the case takes instead. Not tried again once sent.
        """
        return self._client.run(operations.act(self._session, case_id, action.model_dump(mode="json")))

    def route(
        self,
        cases: Sequence[str],
        *,
        unit: str,
        basis: str,
        document_number: str | None = None,
        copies: Sequence[str] = (),
    ) -> list[str]:
        """All of these cases to one county or zone, or none of them. `copies`: further addressees, as bodies."""
        where = {"cases": list(cases), "unit": unit, "copies": list(copies)}
        fields = {**where, "basis": basis, "document_number": document_number}
        return self._client.run(operations.route(self._session, fields))

    def iter_referrals(self, *, limit: int | None = None) -> Iterator[ReferralLine]:
        """All referrals to the police that the caller may know of, the newest first, page after page."""
        return self._client.each(operations.all_referrals(self._session, limit))

    def referrals(self, case_id: str) -> list[ReferralView]:
        """Referrals to the police, for those few who may know."""
        return self._client.run(operations.referrals(self._session, case_id))

    def refer(self, case_id: str, referral: ReferralRequest) -> ReferralView:
        """Enter a referral; with its `id`, what became of it."""
        return self._client.run(operations.refer(self._session, case_id, referral))

    def documents(self, case_id: str) -> list[CaseDocument]:
        """Which documents of the case there are to print now."""
        return self._client.run(operations.documents(self._session, case_id))

    def document(self, case_id: str, document: CaseDocument) -> PrintableView:
        """A document of the case as a page to print: write its `html` to a file, and open that in a browser."""
        return self._client.run(operations.document(self._session, case_id, document))

    def referral_letter(self, case_id: str, referral_id: str) -> PrintableView:
        """移送书 as a page to print, for those few who may know."""
        return self._client.run(operations.referral_letter(self._session, case_id, referral_id))


class Liaisons:
    """`client.liaisons`: liaison persons of the bodies that work together on cases."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def all(self, *, body: str | None = None, past: bool = False) -> list[LiaisonView]:
        """Of all bodies or of one; `past` with those who no longer are it."""
        return self._client.run(operations.liaisons(self._session, body, past))

    def add(self, liaison: LiaisonRequest) -> LiaisonView:
        return self._client.run(operations.add_liaison(self._session, liaison))

    def end(self, liaison_id: str) -> LiaisonView:
        """Today is the first day on which he no longer is."""
        return self._client.run(operations.end_liaison(self._session, liaison_id))


class AsyncCases:
    """`client.cases`: for centres, units and departments."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(
        self,
        *,
        state: CaseState | str | None = None,
        unit: str | None = None,
        queue: Literal["unassigned", "tasks", "copies", "publication", "severity", "returned"] | None = None,
        overdue: bool | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CaseView]:
        """Every case that is the caller's, page after page; `limit` is the size of a page."""
        filters = {"state": state, "unit": unit, "queue": queue, "overdue": overdue, "limit": limit}
        return self._client.each(operations.cases(self._session, filters))

    async def get(self, case_id: str) -> CaseDetail:
        """With its history, and what the caller may do with it now."""
        return await self._client.run(operations.case(self._session, case_id))

    async def act(self, case_id: str, action: CaseAct) -> CaseDetail:
        """Do one thing to a case: `act(id, Confirm(problem_types=["brushing"], evidence=[...]))`.

        Raises CaseActionRefused, which names what the case takes instead. Not tried again once sent.
        """
        return await self._client.run(operations.act(self._session, case_id, action.model_dump(mode="json")))

    async def route(
        self,
        cases: Sequence[str],
        *,
        unit: str,
        basis: str,
        document_number: str | None = None,
        copies: Sequence[str] = (),
    ) -> list[str]:
        """All of these cases to one county or zone, or none of them. `copies`: further addressees, as bodies."""
        where = {"cases": list(cases), "unit": unit, "copies": list(copies)}
        fields = {**where, "basis": basis, "document_number": document_number}
        return await self._client.run(operations.route(self._session, fields))

    def iter_referrals(self, *, limit: int | None = None) -> AsyncIterator[ReferralLine]:
        """All referrals to the police that the caller may know of, the newest first, page after page."""
        return self._client.each(operations.all_referrals(self._session, limit))

    async def referrals(self, case_id: str) -> list[ReferralView]:
        """Referrals to the police, for those few who may know."""
        return await self._client.run(operations.referrals(self._session, case_id))

    async def refer(self, case_id: str, referral: ReferralRequest) -> ReferralView:
        """Enter a referral; with its `id`, what became of it."""
        return await self._client.run(operations.refer(self._session, case_id, referral))

    async def documents(self, case_id: str) -> list[CaseDocument]:
        """Which documents of the case there are to print now."""
        return await self._client.run(operations.documents(self._session, case_id))

    async def document(self, case_id: str, document: CaseDocument) -> PrintableView:
        """A document of the case as a page to print: write its `html` to a file, and open that in a browser."""
        return await self._client.run(operations.document(self._session, case_id, document))

    async def referral_letter(self, case_id: str, referral_id: str) -> PrintableView:
        """移送书 as a page to print, for those few who may know."""
        return await self._client.run(operations.referral_letter(self._session, case_id, referral_id))


class AsyncLiaisons:
    """`client.liaisons`: liaison persons of the bodies that work together on cases."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def all(self, *, body: str | None = None, past: bool = False) -> list[LiaisonView]:
        """Of all bodies or of one; `past` with those who no longer are it."""
        return await self._client.run(operations.liaisons(self._session, body, past))

    async def add(self, liaison: LiaisonRequest) -> LiaisonView:
        return await self._client.run(operations.add_liaison(self._session, liaison))

    async def end(self, liaison_id: str) -> LiaisonView:
        """Today is the first day on which he no longer is."""
        return await self._client.run(operations.end_liaison(self._session, liaison_id))
