"""What is looked up when Prometheus reads: how things stand in the database, and how often the rules ran."""

from collections.abc import Iterator, Mapping

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from models.gauges import Gauges
from rules.decide import remembered


class Standings(Collector):
    """`here`: the sequence up to which this replica answers; None where every check reads the database itself."""

    def __init__(self, gauges: Gauges, here: int | None = None) -> None:
        self._gauges = gauges
        self._here = gauges.sequence if here is None else here

    def collect(self) -> Iterator[Metric]:
        found = self._gauges
        yield GaugeMetricFamily("huixin_sequence", "The newest change", value=found.sequence)
        behind = max(found.sequence - self._here, 0)
        yield GaugeMetricFamily("huixin_replica_behind", "Changes that this replica does not answer yet", value=behind)
        yield _by("list", "huixin_freshness_seconds", "Since the day on which a feed last stated it", found.freshness)
        yield _by("kind", "huixin_jobs", "Jobs in the queue", found.queues)
        yield _by("kind", "huixin_jobs_overdue", "Jobs that should have begun", found.overdue)
        yield GaugeMetricFamily(
            "huixin_webhook_behind", "Changes that some webhook is not told yet", value=found.untold
        )
        hits, runs = remembered()
        decided = CounterMetricFamily("huixin_decisions", "Verdicts by how they were found", labels=["by"])
        decided.add_metric(["memory"], hits)
        decided.add_metric(["engine"], runs)
        yield decided


def _by(label: str, name: str, says: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family
