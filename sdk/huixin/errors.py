"""Everything the SDK raises.

    HuixinError
      ConfigurationError        no address or credential, or an address that is none
      BadArgument               what was passed cannot be asked; also a ValueError
      TransportError            no answer came
        ConnectionFailed          nothing listens there, or the name is unknown
        ConnectionLost            the connection broke before the answer was whole
        TimedOut                  the answer took too long
      WebhookError              what came did not come from Huixin, or not now (huixin.webhooks): HeaderMissing,
                                TimestampTooOld, TimestampTooNew, SignatureWrong, EventUnreadable
      NotCovered                a bundle cannot answer this; only the service can
      BundleRefused             a bundle that must not be answered from: unsigned, altered, over, or another's
      NotRecorded               decisions cannot be written down on this machine, so none is given
      ReceiptRefused            a receipt that proves nothing: unsigned, altered, or under another head
      UnexpectedAnswer          an answer came, but not one of Huixin's
        WrongAddress              something else lives at that address
      ServiceError              the service refused, and says why: one class for each problem type
        MalformedRequest    400   UnsupportedGrantType, InvalidScope
        Unauthenticated     401   InvalidClient, TokenMalformed, TokenAlgorithmRefused, TokenKeyUnknown, TokenForged,
                                  TokenExpired, TokenWrongAudience, TokenRevoked
        Forbidden           403   MissingScope, AsNotAllowed, HistoryScopeNeeded, IdentityNotProved, SecondPersonNeeded,
                                  AgreementNotSigned, NoMandate, OutsideWindow, OutsideStandard, NotOfTheAssociation
        NotFound            404
        MethodNotAllowed    405
        Conflict            409   CaseActionRefused
        PreconditionFailed  412
        TooLarge            413
        UnsupportedMedia    415
        InvalidContent      422   IdempotencyKeyReused, ImportUnreadable, NotACandidate
        RateLimited         429   DailyQuotaUsed
        InternalError       500
        Unavailable         503

Those on the right are kinds of the one on the left, so that `except Unauthenticated` takes every 401.
`str()` of a ServiceError carries the request id; `user_message` does not.
"""
# ruff: noqa: N818 - the names say what happened, the base class that it is an error

from collections.abc import Iterator
from typing import ClassVar

from huixin.types.problem import Problem, ProblemPointer

PROBLEM_PREFIX = "urn:huixin:problem:"


class HuixinError(Exception):
    """Whatever goes wrong between this program and an answer."""


class ConfigurationError(HuixinError):
    """The client does not know where to ask or as whom."""


class BadArgument(HuixinError, ValueError):
    """What was passed cannot be put into a request; nothing was sent."""


class TransportError(HuixinError):
    """No answer came, after all tries."""


class ConnectionFailed(TransportError):
    """No connection could be made: is the service running, is the address right?"""


class ConnectionLost(TransportError):
    """The connection broke before the answer was whole. The service may have done its work."""


class TimedOut(TransportError):
    """The service took longer than the client's timeout. It may have done its work."""


class UnexpectedAnswer(HuixinError):
    """An answer came that this SDK cannot read: no JSON, or not of the shape agreed."""


class WrongAddress(UnexpectedAnswer):
    """Something answers at that address, but it is not Huixin."""


class ServiceError(HuixinError):
    """The service refused. `errors` say what is wrong and where; `retry_after` is in seconds, if it named a time."""

    code: ClassVar[str] = ""

    def __init__(self, problem: Problem, retry_after: float | None = None) -> None:
        super().__init__(problem.title)
        self.problem = problem
        self.retry_after = retry_after

    @property
    def problem_code(self) -> str:
        """Code of the problem as the service gave it, also where this SDK is too old to have a class for it."""
        return self.problem.type.removeprefix(PROBLEM_PREFIX)

    @property
    def status(self) -> int:
        return self.problem.status

    @property
    def request_id(self) -> str | None:
        """Name it when you ask the service's operators."""
        return self.problem.request_id

    @property
    def errors(self) -> tuple[ProblemPointer, ...]:
        return tuple(self.problem.errors)

    @property
    def user_message(self) -> str:
        """What a person should read: what is wrong, and each place where."""
        told = [self.problem.title, self.problem.detail or "", *(_place(error) for error in self.problem.errors)]
        return " ".join(dict.fromkeys(part for part in told if part))

    def __str__(self) -> str:
        trace = f", request {self.request_id}" if self.request_id else ""
        return f"{self.user_message} [{self.status} {self.problem_code}{trace}]"


def _place(error: ProblemPointer) -> str:
    return f"{error.pointer}: {error.message}" if error.pointer else error.message


class MalformedRequest(ServiceError):
    """The request cannot be read: its body is not JSON, for one."""

    code = "malformed_request"


class UnsupportedGrantType(MalformedRequest):
    """The token was asked for in another way than by client credentials."""

    code = "unsupported_grant_type"


class InvalidScope(MalformedRequest):
    """A scope was asked for that the credential does not have."""

    code = "invalid_scope"


class Unauthenticated(ServiceError):
    """No token, or one that the service does not accept; its kinds say why."""

    code = "unauthenticated"


class InvalidClient(Unauthenticated):
    """Client id and secret do not fit, or the credential is no longer in force."""

    code = "invalid_client"


class TokenMalformed(Unauthenticated):
    """The token cannot be read."""

    code = "token_malformed"


class TokenAlgorithmRefused(Unauthenticated):
    """The token is signed in a way that the service does not accept."""

    code = "token_algorithm_refused"


class TokenKeyUnknown(Unauthenticated):
    """The token is signed with a key that the service does not know."""

    code = "token_key_unknown"


class TokenForged(Unauthenticated):
    """The token's signature does not hold."""

    code = "token_forged"


class TokenExpired(Unauthenticated):
    """A token just renewed is called expired: look at the clocks."""

    code = "token_expired"


class TokenWrongAudience(Unauthenticated):
    """The token is for another service."""

    code = "token_wrong_audience"


class TokenRevoked(Unauthenticated):
    """The member or its credential is disabled."""

    code = "token_revoked"


class Forbidden(ServiceError):
    """The caller may not do this."""

    code = "forbidden"


class MissingScope(Forbidden):
    """The credential lacks the scope that this needs."""

    code = "missing_scope"


class AsNotAllowed(Forbidden):
    """Only the centre, departments and auditors ask as another kind of member."""

    code = "as_not_allowed"


class HistoryScopeNeeded(Forbidden):
    """A past day was asked about without the scope `history`."""

    code = "history_scope_needed"


class IdentityNotProved(Forbidden):
    """The code of a merchant does not hold, or is not this merchant's."""

    code = "identity_not_proved"


class SecondPersonNeeded(Forbidden):
    """Whoever worked on it does not approve it."""

    code = "second_person_needed"


class AgreementNotSigned(Forbidden):
    """The version of the alliance's agreement that is in force is not signed, or one has left."""

    code = "agreement_not_signed"


class NoMandate(Forbidden):
    """The centre has not authorised the caller to apply this standard."""

    code = "no_mandate"


class OutsideWindow(Forbidden):
    """It has, but not for this day."""

    code = "outside_window"


class OutsideStandard(Forbidden):
    """The standard does not hold today, or names no such fact."""

    code = "outside_standard"


class NotOfTheAssociation(Forbidden):
    """An association's own list works on its members alone."""

    code = "not_of_the_association"


class NotFound(ServiceError):
    """There is none, or none that the caller may see."""

    code = "not_found"


class MethodNotAllowed(ServiceError):
    """The address exists, the method does not."""

    code = "method_not_allowed"


class Conflict(ServiceError):
    """It does not fit what is there."""

    code = "conflict"


class CaseActionRefused(Conflict):
    """The case does not take this action as it stands; the detail names what it does take."""

    code = "case_action_refused"


class PreconditionFailed(ServiceError):
    """Somebody has changed it since it was read: read it again."""

    code = "precondition_failed"


class TooLarge(ServiceError):
    """The body is larger than the service takes."""

    code = "too_large"


class UnsupportedMedia(ServiceError):
    """The body is of a kind that the service does not take."""

    code = "unsupported_media_type"


class InvalidContent(ServiceError):
    """Well formed, but the content is wrong; `errors` point at each place."""

    code = "invalid_content"


class IdempotencyKeyReused(InvalidContent):
    """The same Idempotency-Key came with another body."""

    code = "idempotency_key_reused"


class ImportUnreadable(InvalidContent):
    """The list file cannot be read at all."""

    code = "import_unreadable"


class NotACandidate(InvalidContent):
    """A judgement names a subject that is not part of the decision."""

    code = "not_a_candidate"


class RateLimited(ServiceError):
    """Too many requests, after all tries: the service says so, or a gateway before it."""

    code = "rate_limited"


class DailyQuotaUsed(RateLimited):
    """No more checks until the day in Shanghai is over; `retry_after` says when that is."""

    code = "daily_quota_used"


class InternalError(ServiceError):
    """The service failed; its operators find the cause by the request id."""

    code = "internal_error"


class Unavailable(ServiceError):
    """The service cannot answer now, after all tries."""

    code = "unavailable"


def _known(base: type[ServiceError]) -> Iterator[tuple[str, type[ServiceError]]]:
    for kind in base.__subclasses__():
        yield kind.code, kind
        yield from _known(kind)


BY_CODE: dict[str, type[ServiceError]] = dict(_known(ServiceError))
BY_STATUS: dict[int, type[ServiceError]] = {
    400: MalformedRequest,
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    409: Conflict,
    412: PreconditionFailed,
    413: TooLarge,
    415: UnsupportedMedia,
    422: InvalidContent,
    429: RateLimited,
    500: InternalError,
    503: Unavailable,
}
"""Class of a problem whose type is newer than this SDK."""


def for_problem(problem: Problem, retry_after: float | None = None) -> ServiceError:
    """The error to raise for a problem: by its type, else by its status, else the base class."""
    by_status = BY_STATUS.get(problem.status, ServiceError)
    return BY_CODE.get(problem.type.removeprefix(PROBLEM_PREFIX), by_status)(problem, retry_after)
