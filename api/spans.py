"""Requests as spans of OpenTelemetry, where that is configured; needs the extra `otel`.

A span is made when its request is over, from what metrics and logs are told: the method, the route's address, status,
problem and the id that the answer carries. So it holds nothing that a caller sent, a trace id neither: each request is
a trace of its own. Batches go out from a thread of their own.
"""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""Where one of them is set spans are sent there, by OTLP over HTTP."""
_ERROR_FROM = 500


class Spans:
    """What goes out, and by what. `processor`: what takes each span once it is over."""

    def __init__(self, processor: "SpanProcessor", environment: Mapping[str, str]) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.trace import SpanKind, StatusCode

        named = {} if environment.get("OTEL_SERVICE_NAME") else {"service.name": "huixin"}
        self._provider = TracerProvider(resource=Resource.create(named), shutdown_on_exit=False)
        self._provider.add_span_processor(processor)
        tracer = self._provider.get_tracer("huixin")
        self._start: Callable[..., Any] = lambda name, given, at: tracer.start_span(
            name, kind=SpanKind.SERVER, attributes=given, start_time=at
        )
        self._failed = StatusCode.ERROR

    @classmethod
    def configured(cls, environment: Mapping[str, str]) -> "Spans | None":
        """None where no endpoint is named: then nothing of its SDK is loaded. RuntimeError without the extra."""
        if not any(environment.get(name) for name in ENDPOINTS):
            return None
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError as error:
            raise RuntimeError(
                f"{ENDPOINTS[0]} is set, which takes the extra otel: pip install 'huixin-server[otel]'."
            ) from error
        return cls(BatchSpanProcessor(OTLPSpanExporter()), environment)

    def ended(self, told: Mapping[str, Any], status: int, problem: str | None, seconds: float) -> None:
        """A request is over. `told`: its id, method and route, as the log has them."""
        now = time.time_ns()
        given = {
            "http.request.method": told["method"],
            "http.route": told["route"],
            "http.response.status_code": status,
            "huixin.request_id": told["request_id"],
        }
        if problem is not None:
            given["huixin.problem"] = problem
        span = self._start(f"{told['method']} {told['route']}", given, now - round(seconds * 1e9))
        if status >= _ERROR_FROM:
            span.set_status(self._failed)
        span.end(now)

    def close(self) -> None:
        """Sends what is still here."""
        self._provider.shutdown()
