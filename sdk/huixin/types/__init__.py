"""Wire types: what the service takes and gives as JSON, the same in server and client.

Requests refuse unknown fields; answers tolerate them, so that an old client can read a newer service.
Days are ISO dates of Asia/Shanghai, instants are UTC.
"""

from huixin.types.answer import Answer, Candidate, Identity, MeasureView, ReasonView, Review, ReviewCause
from huixin.types.base import Day, Label, Line, Passage, Reply, Request, Short
from huixin.types.batch import BatchAnswer, BatchItem
from huixin.types.change import Change, ChangePage
from huixin.types.clause import ClauseList, ClauseRequest, ClauseView
from huixin.types.decision import DecisionView, Judgement, ReviewRequest
from huixin.types.importing import ImportIssue, ImportReport
from huixin.types.listing import ListingPage, ListingView, ListView, SubjectView
from huixin.types.problem import Problem, ProblemPointer
from huixin.types.question import Authorisation, BatchRequest, CampaignQuery, CheckRequest, SubjectQuery
from huixin.types.record import AsOf, GroundView, RecordView
from huixin.types.token import TokenReply
from huixin.types.webhook import (
    DeliveryPage,
    DeliveryView,
    Event,
    NewWebhook,
    Replay,
    TryView,
    WebhookList,
    WebhookRequest,
    WebhookSecret,
    WebhookView,
)

__all__ = [
    "Answer",
    "AsOf",
    "Authorisation",
    "BatchAnswer",
    "BatchItem",
    "BatchRequest",
    "CampaignQuery",
    "Candidate",
    "Change",
    "ChangePage",
    "CheckRequest",
    "ClauseList",
    "ClauseRequest",
    "ClauseView",
    "Day",
    "DecisionView",
    "DeliveryPage",
    "DeliveryView",
    "Event",
    "GroundView",
    "Identity",
    "ImportIssue",
    "ImportReport",
    "Judgement",
    "Label",
    "Line",
    "ListView",
    "ListingPage",
    "ListingView",
    "MeasureView",
    "NewWebhook",
    "Passage",
    "Problem",
    "ProblemPointer",
    "ReasonView",
    "RecordView",
    "Replay",
    "Reply",
    "Request",
    "Review",
    "ReviewCause",
    "ReviewRequest",
    "Short",
    "SubjectQuery",
    "SubjectView",
    "TokenReply",
    "TryView",
    "WebhookList",
    "WebhookRequest",
    "WebhookSecret",
    "WebhookView",
]
