"""Traces: from the edge through a service, its outbox and the bus to every consumer.

With SONGBANG_OTLP_ENDPOINT every step is exported by OTLP; without it OpenTelemetry is not even imported, and what
remains is the W3C `traceparent` that ties requests, log lines and events together.
"""

import random
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import Protocol

# The last bit of the flags says that the trace is recorded; others, such as "its id is random", say nothing of that.
_EVENT = re.compile(rb'"traceparent":"(00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f][13579bdf])"')
_MOST_OF_A_BATCH = 64


class Exporter(Protocol):
    """What `servicekit.otlp` provides."""

    def span(self, name: str, parent: str | None, attributes: dict[str, str]) -> AbstractContextManager[str]:
        """A span around a block; yields its traceparent."""

    def past(self, name: str, parent: str, began_ns: int, attributes: dict[str, str]) -> None:
        """A span that ends now."""

    def name(self, name: str, status: int) -> None:
        """Name the span around the caller, once it is known what it was about."""

    def forget(self, attribute: str) -> None:
        """Take an attribute's value from the span around the caller."""

    def close(self) -> None:
        """Send what is still held."""


class _State:
    exporter: Exporter | None = None


def configure(service: str, endpoint: str | None) -> None:
    """Begin to export, when there is an address to export to."""
    close()
    if endpoint:
        _State.exporter = import_module("servicekit.otlp").Otlp(service, endpoint)


def close() -> None:
    """Send what is still held and export no more."""
    exporter, _State.exporter = _State.exporter, None
    if exporter is not None:
        exporter.close()


@contextmanager
def span(name: str, parent: str | None, **attributes: str) -> Iterator[str]:
    """Trace a block; yields the traceparent to pass on. Without a parent a trace begins here."""
    if _State.exporter is None:
        yield parent or f"00-{random_hex(16)}-{random_hex(8)}-00"
        return
    with _State.exporter.span(name, parent, attributes) as traceparent:
        yield traceparent


def random_hex(size: int) -> str:
    """An identifier of so many bytes that must be unique, not secret, at a fifth of the cost of a secret."""
    return random.getrandbits(8 * size).to_bytes(size, "big").hex()


def name_span(name: str, status: int) -> None:
    """Name the present span of a request, once its route is known."""
    if _State.exporter is not None:
        _State.exporter.name(name, status)


def forget(attribute: str) -> None:
    """Take an attribute's value from the present span: an anonymous report leaves no request id."""
    if _State.exporter is not None:
        _State.exporter.forget(attribute)


def events(name: str, bodies: Iterable[bytes], began_ns: int) -> None:
    """Trace what has just happened to a batch of events, in the trace that each event came from."""
    if _State.exporter is None:
        return
    parents: dict[str, None] = {}
    for body in bodies:
        if len(parents) < _MOST_OF_A_BATCH and (found := _EVENT.search(body)):
            parents[found[1].decode()] = None
    for parent in parents:
        _State.exporter.past(name, parent, began_ns, {})


def now_ns() -> int:
    """The moment a span begins."""
    return time.time_ns()
