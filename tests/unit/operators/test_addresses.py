"""Who believes whom about the client's address."""

from ipaddress import ip_address, ip_network
from pathlib import Path

import yaml

COMPOSE = yaml.safe_load((Path(__file__).parents[3] / "docker-compose.yml").read_text(encoding="utf-8"))


def default_of(variable: str) -> str:
    return variable.removesuffix("}").partition(":-")[2]


def test_in_compose_services_believe_the_gateway_so_that_the_audit_knows_from_where():
    containers = ip_network(default_of(COMPOSE["networks"]["default"]["ipam"]["config"][0]["ip_range"]))
    services = [service for name, service in COMPOSE["services"].items() if name.endswith("-svc")]
    assert len(services) == 5
    for service in services:
        assert containers.subnet_of(ip_network(default_of(service["environment"]["FORWARDED_ALLOW_IPS"])))
        assert "ports" not in service


def test_in_compose_the_gateway_believes_the_reverse_proxy_only():
    trusted = default_of(COMPOSE["services"]["gateway"]["environment"]["FORWARDED_ALLOW_IPS"])
    assert ip_address(trusted)
