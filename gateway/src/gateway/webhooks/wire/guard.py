"""Which addresses a delivery may go to, decided on the very address that the socket connects to.

A check of the name before the request is broken by DNS rebinding; so the connector asks here for every socket, literal
addresses included. Whatever is not clearly public is refused unless a network was allowed by a person.
"""

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]

# Not covered by Python's own is_global: translators and tunnels that smuggle an IPv4 address, and special blocks.
_NEVER_PUBLIC = [
    ip_network(text)
    for text in (
        "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
        "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
    )
]  # fmt: skip
# What an allow-list of one endpoint may open: networks of offices, never this machine, its links or metadata services.
_OFFICE = [
    ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
]  # fmt: skip
_METADATA = [ip_network(text) for text in ("100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::254/128")]
_PORTS_OF_OTHERS = frozenset({22, 23, 25, 110, 143, 445, 587, 2375, 2379, 3306, 5432, 6379, 6432, 9092, 9093, 11211})
# An IPv6 address, which urlsplit has read, or labels as the name system takes them.
_HOST = re.compile(r"(?i)[0-9a-f:.]*:[0-9a-f:.]*|(?=.{1,253}\.?$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
_NUMERIC_HOST = re.compile(r"(?i)^(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}\.?$")


class AddressRefused(OSError):
    """The address is not one that a delivery may go to; raised when the socket is made, so nothing was sent."""


def readable_networks(texts: Sequence[str]) -> list[Network]:
    """CIDR notations as networks; raises ValueError."""
    return [ip_network(text) for text in texts]


def is_office_network(network: Network) -> bool:
    """Whether a network may be opened for one endpoint at all."""
    return any(network.version == office.version and network.subnet_of(office) for office in _OFFICE)  # type: ignore[arg-type]


def is_public(address: Address) -> bool:
    """Whether an address clearly belongs to the public internet."""
    if address.is_multicast or not address.is_global:
        return False
    return not any(address in network for network in _NEVER_PUBLIC if network.version == address.version)


class Guard:
    """The rules for one endpoint: public addresses, the installation's networks, and those allowed for it alone."""

    def __init__(self, installation: Sequence[Network], endpoint: Sequence[Network] = ()) -> None:
        self._installation = installation
        self._endpoint = endpoint

    def allows(self, address: Address) -> bool:
        """Whether a delivery may go there; an IPv4 address in IPv6 clothes is judged as what it is."""
        mapped = getattr(address, "ipv4_mapped", None)
        if mapped is not None:
            address = mapped
        if _within(address, self._installation):
            return True
        if _within(address, _METADATA):
            return False
        return is_public(address) or (_within(address, self._endpoint) and _within(address, _OFFICE))

    def socket_of(self, info: AddrInfo) -> socket.socket:
        """The connector's socket factory: no socket for an address that is refused, so the checked one is pinned."""
        family, kind, protocol, _, place = info
        try:
            address = ip_address(str(place[0]).partition("%")[0])
        except ValueError as error:
            raise AddressRefused(f"{place[0]} is not an address") from error
        if not self.allows(address):
            raise AddressRefused(f"deliveries to {address} are not allowed")
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)  # noqa: FBT003 - the socket's own words
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def fault_of_url(url: str, *, allow_http: bool, guard: Guard) -> str | None:
    """Why an address cannot be an endpoint's, as a short code; None when nothing speaks against it yet."""
    rules: list[tuple[str, Callable[[], bool]]] = [
        ("scheme", lambda: parts.scheme == "https" or (allow_http and parts.scheme == "http")),
        ("credentials", lambda: parts.username is None and parts.password is None),
        ("fragment", lambda: "#" not in url),
        ("host", lambda: _HOST.fullmatch(str(parts.hostname or "")) is not None),
        ("port", lambda: parts.port is None or (parts.port > 0 and parts.port not in _PORTS_OF_OTHERS)),
        ("address", lambda: _host_allowed(str(parts.hostname), guard)),
    ]
    try:
        parts = urlsplit(url)
        if not url.isascii() or not url.isprintable() or any(mark in url for mark in ' "<>\\^`{|}'):
            return "characters"
        return next((code for code, passes in rules if not passes()), None)
    except ValueError:
        return "syntax"


def _host_allowed(host: str, guard: Guard) -> bool:
    try:
        return guard.allows(ip_address(host.partition("%")[0]))
    except ValueError:
        # 127.1, 2130706433, 0177.0.0.1 and 0x7f000001 are addresses to a resolver; written so, nobody means well.
        if host.rstrip(".").lower() == "localhost":
            return guard.allows(IPv4Address("127.0.0.1"))
        return _NUMERIC_HOST.match(host) is None
