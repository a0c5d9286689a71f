import socket

from songbang.ports import HOST, free_port, port_is_free


def test_ports_in_a_row_are_free_neighbours_and_given_once():
    rows = [free_port(3) for _ in range(20)]
    ports = [first + place for first in rows for place in range(3)]
    assert len(set(ports)) == 60
    assert all(port_is_free(port) for port in ports)


def test_a_port_that_somebody_listens_on_is_not_free():
    with socket.create_server((HOST, 0)) as server:
        assert not port_is_free(server.getsockname()[1])
