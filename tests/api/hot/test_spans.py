"""Requests as spans of OpenTelemetry: what they tell, what they never hold, and that nobody pays who asked for none."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from api.spans import Spans
from tests.api.conftest import BLACK, CLEAN, NAME, World
from tests.api.hot.conftest import Both
from tests.api.hot.test_parity import ASK

PERSON = "11010519491231002X"
PLANTED = (BLACK, CLEAN, NAME, PERSON, PERSON[:8])


@pytest.fixture
def sent(world: World) -> Iterator[InMemorySpanExporter]:
    """What has gone out."""
    exporter = InMemorySpanExporter()
    world.context.metrics.spans = Spans(SimpleSpanProcessor(exporter), {})
    yield exporter
    world.context.metrics.spans.close()


def test_a_request_is_a_span_with_the_id_of_its_answer(world: World, sent: InMemorySpanExporter) -> None:
    headers = world.headers()
    sent.clear()
    answers = world.ask(headers), world.client.get(f"/v1/decisions/dec_{'0' * 32}", headers=headers)
    [check, missing] = sent.get_finished_spans()
    assert check.name == "POST /v1/check"
    assert check.kind is SpanKind.SERVER
    assert dict(check.attributes or {}) == {
        "http.request.method": "POST",
        "http.route": "/v1/check",
        "http.response.status_code": 200,
        "huixin.request_id": answers[0].headers["x-request-id"],
    }
    assert check.start_time is not None
    assert check.end_time is not None
    assert 0 < check.end_time - check.start_time < 60e9
    assert check.resource.attributes["service.name"] == "huixin"
    told = dict(missing.attributes or {})
    assert (told["huixin.problem"], told["http.route"]) == ("not_found", "/v1/decisions/{decision_id}")
    assert told["huixin.request_id"] == answers[1].json()["request_id"]


def test_the_hot_path_sends_them_too(both: Both, sent: InMemorySpanExporter) -> None:
    headers = both.world.headers()
    both.warm(headers)
    sent.clear()
    reply, hot = both.ask(headers, ASK)
    assert hot
    [span] = sent.get_finished_spans()
    assert (span.attributes or {})["huixin.request_id"] == reply.headers["x-request-id"]


def test_nothing_that_a_caller_sends_goes_out(
    world: World, sent: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = PERSON[:17].rjust(32, "0")
    headers, client = world.headers() | {"traceparent": f"00-{trace}-{'0' * 15}1-01"}, world.client
    world.ask(headers, subject={"uscc": BLACK, "name": NAME})
    world.ask(headers, subject={"resident_id": PERSON}, more={NAME: PERSON})
    client.get(f"/v1/subjects/{BLACK}", headers=headers)
    client.get(f"/nowhere/{PERSON}/{NAME}", params={"name": NAME}, headers=headers)
    client.request(f"X{PERSON}", "/v1/check", headers=headers)

    def fail(*_: object) -> None:
        raise RuntimeError(*PLANTED)

    monkeypatch.setattr("api.answering.check", fail)
    assert world.ask(headers, subject={"uscc": CLEAN}).status_code == 500
    spans = sent.get_finished_spans()
    assert len(spans) >= 6
    assert spans[-1].status.status_code is StatusCode.ERROR
    everything = "".join(span.to_json() for span in spans)
    assert [word for word in PLANTED if word in everything] == []
    assert len({span.context.trace_id for span in spans if span.context}) == len(spans)


def test_where_nobody_asked_for_them_nothing_of_it_is_loaded() -> None:
    program = """
import sys
import api.cli.serve
from api.spans import Spans
assert Spans.configured({}) is None
print([name for name in sys.modules if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter"))])
Spans.configured({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}).close()
sys.modules["opentelemetry.sdk.trace.export"] = None
try:
    Spans.configured({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"})
except RuntimeError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    loaded, refused = done.stdout.splitlines()
    assert loaded == "[]"
    assert "huixin-server[otel]" in refused
