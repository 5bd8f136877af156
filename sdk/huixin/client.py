"""The client that waits. All protocol is in `flows`, all operations in `operations`; this shell sends and sleeps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from time import sleep
from types import TracebackType
from typing import Any, Literal, Self, TypeVar, Unpack

import httpx

from huixin import check_operations, operations, webhook_operations
from huixin.alliances import Alliances, Signals, Suspects
from huixin.associations import Mandates, Memberships, Nominations, Sanctions
from huixin.attachments import Attachments
from huixin.audits import Audits
from huixin.bulletins import Bulletins
from huixin.bundles import Bundles
from huixin.campaigns import Campaigns
from huixin.cases import Cases, Liaisons
from huixin.check_operations import Checkable, CheckOptions, Circumstances
from huixin.commitments import Commitments
from huixin.config import TIMEOUT, settings
from huixin.duties import Duties
from huixin.flows import Flow, NeedToken, Send, Session, Sleep, Step, as_packed, build, renew_token
from huixin.impacts import Impacts
from huixin.inquiries import Inquiries
from huixin.members import Members
from huixin.monitoring import Monitoring, Supervisions
from huixin.operations import ImportMode
from huixin.plans import Plans
from huixin.punishments import Prompts, Tasks
from huixin.quotas import Quotas
from huixin.replicas import Replicas
from huixin.reports import Reports
from huixin.retries import RetryPolicy
from huixin.rights import Appeals, Exits, Merchants, Notices, Objections, Recognitions, Repairs, Stays
from huixin.roster import UploadedRoster
from huixin.rulesets import Rulesets, Suspensions
from huixin.screenings import Screenings
from huixin.sending import Many
from huixin.shadows import Shadows
from huixin.submissions import Submissions
from huixin.trainings import Trainings
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
from huixin.upstream import Upstream
from huixin.warnings import Warnings
from huixin.webhook_operations import DeliveryState

T = TypeVar("T")


class Client:
    """Asks Huixin, from any number of threads.

        Client()                                reads HUIXIN_URL, HUIXIN_CLIENT_ID, HUIXIN_CLIENT_SECRET
        Client(url, client_id, client_secret)   says them
        Client(timeout=30.0)                    seconds for each of connecting, sending, and waiting, in every request
        Client(retries=RetryPolicy(tries=1))    never tries again
        Client(http=httpx.Client(...))          sends through yours, with its timeouts; it stays yours to close
        Client(url, uscc, code, merchant=True)  a merchant itself asks, by the one-time code that it was given

    Raises ConfigurationError at once if address or credential is missing; every other error is a HuixinError too.
    """

    def __init__(
        self,
        url: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        *,
        timeout: float | httpx.Timeout | None = None,
        retries: RetryPolicy | None = None,
        http: httpx.Client | None = None,
        merchant: bool = False,
    ) -> None:
        given = settings(url, client_id, client_secret, merchant=merchant)
        policy = RetryPolicy() if retries is None else retries
        self._session = Session(given, policy, timeout_given=timeout is not None)
        self._http = httpx.Client(timeout=TIMEOUT if timeout is None else timeout) if http is None else http
        self._owns_http = http is None
        self._lock = Lock()
        self.decisions = Decisions(self)
        self.subjects = Subjects(self)
        self.lists = Lists(self)
        self.listings = Listings(self)
        self.changes = Changes(self)
        self.webhooks = Webhooks(self)
        self.clauses = Clauses(self)
        self.imports = Imports(self)
        self.upstream = Upstream(self)
        self.attachments = Attachments(self)
        self.cases = Cases(self)
        self.liaisons = Liaisons(self)
        self.duties = Duties(self)
        self.monitoring = Monitoring(self)
        self.supervisions = Supervisions(self)
        self.warnings = Warnings(self)
        self.reports = Reports(self)
        self.bulletins = Bulletins(self)
        self.submissions = Submissions(self)
        self.plans = Plans(self)
        self.tasks = Tasks(self)
        self.prompts = Prompts(self)
        self.screenings = Screenings(self)
        self.roster = UploadedRoster(self)
        self.audits = Audits(self)
        self.replicas = Replicas(self)
        self.members = Members(self)
        self.quotas = Quotas(self)
        self.recognitions = Recognitions(self)
        self.exits = Exits(self)
        self.notices = Notices(self)
        self.objections = Objections(self)
        self.stays = Stays(self)
        self.repairs = Repairs(self)
        self.appeals = Appeals(self)
        self.merchants = Merchants(self)
        self.commitments = Commitments(self)
        self.trainings = Trainings(self)
        self.campaigns = Campaigns(self)
        self.alliances = Alliances(self)
        self.signals = Signals(self)
        self.suspects = Suspects(self)
        self.inquiries = Inquiries(self)
        self.mandates = Mandates(self)
        self.memberships = Memberships(self)
        self.nominations = Nominations(self)
        self.sanctions = Sanctions(self)
        self.rulesets = Rulesets(self)
        self.impacts = Impacts(self)
        self.shadows = Shadows(self)
        self.suspensions = Suspensions(self)
        self.bundles = Bundles(self)

    def me(self) -> Me:
        """Who asks, and what the token allows."""
        return self.run(operations.me(self._session))

    def check(
        self,
        code: str | None = None,
        *,
        scene: str,
        idempotency_key: str | None = None,
        **options: Unpack[CheckOptions],
    ) -> Answer:
        """What is this merchant's standing, and what must or may I do about it? By code, or by name, or both."""
        return self.run(check_operations.check(self._session, code, scene, options, idempotency_key))

    def check_many(
        self, items: Iterable[Checkable], *, scene: str | None = None, **options: Unpack[Circumstances]
    ) -> Iterator[BatchItem]:
        """Answers in the order of the items, which may be endless: each holds an answer or its own problem."""
        return self.each(check_operations.check_many(self._session, items, scene, options))

    def run(self, flow: Flow[T]) -> T:
        """Drive a flow to its result."""
        try:
            step = next(flow)
            while True:
                try:
                    result = self._perform(step)
                except httpx.RequestError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            done: T = end.value
            return done

    def each(self, flows: Many[T]) -> Iterator[T]:
        """Drive flows one after the other, as far as their items are wanted."""
        for flow in flows:
            yield from self.run(flow)

    def _perform(self, step: Step) -> Any:
        match step:
            case Send(packed=True):
                response = as_packed(self._http.send(build(self._http, self._session, step), stream=True))
                response.read()
                return response
            case Send():
                return self._http.send(build(self._http, self._session, step))
            case Sleep(seconds):
                return sleep(seconds)
            case NeedToken(refused):
                with self._lock:
                    return self._session.usable_token(refused) or self.run(renew_token(self._session))

    def close(self) -> None:
        if self._owns_http:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Part:
    """One concept of the service: `client.<concept>` is `/v1/<concept>`."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._session = client._session


class Decisions(_Part):
    def get(self, decision_id: str, *, rederive: bool = False) -> DecisionView:
        """What was answered, less what may no longer be shown. `rederive`: and whether what is stored still comes to
        it."""
        return self._client.run(operations.decision(self._session, decision_id, rederive))

    def receipt(self, decision_id: str) -> Receipt:
        """What proves the decision away from the service: see `huixin.local.receipts.verify`."""
        return self._client.run(operations.receipt(self._session, decision_id))

    def document(self, decision_id: str, form: Literal["html", "pdf"] = "html") -> bytes:
        """The notice to be served on the merchant, as a page to print."""
        return self._client.run(operations.decision_document(self._session, decision_id, form))

    def upload(self, decisions: LocalDecisions) -> LocalDecisionsKept:
        """Decisions that were made from a bundle, into the log; sent again they change nothing."""
        return self._client.run(operations.upload_decisions(self._session, decisions))

    def review(
        self, decision_id: str, *, subject_id: str, judgement: Literal["same", "not_the_same"], by: str, why: str
    ) -> Judgement:
        """Record a person's judgement: is this candidate the merchant that was asked for?"""
        said = {"subject_id": subject_id, "judgement": judgement, "by": by, "why": why}
        return self._client.run(operations.review(self._session, decision_id, said))


class Subjects(_Part):
    def get(self, uscc: str) -> SubjectView:
        """A subject by its 统一社会信用代码, with the records that the caller may see."""
        return self._client.run(operations.subject(self._session, uscc))


class Lists(_Part):
    def all(self) -> list[ListView]:
        return self._client.run(operations.lists(self._session))


class Listings(_Part):
    def iter(
        self,
        *,
        list: str | None = None,  # noqa: A002 - the word of the wire
        limit: int | None = None,
    ) -> Iterator[ListingView]:
        """Every listing that the caller may see, page after page; `limit` is the size of a page."""
        return self._client.each(operations.listings(self._session, {"list": list, "limit": limit}))


class Changes(_Part):
    def iter(self, *, after: int = 0, limit: int | None = None) -> Iterator[Change]:
        """Every change after that sequence, in order, up to now; `limit` is the size of a page.

        Begin again later with `after` = the `sequence` of the last one.
        """
        return self._client.each(operations.changes(self._session, after, limit))

    def page(self, *, after: int = 0, limit: int | None = None) -> ChangePage:
        """One page. Its `next` moves past what the caller may not see, so that nothing is looked through twice."""
        return self._client.run(operations.change_page(self._session, after, limit))


class Webhooks(_Part):
    def all(self) -> list[WebhookView]:
        """The member's own, disabled ones too, oldest first."""
        return self._client.run(webhook_operations.webhooks(self._session))

    def get(self, webhook_id: str) -> WebhookView:
        return self._client.run(webhook_operations.webhook(self._session, webhook_id))

    def add(self, url: str, *, types: Sequence[str] = (), after: int | None = None) -> NewWebhook:
        """Enter a webhook; its secret is shown this once. Not tried again once sent: there would be two."""
        fields = {"url": url, "types": list(types), "after": after}
        return self._client.run(webhook_operations.add_webhook(self._session, fields))

    def rotate(self, webhook_id: str) -> WebhookSecret:
        """A new secret, shown this once; for a day deliveries are signed with both."""
        return self._client.run(webhook_operations.rotate_webhook_secret(self._session, webhook_id))

    def disable(self, webhook_id: str) -> WebhookView:
        """Nothing more is sent to it."""
        return self._client.run(webhook_operations.disable_webhook(self._session, webhook_id))

    def deliveries(
        self, webhook_id: str, *, state: DeliveryState | None = None, limit: int | None = None
    ) -> Iterator[DeliveryView]:
        """What was sent, with all tries, newest first; `limit` is the size of a page."""
        filters = {"state": state, "limit": limit}
        return self._client.each(webhook_operations.deliveries(self._session, webhook_id, filters))

    def replay(self, webhook_id: str) -> int:
        """Send what was given up on its way again; how many there were."""
        return self._client.run(webhook_operations.replay(self._session, webhook_id))


class Clauses(_Part):
    def all(self) -> list[ClauseView]:
        return self._client.run(operations.clauses(self._session))

    def add(self, clause: ClauseRequest) -> ClauseView:
        """Enter a clause of the member's own. Not tried again once sent: the service would hold it twice."""
        return self._client.run(operations.add_clause(self._session, clause))

    def versions(self, clause_id: str) -> list[ClauseVersion]:
        """All that a clause ever said, the oldest first."""
        return self._client.run(operations.clause_versions(self._session, clause_id))

    def end(self, clause_id: str) -> ClauseView:
        """Today is the first day on which it no longer holds."""
        return self._client.run(operations.end_clause(self._session, clause_id))


class Imports(_Part):
    def upload(
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
        with Path(path).open("rb") as file:
            named = (Path(path).name, file)
            return self._client.run(operations.upload(self._session, named, list, fields, mapping))

    def get(self, import_id: str) -> ImportReport:
        return self._client.run(operations.import_report(self._session, import_id))

    def confirm(self, import_id: str, path: str | Path, *, mapping: Mapping[str, str] | None = None) -> ImportReport:
        """Confirm the exits that a full file proposes, by sending the same file with the same mapping again."""
        with Path(path).open("rb") as file:
            named = (Path(path).name, file)
            return self._client.run(operations.confirm_import(self._session, import_id, named, mapping))
