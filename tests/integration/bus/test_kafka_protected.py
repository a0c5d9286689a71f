"""An outside Kafka with SASL_SSL, by settings only; a wrong password and a bad certificate are one sentence each."""

import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from pydantic import SecretStr
from servicekit.app import open_service_bus
from servicekit.bus.interface import BusRefused, TopicSpec
from servicekit.settings import BusSettings
from songbang.complaints import sentence
from songbang.kafka import LocalKafka, Protection
from songbang.ports import free_port

PASSWORD = "Zk8s0qLw9TqPz1"
DAY = timedelta(days=1)


def certificate(directory: Path, name: str, until: datetime) -> Path:
    """A file with a key and a self-signed certificate for this machine, as Kafka and its clients read it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(datetime.now(UTC) - 30 * DAY)
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, SHA256())
    )  # fmt: skip
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = directory / f"{name}.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    both = directory / f"{name}-with-key.pem"
    both.write_bytes(key.private_bytes(*form) + public.read_bytes())
    return public


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        yield Path(made)


@pytest.fixture(scope="module", params=["SCRAM-SHA-512", "PLAIN"])
def guarded(request, directory) -> Iterator[tuple[LocalKafka, BusSettings]]:
    """A broker behind TLS and a password, and the settings of somebody who may in."""
    authority = certificate(directory, f"kafka-{request.param.lower()}", datetime.now(UTC) + 30 * DAY)
    pem = authority.with_name(f"{authority.stem}-with-key.pem")
    protection = Protection(pem, "songbang", PASSWORD, request.param)
    with LocalKafka(directory / request.param, free_port(3), protection=protection) as broker:
        yield broker, BusSettings(
            bus_url=SecretStr(broker.url), kafka_security="SASL_SSL", kafka_sasl_mechanism=request.param,
            kafka_username="songbang", kafka_password=SecretStr(PASSWORD), kafka_ca_file=authority,
        )  # fmt: skip


async def attempt(settings: BusSettings) -> tuple[str, str | None]:
    """What an operator is told, and what readiness says."""
    bus = open_service_bus("somebody", settings)
    try:
        with pytest.raises(BusRefused) as raised:
            await bus.ensure_topics([TopicSpec("test.refused", 1)])
        return sentence(raised.value), await bus.ready()
    finally:
        await bus.stop()


async def test_events_travel_over_sasl_and_tls_by_settings_only(guarded):
    _, settings = guarded
    bus = open_service_bus("somebody", settings)
    topic = f"test.{uuid.uuid4()}"
    await bus.ensure_topics([TopicSpec(topic, 3)])
    await bus.publish(topic, [("a", b"1"), ("b", b"2")])
    assert await bus.ready() is None
    reader = bus.subscribe(f"readers-{uuid.uuid4()}", [topic])
    await reader.start()
    heard, deadline = [], time.monotonic() + 60
    while len(heard) < 2:
        assert time.monotonic() < deadline
        heard += [message.value for message in await reader.poll()]
    await reader.stop()
    await bus.stop()
    assert sorted(heard) == [b"1", b"2"]


async def test_a_wrong_password_is_told_with_the_settings_names(guarded):
    _, settings = guarded
    told, reason = await attempt(settings.model_copy(update={"kafka_password": SecretStr("wrong")}))
    assert "refuses the login of songbang" in told
    assert "SONGBANG_KAFKA_USERNAME" in told
    assert "kafka_password" in told
    assert "wrong" not in told
    assert reason == "bus-login-refused"


async def test_a_certificate_of_an_unknown_authority_is_told_with_the_settings_name(guarded, directory):
    _, settings = guarded
    stranger = certificate(directory, "stranger", datetime.now(UTC) + DAY)
    told, reason = await attempt(settings.model_copy(update={"kafka_ca_file": stranger}))
    assert "is not accepted: self-signed certificate" in told
    assert "SONGBANG_KAFKA_CA_FILE" in told
    assert reason == "bus-certificate-refused"


async def test_an_expired_certificate_is_told(directory):
    authority = certificate(directory, "expired", datetime.now(UTC) - DAY)
    protection = Protection(authority.with_name("expired-with-key.pem"), "songbang", PASSWORD)
    with LocalKafka(directory / "expired", free_port(3), protection=protection) as broker:
        settings = BusSettings(
            bus_url=SecretStr(broker.url), kafka_security="SASL_SSL", kafka_username="songbang",
            kafka_password=SecretStr(PASSWORD), kafka_ca_file=authority,
        )  # fmt: skip
        told, reason = await attempt(settings)
    assert "is not accepted: certificate has expired; renew it" in told
    assert reason == "bus-certificate-refused"


def test_a_file_of_authorities_that_is_not_there_is_told_before_anything_starts(tmp_path):
    with pytest.raises(ValueError, match="kafka_ca_file\n  Path does not point to a file"):
        BusSettings(bus_url=SecretStr("kafka://a:9093"), kafka_ca_file=tmp_path / "missing.pem")
