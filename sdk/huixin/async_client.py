"""The client that awaits: the shell of `client` with `await` in it, over the same flows and operations."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar, Unpack

import httpx

from huixin import check_operations, operations, webhook_operations
from huixin.alliances import AsyncAlliances, AsyncSignals, AsyncSuspects
from huixin.associations import AsyncMandates, AsyncMemberships, AsyncNominations, AsyncSanctions
from huixin.async_rights import (
    AsyncAppeals,
    AsyncExits,
    AsyncMerchants,
    AsyncNotices,
    AsyncObjections,
    AsyncRecognitions,
    AsyncRepairs,
    AsyncStays,
)
from huixin.attachments import AsyncAttachments
from huixin.audits import AsyncAudits
from huixin.bulletins import AsyncBulletins
from huixin.bundles import AsyncBundles
from huixin.campaigns import AsyncCampaigns
from huixin.cases import AsyncCases, AsyncLiaisons
from huixin.check_operations import Checkable, CheckOptions, Circumstances
from huixin.commitments import AsyncCommitments
from huixin.config import TIMEOUT, settings
from huixin.duties import AsyncDuties
from huixin.flows import Flow, NeedToken, Send, Session, Sleep, Step, as_packed, build, renew_token
from huixin.impacts import AsyncImpacts
from huixin.inquiries import AsyncInquiries
from huixin.members import AsyncMembers
from huixin.monitoring import AsyncMonitoring, AsyncSupervisions
from huixin.operations import ImportMode
from huixin.plans import AsyncPlans
from huixin.punishments import AsyncPrompts, AsyncTasks
from huixin.quotas import AsyncQuotas
from huixin.replicas import AsyncReplicas
from huixin.reports import AsyncReports
from huixin.retries import RetryPolicy
from huixin.roster import AsyncUploadedRoster
from huixin.rulesets import AsyncRulesets, AsyncSuspensions
from huixin.screenings import AsyncScreenings
from huixin.sending import Many
from huixin.shadows import AsyncShadows
from huixin.submissions import AsyncSubmissions
from huixin.trainings import AsyncTrainings
from huixin.types.answer import Answer
from huixin.types.batch import BatchItem
from huixin.types.change import Change, ChangePage
from huixin.types.clause import ClauseRequest, ClauseVersion, ClauseView
from huixin.types.decision import DecisionView, Judgement
from huixin.types.importing import ImportReport
from huixin.types.listing import ListingView, ListView, SubjectView
from huixin.types.local_decision import LocalDecisions, LocalDecisionsKept
from huixin.types.me import Me
from huixin.types.receipt import Receipt
from huixin.types.webhook import DeliveryView, NewWebhook, WebhookSecret, WebhookView
from huixin.upstream import AsyncUpstream
from huixin.warnings import AsyncWarnings
from huixin.webhook_operations import DeliveryState

T = TypeVar("T")


class AsyncClient:
    """Asks Huixin from one event loop; made as `Client` is (`http=` is an httpx.AsyncClient), same methods.

    Methods with one result are awaited, those with many are gone through by `async for`.
    """

    def __init__(
        self,
        url: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        *,
        timeout: float | httpx.Timeout | None = None,
        retries: RetryPolicy | None = None,
        http: httpx.AsyncClient | None = None,
        merchant: bool = False,
    ) -> None:
        given = settings(url, client_id, client_secret, merchant=merchant)
        policy = RetryPolicy() if retries is None else retries
        self._session = Session(given, policy, timeout_given=timeout is not None)
        self._http = httpx.AsyncClient(timeout=TIMEOUT if timeout is None else timeout) if http is None else http
        self._owns_http = http is None
        self._lock = asyncio.Lock()
        self.decisions = AsyncDecisions(self)
        self.subjects = AsyncSubjects(self)
        self.lists = AsyncLists(self)
        self.listings = AsyncListings(self)
        self.changes = AsyncChanges(self)
        self.webhooks = AsyncWebhooks(self)
        self.clauses = AsyncClauses(self)
        self.imports = AsyncImports(self)
        self.upstream = AsyncUpstream(self)
        self.attachments = AsyncAttachments(self)
        self.cases = AsyncCases(self)
        self.liaisons = AsyncLiaisons(self)
        self.duties = AsyncDuties(self)
        self.monitoring = AsyncMonitoring(self)
        self.supervisions = AsyncSupervisions(self)
        self.warnings = AsyncWarnings(self)
        self.reports = AsyncReports(self)
        self.bulletins = AsyncBulletins(self)
        self.submissions = AsyncSubmissions(self)
        self.plans = AsyncPlans(self)
        self.tasks = AsyncTasks(self)
        self.prompts = AsyncPrompts(self)
        self.screenings = AsyncScreenings(self)
        self.roster = AsyncUploadedRoster(self)
        self.audits = AsyncAudits(self)
        self.replicas = AsyncReplicas(self)
        self.members = AsyncMembers(self)
        self.quotas = AsyncQuotas(self)
        self.recognitions = AsyncRecognitions(self)
        self.exits = AsyncExits(self)
        self.notices = AsyncNotices(self)
        self.objections = AsyncObjections(self)
        self.stays = AsyncStays(self)
        self.repairs = AsyncRepairs(self)
        self.appeals = AsyncAppeals(self)
        self.merchants = AsyncMerchants(self)
        self.commitments = AsyncCommitments(self)
        self.trainings = AsyncTrainings(self)
        self.campaigns = AsyncCampaigns(self)
        self.alliances = AsyncAlliances(self)
        self.signals = AsyncSignals(self)
        self.suspects = AsyncSuspects(self)
        self.inquiries = AsyncInquiries(self)
        self.mandates = AsyncMandates(self)
        self.memberships = AsyncMemberships(self)
        self.nominations = AsyncNominations(self)
        self.sanctions = AsyncSanctions(self)
        self.rulesets = AsyncRulesets(self)
        self.impacts = AsyncImpacts(self)
        self.shadows = AsyncShadows(self)
        self.suspensions = AsyncSuspensions(self)
        self.bundles = AsyncBundles(self)

    async def me(self) -> Me:
        """Who asks, and what the token allows."""
        return await self.run(operations.me(self._session))

    async def check(
        self,
        code: str | None = None,
        *,
        scene: str,
        idempotency_key: str | None = None,
        **options: Unpack[CheckOptions],
    ) -> Answer:
        """What is this merchant's standing, and what must or may I do about it? By code, or by name, or both."""
        return await self.run(check_operations.check(self._session, code, scene, options, idempotency_key))

    def check_many(
        self, items: Iterable[Checkable], *, scene: str | None = None, **options: Unpack[Circumstances]
    ) -> AsyncIterator[BatchItem]:
        """Answers in the order of the items, which may be endless: each holds an answer or its own problem."""
        return self.each(check_operations.check_many(self._session, items, scene, options))

    async def run(self, flow: Flow[T]) -> T:
        """Drive a flow to its result."""
        try:
            step = next(flow)
            while True:
                try:
                    result = await self._perform(step)
                except httpx.RequestError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            done: T = end.value
            return done

    async def each(self, flows: Many[T]) -> AsyncIterator[T]:
        """Drive flows one after the other, as far as their items are wanted."""
        for flow in flows:
            for item in await self.run(flow):
                yield item

    async def _perform(self, step: Step) -> Any:
        match step:
            case Send(packed=True):
                response = as_packed(await self._http.send(build(self._http, self._session, step), stream=True))
                await response.aread()
                return response
            case Send():
                return await self._http.send(build(self._http, self._session, step))
            case Sleep(seconds):
                return await asyncio.sleep(seconds)
            case NeedToken(refused):
                async with self._lock:
                    return self._session.usable_token(refused) or await self.run(renew_token(self._session))

    async def aclose(self) -> None:
        if self._owns_http:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class _AsyncPart:
    """One concept of the service: `client.<concept>` is `/v1/<concept>`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._session = client._session


class AsyncDecisions(_AsyncPart):
    async def get(self, decision_id: str, *, rederive: bool = False) -> DecisionView:
        """What was answered, less what may no longer be shown. `rederive`: and whether what is stored still comes to
        it."""
        return await self._client.run(operations.decision(self._session, decision_id, rederive))

    async def receipt(self, decision_id: str) -> Receipt:
        """What proves the decision away from the service: see `huixin.local.receipts.verify`."""
        return await self._client.run(operations.receipt(self._session, decision_id))

    async def document(self, decision_id: str, form: Literal["html", "pdf"] = "html") -> bytes:
        """The notice to be served on the merchant, as a page to print."""
        return await self._client.run(operations.decision_document(self._session, decision_id, form))

    async def upload(self, decisions: LocalDecisions) -> LocalDecisionsKept:
        """Decisions that were made from a bundle, into the log; sent again they change nothing."""
        return await self._client.run(operations.upload_decisions(self._session, decisions))

    async def review(
        self, decision_id: str, *, subject_id: str, judgement: Literal["same", "not_the_same"], by: str, why: str
    ) -> Judgement:
        """Record a person's judgement: is this candidate the merchant that was asked for?"""
        said = {"subject_id": subject_id, "judgement": judgement, "by": by, "why": why}
        return await self._client.run(operations.review(self._session, decision_id, said))


class AsyncSubjects(_AsyncPart):
    async def get(self, uscc: str) -> SubjectView:
        """A subject by its 统一社会信用代码, with the records that the caller may see."""
        return await self._client.run(operations.subject(self._session, uscc))


class AsyncLists(_AsyncPart):
    async def all(self) -> list[ListView]:
        return await self._client.run(operations.lists(self._session))


class AsyncListings(_AsyncPart):
    def iter(
        self,
        *,
        list: str | None = None,  # noqa: A002 - the word of the wire
        limit: int | None = None,
    ) -> AsyncIterator[ListingView]:
        """Every listing that the caller may see, page after page; `limit` is the size of a page."""
        return self._client.each(operations.listings(self._session, {"list": list, "limit": limit}))


class AsyncChanges(_AsyncPart):
    def iter(self, *, after: int = 0, limit: int | None = None) -> AsyncIterator[Change]:
        """Every change after that sequence, in order, up to now; `limit` is the size of a page.

        Begin again later with `after` = the `sequence` of the last one.
        """
        return self._client.each(operations.changes(self._session, after, limit))

    async def page(self, *, after: int = 0, limit: int | None = None) -> ChangePage:
        """One page. Its `next` moves past what the caller may not see, so that nothing is looked through twice."""
        return await self._client.run(operations.change_page(self._session, after, limit))


class AsyncWebhooks(_AsyncPart):
    async def all(self) -> list[WebhookView]:
        """The member's own, disabled ones too, oldest first."""
        return await self._client.run(webhook_operations.webhooks(self._session))

    async def get(self, webhook_id: str) -> WebhookView:
        return await self._client.run(webhook_operations.webhook(self._session, webhook_id))

    async def add(self, url: str, *, types: Sequence[str] = (), after: int | None = None) -> NewWebhook:
        """Enter a webhook; its secret is shown this once. Not tried again once sent: there would be two."""
        fields = {"url": url, "types": list(types), "after": after}
        return await self._client.run(webhook_operations.add_webhook(self._session, fields))

    async def rotate(self, webhook_id: str) -> WebhookSecret:
        """A new secret, shown this once; for a day deliveries are signed with both."""
        return await self._client.run(webhook_operations.rotate_webhook_secret(self._session, webhook_id))

    async def disable(self, webhook_id: str) -> WebhookView:
        """Nothing more is sent to it."""
        return await self._client.run(webhook_operations.disable_webhook(self._session, webhook_id))

    def deliveries(
        self, webhook_id: str, *, state: DeliveryState | None = None, limit: int | None = None
    ) -> AsyncIterator[DeliveryView]:
        """What was sent, with all tries, newest first; `limit` is the size of a page."""
        filters = {"state": state, "limit": limit}
        return self._client.each(webhook_operations.deliveries(self._session, webhook_id, filters))

    async def replay(self, webhook_id: str) -> int:
        """Send what was given up on its way again; how many there were."""
        return await self._client.run(webhook_operations.replay(self._session, webhook_id))


class AsyncClauses(_AsyncPart):
    async def all(self) -> list[ClauseView]:
        return await self._client.run(operations.clauses(self._session))

    async def add(self, clause: ClauseRequest) -> ClauseView:
        """Enter a clause of the member's own. Not tried again once sent: the service would hold it twice."""
        return await self._client.run(operations.add_clause(self._session, clause))

    async def versions(self, clause_id: str) -> list[ClauseVersion]:
        """All that a clause ever said, the oldest first."""
        return await self._client.run(operations.clause_versions(self._session, clause_id))

    async def end(self, clause_id: str) -> ClauseView:
        """Today is the first day on which it no longer holds."""
        return await self._client.run(operations.end_clause(self._session, clause_id))


class AsyncImports(_AsyncPart):
    async def upload(
        self,
        path: str | Path,
        *,
        list: str,  # noqa: A002 - the word of the wire
        source: str | None = None,
        mode: ImportMode = "increment",
        dry_run: bool = False,
        mapping: Mapping[str, str] | None = None,
    ) -> ImportReport:
        """Send a list file (CSV, XLSX, JSON). Bad rows are in the report's `errors`, the others have landed."""
        fields = {"source": source, "mode": mode, "dry_run": dry_run}
        with await asyncio.to_thread(Path(path).open, "rb") as file:
            named = (Path(path).name, file)
            return await self._client.run(operations.upload(self._session, named, list, fields, mapping))

    async def get(self, import_id: str) -> ImportReport:
        return await self._client.run(operations.import_report(self._session, import_id))

    async def confirm(
        self, import_id: str, path: str | Path, *, mapping: Mapping[str, str] | None = None
    ) -> ImportReport:
        """Confirm the exits that a full file proposes, by sending the same file with the same mapping again."""
        with await asyncio.to_thread(Path(path).open, "rb") as file:
            named = (Path(path).name, file)
            return await self._client.run(operations.confirm_import(self._session, import_id, named, mapping))
