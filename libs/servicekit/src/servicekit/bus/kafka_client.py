"""What every aiokafka client of this package shares: how to connect, and which errors pass."""

import asyncio
import logging
import ssl
from collections.abc import Coroutine, Sequence

from aiokafka.errors import KafkaError

from servicekit.bus.interface import BusOptions, BusUnavailable

log = logging.getLogger(__name__)
TRANSIENT = (KafkaError, OSError, TimeoutError, ExceptionGroup)
BACKOFF_MS = 250


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


async def apart(closing: Coroutine[object, object, None], seconds: float) -> None:
    """Let a client close itself in a task of its own, and wait for it only so long.

    While it stops, aiokafka awaits tasks that it has cancelled: it may end by a cancellation nobody asked for, which
    would end our reader too, and it swallows those that somebody asked for.
    """
    task = asyncio.create_task(closing)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        task.cancel()
    elif not task.cancelled() and (error := task.exception()) is not None:
        log.info("client closed without goodbye: %r", error)


def unavailable(error: BaseException) -> BusUnavailable:
    """Translate a client's error into the bus's one word for "try again"."""
    if isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return BusUnavailable(f"Kafka: {type(error).__name__}: {error}")
