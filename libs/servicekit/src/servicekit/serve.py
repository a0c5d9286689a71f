"""The server of every part: uvicorn with our protocol and limits, in one place, so that no start can forget one.

python -m servicekit.serve gateway.main:create_app --port 8080
"""

import argparse
import resource
import sys
from typing import Any

import uvicorn

from servicekit.garbage import collect_seldom
from servicekit.protocol import BoundedProtocol

KEEP_ALIVE_SECONDS = 15
"""Longer than the product's clients and the usual HTTP libraries keep an idle connection (3 and 5 seconds). The
client has to close first, or a request that is on its way is lost."""
DRAIN_SECONDS = 10
"""How long open requests may go on when the process is told to stop; shorter than compose's stop_grace_period."""
OPTIONS: dict[str, Any] = {
    "http": BoundedProtocol, "ws": "none", "access_log": False, "server_header": False, "log_level": "warning",
    "timeout_keep_alive": KEEP_ALIVE_SECONDS, "timeout_graceful_shutdown": DRAIN_SECONDS,
}  # fmt: skip
"""What `uvicorn.Config` is given beside the application and its address."""


def main(arguments: list[str] | None = None) -> None:
    """Serve one application until the process is told to stop."""
    parser = argparse.ArgumentParser(prog="python -m servicekit.serve", description="serve one part of Songbang")
    parser.add_argument("application", help="module:factory, such as gateway.main:create_app")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    trust = parser.add_mutually_exclusive_group()
    trust.add_argument("--forwarded-allow-ips", help="whose word about a client's address is believed")
    trust.add_argument("--no-proxy-headers", action="store_true", help="believe nobody about a client's address")
    given = parser.parse_args(arguments)
    _allow_many_connections()
    config = uvicorn.Config(
        given.application, factory=True, host=given.host, port=given.port,
        proxy_headers=not given.no_proxy_headers, forwarded_allow_ips=given.forwarded_allow_ips, **OPTIONS,
    )  # fmt: skip
    config.load()
    collect_seldom()
    server = uvicorn.Server(config)
    server.run()
    sys.exit(0 if server.started else 3)


def _allow_many_connections() -> None:
    """As many sockets as the system allows: the customary 1024 are fewer than an attacker opens from one machine."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
