"""`LocalChecker`: checks from the bundle in a folder, which this or another program keeps up to date."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from sqlite3 import OperationalError
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Literal, TypeVar, Unpack

from huixin.check_operations import Checkable, CheckOptions, Circumstances, check_request, request_of
from huixin.core.vocabulary import Outcome, Role
from huixin.core.windows import day_of
from huixin.local.checker import BundleChecker, NotCovered, Own
from huixin.local.decided import Basis, Held, decision_of, new_id, verdict_decided
from huixin.local.folder import Folder, Keys
from huixin.local.following import Followed, Following
from huixin.local.manifest import BundleRefused, check_use, digest_of
from huixin.local.prudence import ADVERSE, LocalAnswer, stale, uncovered
from huixin.local.spool import FILE, Spool
from huixin.local.verdicts import Verdicts
from huixin.types.answer import Answer
from huixin.types.question import CheckRequest
from huixin.types.record import AsOf
from huixin.types.screening import ScreeningRun

if TYPE_CHECKING:
    from huixin.client import Client

T = TypeVar("T")
Otherwise = Literal["raise", "review"]
LOOK_AGAIN = 1.0
"""Seconds after which it is looked whether another program has brought the folder up to date."""


class LocalChecker:
    """Answers from any number of threads.

        LocalChecker.open(path)                        answers from the bundle in that folder
        LocalChecker.open(path, client=Client())       fetches it first where there is none, and asks online what the
                                                       bundle does not cover
        LocalChecker.open(path, otherwise="review")    what nothing answers comes to review; else NotCovered is raised

    `adverse_max_age`: an adverse answer counts only as long as the bundle is no older; after that it comes to review.
    `keys`: the service's public keys (JWKs), where they are not to be fetched once and kept.
    """

    def __init__(
        self,
        folder: Folder,
        client: "Client | None",
        otherwise: Otherwise,
        adverse_max_age: timedelta,
        now: Callable[[], datetime],
    ) -> None:
        self._folder, self._client, self._otherwise = folder, client, otherwise
        self._adverse_max_age, self._now = adverse_max_age, now
        self._turn = Lock()
        self._look_at = 0.0
        self._bundle = self._opened()
        self._spool = Spool(folder.path / FILE)

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        client: "Client | None" = None,
        otherwise: Otherwise = "raise",
        adverse_max_age: timedelta = timedelta(hours=24),
        keys: Keys | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> "LocalChecker":
        """Raises BundleRefused."""
        folder = Folder(Path(path))
        if keys is not None:
            folder.pin(keys)
        if client is not None and folder.state() is None:
            Following(folder, client, day_of(now())).run()
        return cls(folder, client, otherwise, adverse_max_age, now)

    @property
    def age(self) -> timedelta:
        """Since when nothing has been heard of what it answers from."""
        return self._age(self._current())

    @property
    def is_stale(self) -> bool:
        """Whether adverse answers come to review."""
        return self.age > self._adverse_max_age

    @property
    def held(self) -> Held:
        """What it answers from now, to be asked about many (`huixin.bulk.verdicts_of`): that records nothing."""
        return self._current()

    def record(self, basis: Basis, *, input_sha256: str, output_sha256: str, counts: Mapping[str, int]) -> ScreeningRun:
        """Writes down the run of a screening, on disk when this returns, to be sent as decisions are. Raises
        NotRecorded."""
        run = basis.run(self._now(), input_sha256, output_sha256, dict(counts))
        self._spool.add(run.model_dump(mode="json"))
        self._spool.flush()
        return run

    def check(self, code: str | None = None, *, scene: str, **options: Unpack[CheckOptions]) -> LocalAnswer:
        """As `Client.check`: the same answer, marked with its source and age. Raises NotCovered."""
        return self._checked(request_of(code, scene, options))

    def check_many(
        self, items: Iterable[Checkable], *, scene: str | None = None, **options: Unpack[Circumstances]
    ) -> Iterator[LocalAnswer]:
        """Answers in the order of the items. Raises NotCovered at the first that nothing answers."""
        for item in items:
            yield self._checked(request_of(item, scene, options))

    def verdict(self, code: str, *, scene: str, role: Role = Role.MERCHANT) -> Outcome:
        """The outcome alone, in a tenth of the time. Raises NotCovered."""
        try:
            return self._with_bundle(lambda bundle: self._verdict(bundle, code, scene, role))
        except NotCovered:
            return self.check(code, scene=scene, role=role).outcome

    def follow(self, client: "Client | None" = None) -> Followed:
        """Fetches what is new and answers from it from now on; then sends the decisions made here. Whatever goes wrong,
        what was there goes on to be answered from."""
        asked = client or self._client
        if asked is None:
            raise ValueError("follow needs a client")
        followed = Following(self._folder, asked, day_of(self._now())).run()
        with self._turn:
            self._bundle = self._opened()
        self.upload(asked)
        return followed

    def upload(self, client: "Client | None" = None) -> int:
        """Sends the decisions that were made here to the service; how many."""
        asked = client or self._client
        if asked is None:
            raise ValueError("upload needs a client")
        return self._spool.upload(asked)

    def close(self) -> None:
        """All decisions are on disk when it returns. Raises NotRecorded."""
        self._spool.close()

    def __enter__(self) -> "LocalChecker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _checked(self, request: CheckRequest) -> LocalAnswer:
        try:
            return self._with_bundle(lambda bundle: self._answered(bundle, request))
        except NotCovered as error:
            return self._otherwise_answered(request, error)

    def _answered(self, bundle: Held, request: CheckRequest) -> LocalAnswer:
        checked = bundle.checker.checked(request)
        age, answer = self._age(bundle), checked.answer
        is_stale = answer.outcome in ADVERSE and age > self._adverse_max_age
        if is_stale:
            answer = stale(answer)
        self._spool.add(decision_of(checked, answer, request, bundle, self._now(), is_stale))
        return _marked(answer, "local", age)

    def _verdict(self, bundle: Held, code: str, scene: str, role: Role) -> Outcome:
        verdict = bundle.verdicts.of(code, scene, role)
        outcome, now = verdict.outcome, self._now()
        is_stale = outcome in ADVERSE and self._age(bundle, now) > self._adverse_max_age
        if is_stale:
            outcome = Outcome.REVIEW
        self._spool.add(verdict_decided(verdict, outcome, scene, role, bundle, now, is_stale))
        return outcome

    def _otherwise_answered(self, request: CheckRequest, error: NotCovered) -> LocalAnswer:
        if self._client is not None:
            flow = check_request(self._client._session, request)
            return _marked(self._client.run(flow), "service", None)
        if self._otherwise == "raise":
            raise error
        bundle = self._current()
        about, kind = bundle.opened.base.about, bundle.opened.own.kind
        as_of = AsOf(date=request.on or day_of(self._now()), sequence=about.sequence, ruleset=about.rules[0][1])
        return _marked(uncovered(request, kind, new_id(), as_of), "local", self._age(bundle))

    def _with_bundle(self, ask: Callable[[Held], T]) -> T:
        """Of a bundle whose files went while it was asked the next one is asked."""
        bundle = self._current()
        try:
            return ask(bundle)
        except OperationalError:
            newer = self._reopened(bundle)
            if newer is bundle:
                raise
            return ask(newer)

    def _current(self) -> Held:
        if monotonic() >= self._look_at and self._turn.acquire(blocking=False):
            try:
                self._look_at = monotonic() + LOOK_AGAIN
                if self._folder.written() != self._bundle.written:
                    self._bundle = self._opened()
            except BundleRefused:
                # what was looked at before is as good as it was
                pass
            finally:
                self._turn.release()
        return self._bundle

    def _reopened(self, bundle: Held) -> Held:
        with self._turn:
            if self._bundle is bundle and self._folder.written() != bundle.written:
                self._bundle = self._opened()
            return self._bundle

    def _opened(self) -> Held:
        written, opened = self._folder.written(), self._folder.open()
        check_use(opened.manifest, opened.own.member_id, opened.own.kind, self._today())
        own = Own(opened.own.kind, opened.own.clauses, frozenset(opened.own.judged))
        checker = BundleChecker(opened.base, own, self._today)
        verdicts = Verdicts(opened.base, own, checker, self._today)
        return Held(opened, checker, verdicts, digest_of(opened.state.newest or ""), written, monotonic())

    def _today(self) -> date:
        return day_of(self._now())

    def _age(self, bundle: Held, now: datetime | None = None) -> timedelta:
        # a clock that is behind, or was set back, makes nothing fresher
        apart = abs((now or self._now()) - bundle.opened.manifest.made_at)
        return max(apart, timedelta(seconds=monotonic() - bundle.since))


def _marked(answer: Answer, source: Literal["local", "service"], age: timedelta | None) -> LocalAnswer:
    # the parts are whole already: nothing is validated again
    return LocalAnswer.model_construct(**dict(answer), source=source, age=age)
