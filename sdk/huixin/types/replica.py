"""Replicas: the processes that answer, and how fresh each is."""

from datetime import datetime

from huixin.types.base import Reply


class ReplicaView(Reply):
    """`sequence`: the change up to which it answered on its hot path when it was last seen, null before that is told;
    `behind`: how many have come since. `current_at`: when it last answered all that was known, `age_seconds` ago.
    `silent`: it has not been seen for half a minute."""

    id: str
    name: str
    started_at: datetime
    seen_at: datetime
    sequence: int | None
    behind: int | None
    current_at: datetime | None
    age_seconds: float | None
    silent: bool


class ReplicaList(Reply):
    """`sequence`: the newest change. `items`: by name; what has been silent for a day is not there."""

    sequence: int
    items: list[ReplicaView]
