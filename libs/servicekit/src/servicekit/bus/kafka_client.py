"""What every aiokafka client of this package shares: how to connect, and which errors pass."""

import asyncio
import logging
import ssl
from collections.abc import Coroutine, Sequence
from typing import TypeVar

from aiokafka.errors import KafkaConnectionError, KafkaError

from servicekit.bus.interface import BusOptions, BusUnavailable

log = logging.getLogger(__name__)
TRANSIENT = (KafkaError, OSError, TimeoutError, ExceptionGroup)
BACKOFF_MS = 250
T = TypeVar("T")


def connection_arguments(servers: Sequence[str], client_id: str, options: BusOptions) -> dict[str, object]:
    """Return the keyword arguments with which producers, consumers and admin clients connect alike."""
    arguments: dict[str, object] = {
        "bootstrap_servers": list(servers),
        "client_id": client_id,
        "security_protocol": options.security_protocol,
    }
    if options.security_protocol.endswith("SSL"):
        arguments["ssl_context"] = ssl.create_default_context(cafile=options.ca_file)
    if options.security_protocol.startswith("SASL"):
        arguments |= {
            "sasl_mechanism": options.sasl_mechanism,
            "sasl_plain_username": options.sasl_username,
            "sasl_plain_password": options.sasl_password,
        }
    return arguments


async def within(seconds: float, work: Coroutine[object, object, T]) -> T:
    """Let a client work in a task of its own, and wait for it only so long, whatever it makes of its cancellation.

    aiokafka awaits tasks that it has cancelled itself: it may end by a cancellation nobody asked for, which would end
    our reader too, and it may swallow one that somebody asked for, so that a timeout around it never comes to its end.
    """
    task = asyncio.create_task(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    finally:
        if not task.done():
            task.add_done_callback(_pass_over)
            task.cancel()
    if not done:
        raise TimeoutError(f"the Kafka client has not answered within {seconds:.0f} s")
    if task.cancelled():
        raise KafkaConnectionError("the Kafka client has cancelled itself")
    return task.result()


async def apart(closing: Coroutine[object, object, None], seconds: float) -> None:
    """Let a client close itself for so long; how it takes its leave changes nothing for us."""
    task = asyncio.create_task(closing)
    task.add_done_callback(_pass_over)
    _, late = await asyncio.wait({task}, timeout=seconds)
    if late:
        task.cancel()


def _pass_over(abandoned: "asyncio.Task[object]") -> None:
    """Take note of an error that nobody waits for any more."""
    if not abandoned.cancelled() and (error := abandoned.exception()) is not None:
        log.info("client closed without goodbye: %r", error)


def unavailable(error: BaseException) -> BusUnavailable:
    """Translate a client's error into the bus's one word for "try again"."""
    if isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return BusUnavailable(f"Kafka: {type(error).__name__}: {error}")
