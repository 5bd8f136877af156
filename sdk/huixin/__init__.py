"""Huixin 惠信: ask what a merchant's credit standing is, and what that means for you.

from huixin import Client
answer = Client().check("91441300195971850Y", scene="onboarding")
print(answer.outcome, answer.explanation.zh)
"""

import typing

from huixin.async_client import AsyncClient
from huixin.client import Client
from huixin.core.vocabulary import (
    Binding,
    BrushingForm,
    ClauseKind,
    MeasureClass,
    MemberKind,
    Outcome,
    Provenance,
    Rank,
    Rectification,
    Role,
    Severity,
    Standing,
    SubjectKind,
)
from huixin.errors import (
    AgreementNotSigned,
    AsNotAllowed,
    BadArgument,
    CaseActionRefused,
    ConfigurationError,
    Conflict,
    ConnectionFailed,
    ConnectionLost,
    DailyQuotaUsed,
    Forbidden,
    HistoryScopeNeeded,
    HuixinError,
    IdempotencyKeyReused,
    IdentityNotProved,
    ImportUnreadable,
    InternalError,
    InvalidClient,
    InvalidContent,
    InvalidScope,
    MalformedRequest,
    MethodNotAllowed,
    MissingScope,
    NoMandate,
    NotACandidate,
    NotFound,
    NotOfTheAssociation,
    OutsideStandard,
    OutsideWindow,
    PreconditionFailed,
    RateLimited,
    SecondPersonNeeded,
    ServiceError,
    TimedOut,
    TokenAlgorithmRefused,
    TokenExpired,
    TokenForged,
    TokenKeyUnknown,
    TokenMalformed,
    TokenRevoked,
    TokenWrongAudience,
    TooLarge,
    TransportError,
    Unauthenticated,
    Unavailable,
    UnexpectedAnswer,
    UnsupportedGrantType,
    UnsupportedMedia,
    WrongAddress,
    for_problem,
)
from huixin.retries import RetryPolicy
from huixin.types.answer import (
    Answer,
    Candidate,
    Identity,
    MeasureRule,
    MeasureView,
    ReasonView,
    ReplacedMeasure,
    Review,
    ReviewCause,
)
from huixin.types.base import Label
from huixin.types.batch import BatchItem
from huixin.types.change import Change, ChangePage
from huixin.types.clause import ClauseRequest, ClauseView
from huixin.types.decision import DecisionView, Judgement, ReviewRequest
from huixin.types.importing import ImportIssue, ImportReport
from huixin.types.listing import ListingView, ListView, SubjectView
from huixin.types.problem import Problem, ProblemPointer
from huixin.types.question import Authorisation, CampaignQuery, CheckRequest, SubjectQuery
from huixin.types.record import AsOf, GroundView, RecordView
from huixin.types.webhook import DeliveryView, Event, NewWebhook, TryView, WebhookRequest, WebhookSecret, WebhookView

if typing.TYPE_CHECKING:
    from huixin.bulk import screen as screen

__all__ = [
    "AgreementNotSigned",
    "Answer",
    "AsNotAllowed",
    "AsOf",
    "AsyncClient",
    "Authorisation",
    "BadArgument",
    "BatchItem",
    "Binding",
    "BrushingForm",
    "CampaignQuery",
    "Candidate",
    "CaseActionRefused",
    "Change",
    "ChangePage",
    "CheckRequest",
    "ClauseKind",
    "ClauseRequest",
    "ClauseView",
    "Client",
    "ConfigurationError",
    "Conflict",
    "ConnectionFailed",
    "ConnectionLost",
    "DailyQuotaUsed",
    "DecisionView",
    "DeliveryView",
    "Event",
    "Forbidden",
    "GroundView",
    "HistoryScopeNeeded",
    "HuixinError",
    "IdempotencyKeyReused",
    "Identity",
    "IdentityNotProved",
    "ImportIssue",
    "ImportReport",
    "ImportUnreadable",
    "InternalError",
    "InvalidClient",
    "InvalidContent",
    "InvalidScope",
    "Judgement",
    "Label",
    "ListView",
    "ListingView",
    "MalformedRequest",
    "MeasureClass",
    "MeasureRule",
    "MeasureView",
    "MemberKind",
    "MethodNotAllowed",
    "MissingScope",
    "NewWebhook",
    "NoMandate",
    "NotACandidate",
    "NotFound",
    "NotOfTheAssociation",
    "Outcome",
    "OutsideStandard",
    "OutsideWindow",
    "PreconditionFailed",
    "Problem",
    "ProblemPointer",
    "Provenance",
    "Rank",
    "RateLimited",
    "ReasonView",
    "RecordView",
    "Rectification",
    "ReplacedMeasure",
    "RetryPolicy",
    "Review",
    "ReviewCause",
    "ReviewRequest",
    "Role",
    "SecondPersonNeeded",
    "ServiceError",
    "Severity",
    "Standing",
    "SubjectKind",
    "SubjectQuery",
    "SubjectView",
    "TimedOut",
    "TokenAlgorithmRefused",
    "TokenExpired",
    "TokenForged",
    "TokenKeyUnknown",
    "TokenMalformed",
    "TokenRevoked",
    "TokenWrongAudience",
    "TooLarge",
    "TransportError",
    "TryView",
    "Unauthenticated",
    "Unavailable",
    "UnexpectedAnswer",
    "UnsupportedGrantType",
    "UnsupportedMedia",
    "WebhookRequest",
    "WebhookSecret",
    "WebhookView",
    "WrongAddress",
    "for_problem",
]


def __getattr__(name: str) -> typing.Any:
    """`huixin.screen` needs the extra `bulk`, which nobody else has to install."""
    if name != "screen":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from huixin.bulk import screen

    return screen
