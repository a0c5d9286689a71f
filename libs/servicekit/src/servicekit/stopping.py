"""When the process is to stop: a signal to wait for, and the end of endless answers, for which a server would wait."""

import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

Farewell = Callable[[], None]


def stop_signal() -> asyncio.Event:
    """What SIGTERM or SIGINT sets, in a process that is no server."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


@contextmanager
def announced(farewells: Sequence[Farewell]) -> Iterator[None]:
    """Call each at SIGTERM, beside the server's own handler; where no server has one, nothing happens."""
    loop, server = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)
    if not callable(server):
        yield
        return

    def say_farewell() -> None:
        for farewell in farewells:
            farewell()

    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(say_farewell)
        server(number, frame)

    signal.signal(signal.SIGTERM, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, server)
