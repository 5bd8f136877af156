"""The answer to a batch: each item's answer or problem, at its place."""

from huixin.types.answer import Answer
from huixin.types.base import Reply
from huixin.types.problem import Problem


class BatchItem(Reply):
    """Either an answer or a problem, at the place of the item asked."""

    answer: Answer | None = None
    problem: Problem | None = None


class BatchAnswer(Reply):
    items: list[BatchItem]
