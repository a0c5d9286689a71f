"""Ports of this machine: which are free, and finding one for tests and local starts."""

import os
import secrets
import socket

HOST = "127.0.0.1"
_BELOW_SOURCE_PORTS = range(20_000, 32_000)
_STRETCHES = 8
_given: set[int] = set()


def port_is_free(port: int) -> bool:
    """Whether nobody listens on that port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port(in_a_row: int = 1) -> int:
    """The first of so many neighbouring TCP ports that nobody listens on at this moment; never the same one twice.

    They lie below those that the kernel draws for connections going out: otherwise one of these might hold the port of
    a server that is just being restarted, or a client that looks for this server might even meet itself there. Each
    process looks in a stretch of its own: two that look at the same moment hardly find the same one.
    """
    length = len(_BELOW_SOURCE_PORTS) // _STRETCHES
    stretch = _BELOW_SOURCE_PORTS[os.getpid() % _STRETCHES * length :][: length - in_a_row]
    while True:
        first = secrets.choice(stretch)
        row = range(first, first + in_a_row)
        if _given.isdisjoint(row) and all(port_is_free(port) for port in row):
            _given.update(row)
            return first


def port_answers(port: int) -> bool:
    """Whether somebody accepts connections on that port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
