"""Kafka in compose: TLS and a login for everybody, and each process writes and reads only what is its own."""

import json

import pytest

pytestmark = pytest.mark.timeout(300)
# Run in a service's container, with that service's own settings and secrets: as an intruder there could.
PROGRAM = """
import asyncio, json, sys
from checklist_svc.settings import Settings
from servicekit.app import open_service_bus
from servicekit.bus.interface import BusUnavailable
from servicekit.settings import load

async def said(work):
    try:
        await work
    except BusUnavailable as error:
        return str(error)
    return "allowed"

async def main(topic):
    bus = open_service_bus("intruder", load(Settings))
    written = None if topic == "songbang.checklist" else await said(bus.publish(topic, [("990101001000", b"{}")]))
    read = await said(bus.end_offsets([topic]))
    await bus.stop()
    print(json.dumps({"written": written, "read": read}))

asyncio.run(main(sys.argv[1]))
"""
# What a client without TLS, without a login, or with somebody else's password is told.
STRANGER = """
import asyncio, json, sys
from aiokafka.admin import AIOKafkaAdminClient
from servicekit.bus.kafka_client import connection_arguments
from servicekit.bus.kafka_refusal import refusal
from servicekit.bus.interface import BusOptions

async def main(given):
    given = json.loads(given)
    ca = "/run/secrets/kafka_ca" if given.get("security_protocol", "").endswith("SSL") else None
    arguments = connection_arguments(["kafka:9092"], "stranger", BusOptions(ca_file=ca, **given))
    found = await refusal(arguments)
    admin = AIOKafkaAdminClient(**arguments, request_timeout_ms=5000)
    try:
        await asyncio.wait_for(admin.start(), 10)
        came_in = bool(await asyncio.wait_for(admin.list_topics(), 10))
    except Exception:
        came_in = False
    finally:
        await admin.close()
    print(json.dumps({"reason": found.reason if found else None, "came_in": came_in}))

asyncio.run(main(sys.argv[1]))
"""


def run(site, program, argument):
    done = site.compose.run("exec", "-T", "checklist-svc", "python", "-c", program, argument)
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.parametrize(
    ("topic", "written", "read"),
    [
        ("songbang.checklist", None, "allowed"),
        ("songbang.gateway", "TopicAuthorizationFailed", "allowed"),
        ("songbang.report", "TopicAuthorizationFailed", "does not exist"),
        ("songbang.unheard", "TopicAuthorizationFailed", "does not exist"),
    ],
)
def test_a_service_s_own_account_writes_its_topic_and_reads_what_it_hears_and_nothing_else(site, topic, written, read):
    found = run(site, PROGRAM, topic)
    assert found["written"] is written or written in found["written"], found
    assert read in found["read"], found


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, None),
        ({"security_protocol": "SSL"}, None),
        ({"security_protocol": "SASL_PLAINTEXT", "sasl_username": "songbang-checklist", "sasl_password": "x"}, None),
        (
            {"security_protocol": "SASL_SSL", "sasl_username": "songbang-signage", "sasl_password": "x"},
            "bus-login-refused",
        ),
    ],
    ids=["plain", "tls without a login", "a login without tls", "another's account"],
)
def test_nobody_comes_in_without_tls_and_a_login(site, given, reason):
    assert run(site, STRANGER, json.dumps(given)) == {"reason": reason, "came_in": False}


def test_the_operator_s_password_at_kafka_is_changed_by_one_command(site):
    secret = site.compose.root / "secrets" / "kafka_password"
    init = ("run", "--rm", "--no-deps", "-T", "init")
    right = secret.read_text()
    secret.chmod(0o644)
    try:
        secret.write_text("Zk8s0qLw9TqPz1-another-one")
        assert "refuses the login of songbang" in site.compose.run(*init, check=False).stderr
        site.compose.run("exec", "-T", "kafka", "sh", "/songbang/broker.sh", "password")
        assert "ready" in site.compose.run(*init).stdout
    finally:
        secret.write_text(right)
        site.compose.run("exec", "-T", "kafka", "sh", "/songbang/broker.sh", "password")
