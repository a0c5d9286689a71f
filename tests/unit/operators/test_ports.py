"""Ports of a local start."""

import socket

import pytest
from songbang.ports import HOST, free_port, port_is_free
from songbang.stack import Ports, StackFailed


def test_ports_in_a_row_are_free_neighbours_and_given_once():
    rows = [free_port(3) for _ in range(20)]
    ports = [first + place for first in rows for place in range(3)]
    assert len(set(ports)) == 60
    assert all(port_is_free(port) for port in ports)


def test_a_port_that_somebody_listens_on_is_not_free():
    with socket.create_server((HOST, 0)) as server:
        assert not port_is_free(server.getsockname()[1])


def test_a_port_that_somebody_holds_is_named_with_the_way_to_another():
    others = {name: free_port() for name in ("checklist", "signage", "report", "certificate", "supervision")}
    with socket.create_server((HOST, 0)) as taken:
        ports = Ports(gateway=taken.getsockname()[1], postgres=free_port(), services=others)
        with pytest.raises(StackFailed, match=rf"in use on 127\.0\.0\.1: gateway {ports.gateway}; .*GATEWAY_PORT=…"):
            ports.refuse_taken(kafka=False)
    ports.refuse_taken(kafka=False)
