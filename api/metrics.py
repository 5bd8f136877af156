"""What the service is seen by from outside: counted in this process, and read by Prometheus.

A plain object: routes, the hot path and the writer of the log call it. What stands in the databases, and how often the
rule engine ran, is looked up when somebody reads, and costs a check nothing (`api/gauges.py`).
"""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.registry import Collector

from api.spans import Spans

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
DECISIONS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096)


class Metrics:
    """One for each process. Labels are words of the service's own, never of a caller's."""

    def __init__(self) -> None:
        self.here: Callable[[], int | None] = lambda: None
        """Up to which change this process answers; None while every check reads the database itself."""
        self.spans: Spans | None = None
        """Where each request goes as a span too; None where nobody asked for that."""
        self._registry = CollectorRegistry()
        self._checks = Counter(
            "huixin_checks", "Checks that were answered", ("outcome", "scene"), registry=self._registry
        )
        self._refusals = Counter("huixin_refusals", "Problems that were answered", ("code",), registry=self._registry)
        self._seconds = Histogram(
            "huixin_request_seconds",
            "From a request to its answer",
            ("route",),
            registry=self._registry,
            buckets=SECONDS,
        )
        self._commits = Histogram(
            "huixin_commit_decisions", "Decisions in one commit", registry=self._registry, buckets=DECISIONS
        )

    def checked(self, outcome: str, scene: str) -> None:
        """A check was answered. `scene`: one that the rules have."""
        self._checks.labels(outcome, scene).inc()

    def refused(self, code: str) -> None:
        """A problem was answered."""
        self._refusals.labels(code).inc()

    def answered(self, route: str, seconds: float) -> None:
        """A request was answered. `route`: the address with the names of its parts, never what was sent."""
        self._seconds.labels(route).observe(seconds)

    def committed(self, decisions: int) -> None:
        """So many decisions went into the log at once."""
        self._commits.observe(decisions)

    def exposition(self, *further: Collector) -> bytes:
        """All of it as Prometheus reads it, with what further collectors look up."""
        told = [generate_latest(self._registry), *map(_told, further)]
        return b"".join(told)


def _told(collector: Collector) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(collector)
    return generate_latest(registry)
