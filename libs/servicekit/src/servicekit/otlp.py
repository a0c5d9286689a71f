"""The OpenTelemetry side of `servicekit.tracing`; imported only when a collector is configured."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_PROPAGATOR = TraceContextTextMapPropagator()
_CLOSE_MILLISECONDS = 3000


class Otlp:
    """Sends spans in batches from a thread of its own; a collector that is down costs nobody an answer."""

    def __init__(self, service: str, endpoint: str) -> None:
        self._provider = TracerProvider(resource=Resource.create({"service.name": service}), shutdown_on_exit=False)
        exporter = OTLPSpanExporter(endpoint=endpoint.rstrip("/") + "/v1/traces", timeout=5)
        self._provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
        self._tracer = self._provider.get_tracer("songbang")

    @contextmanager
    def span(self, name: str, parent: str | None, attributes: dict[str, str]) -> Iterator[str]:
        """A span around a block; an exception that leaves the block marks it as failed."""
        context = _PROPAGATOR.extract({"traceparent": parent}) if parent else None
        with self._tracer.start_as_current_span(name, context, trace.SpanKind.SERVER, attributes) as current:
            yield _traceparent(current)

    def past(self, name: str, parent: str, began_ns: int, attributes: dict[str, str]) -> None:
        """A span that ends now."""
        context = _PROPAGATOR.extract({"traceparent": parent})
        self._tracer.start_span(name, context, trace.SpanKind.CONSUMER, attributes, start_time=began_ns).end()

    def name(self, name: str, status: int) -> None:
        """Name the span around the caller, once it is known what it was about."""
        current = trace.get_current_span()
        current.update_name(name)
        current.set_attribute("http.response.status_code", status)

    def forget(self, attribute: str) -> None:
        """Take an attribute's value from the span around the caller; what was overwritten is never exported."""
        trace.get_current_span().set_attribute(attribute, "")

    def close(self) -> None:
        """Send what is still held, within a few seconds."""
        self._provider.force_flush(_CLOSE_MILLISECONDS)
        self._provider.shutdown()


def _traceparent(span: trace.Span) -> str:
    context = span.get_span_context()
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"
