"""Hostile receivers, each a real server."""

import asyncio
import gzip
import socket
import ssl
import time
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.abc import AbstractResolver
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.waiting import eventually

from .receivers import Receiver, Rogue

HEAD = b"HTTP/1.1 200 OK\r\n"


async def slow_loris(_, writer):
    for byte in HEAD * 100:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.1)


async def slow_body(_, writer):
    writer.write(HEAD + b"content-length: 100000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


async def endless_headers(_, writer):
    writer.write(HEAD)
    while True:
        writer.write(b"x-more: " + b"y" * 1000 + b"\r\n")
        await writer.drain()


async def reset(_, writer):
    writer.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()


async def no_http(_, writer):
    writer.write(b"220 mail.example ESMTP\r\n")
    await writer.drain()


async def cut_short(_, writer):
    writer.write(HEAD + b"content-length: 100\r\n\r\nhalf")
    await writer.drain()


async def tried(integration, endpoint):
    async def check():
        page = await integration.call("GET", f"/{endpoint['id']}/deliveries")
        if not page["items"]:
            return None
        event = page["items"][0]["event_id"]
        return (await integration.call("GET", f"/{endpoint['id']}/deliveries/{event}"))["tried"]

    return (await eventually(check))[-1]


@pytest.mark.parametrize(
    "behave", [slow_loris, slow_body, endless_headers, reset, no_http, cut_short], ids=lambda behave: behave.__name__
)
async def test_a_broken_answer_is_a_failure_within_the_deadline_and_delays_nobody(integration, receiver, behave):
    async with Rogue(behave).serving() as rogue:
        bad = await integration.enabled(rogue)
        await integration.enabled(receiver)
        started = time.monotonic()
        await integration.publish()

        async def arrived():
            return receiver.got

        await eventually(arrived)
        assert receiver.got[0].at - started < 1.5
        attempt = await tried(integration, bad)
        assert attempt["outcome"] == "failed"
        assert attempt["error"]
        assert attempt["latency_ms"] < 4000


async def test_an_endless_body_is_read_to_64_kb_and_costs_the_connection(integration):
    written = 0

    async def endless(_, writer):
        nonlocal written
        writer.write(HEAD + b"transfer-encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
            await writer.drain()
            written += 0x2000

    async with Rogue(endless).serving() as rogue:
        endpoint = await integration.enabled(rogue)
        await integration.publish()
        attempt = await tried(integration, endpoint)
    assert attempt["outcome"] == "delivered"  # 2xx was said; what follows it does not matter
    assert len(attempt["answer"]) == 16_384
    assert written < 20_000_000


async def test_a_gzip_bomb_is_inflated_to_the_kept_beginning_only(integration):
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(40)) + packer.flush()
    assert len(gzip.decompress(bomb)) == 40 << 20

    async def explode(_, writer):
        writer.write(HEAD + b"content-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(bomb) + bomb)
        await writer.drain()

    async with Rogue(explode).serving() as rogue:
        endpoint = await integration.enabled(rogue)
        await integration.publish()
        attempt = await tried(integration, endpoint)
    assert len(attempt["answer"]) == 16_384


async def test_a_wrong_content_type_does_not_matter(integration):
    async def odd(_, writer):
        writer.write(HEAD + b"content-type: image/png; charset=\xff\r\ncontent-length: 3\r\n\r\n\x00\xff\xfe")
        await writer.drain()

    async with Rogue(odd).serving() as rogue:
        endpoint = await integration.enabled(rogue)
        await integration.publish()
        assert (await tried(integration, endpoint))["outcome"] == "delivered"


class Rebinding(AbstractResolver):
    """Answers with a harmless address first and with another one afterwards, as an attacker's name server does."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)

    async def resolve(self, host, port=0, family=socket.AF_INET):
        address = self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [{"hostname": host, "host": address, "port": port, "family": kind, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        return None


@pytest.mark.parametrize("target", ["127.0.0.2", "169.254.169.254", "10.1.2.3", "::ffff:127.0.0.2", "64:ff9b::7f00:2"])
async def test_a_name_that_is_rebound_after_the_challenge_reaches_no_inner_address(quiet, receiver, target):
    resolver = Rebinding("127.0.0.1", target)
    async with quiet.delivering(resolver, webhooks_allowed_networks=["127.0.0.1/32"]):
        endpoint = await quiet.registered(f"http://rebind.example:{receiver.port}/")
        await quiet.state_of(endpoint["id"], "enabled")
        await quiet.publish()
        attempt = await tried(quiet, endpoint)
    assert attempt["error"].startswith("address refused")
    assert receiver.got == []


async def test_a_certificate_that_nobody_vouches_for_is_refused(quiet, tmp_path):
    authority, certificate, key = made_certificates()
    (tmp_path / "ca.pem").write_bytes(authority)
    (tmp_path / "both.pem").write_bytes(key + certificate)
    tls = server_context(tmp_path / "both.pem")
    async with Receiver().serving(tls=tls) as receiver:
        async with quiet.delivering():
            stranger = await quiet.registered(receiver.url)

            async def failed():
                probes = (await quiet.call("GET", f"/{stranger['id']}/probes"))["items"]
                return probes[0]["state"] == "failed" and probes[0]["error"]

            assert "ertificate" in await eventually(failed)
        async with quiet.delivering(webhooks_ca_file=tmp_path / "ca.pem"):
            await quiet.call("POST", f"/{stranger['id']}/challenge", {})
            await quiet.state_of(stranger["id"], "enabled")


async def test_an_endpoint_can_ask_for_our_client_certificate(quiet, tmp_path):
    authority, certificate, key = made_certificates()
    (tmp_path / "ca.pem").write_bytes(authority)
    (tmp_path / "both.pem").write_bytes(key + certificate)
    tls = server_context(tmp_path / "both.pem", clients=tmp_path / "ca.pem")
    async with (
        Receiver().serving(tls=tls) as receiver,
        quiet.delivering(webhooks_ca_file=tmp_path / "ca.pem"),
    ):
        await quiet.enabled(receiver, client={"certificate": certificate.decode(), "key": key.decode()})
        assert receiver.peer_certificate["subject"][0][0] == ("commonName", "localhost")
    stored = await quiet.query("SELECT client_key FROM webhook_endpoint")
    assert b"PRIVATE" not in stored[0]["client_key"]


def server_context(both, clients=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients)
    return context


def made_certificates():
    """An authority and a certificate of its for localhost, as PEM: (authority, certificate, key)."""
    root_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
    leaf = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)

    def build(subject, key, *, is_authority):
        identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        parent = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=is_authority, crl_sign=is_authority, encipher_only=False,
            decipher_only=False,
        )  # fmt: skip
        builder = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(root).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1)).add_extension(identifier, critical=False)
            .add_extension(parent, critical=False).add_extension(usage, critical=True)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )  # fmt: skip
        if not is_authority:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        return builder.sign(root_key, SHA256()).public_bytes(Encoding.PEM)

    key = leaf_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return build(root, root_key, is_authority=True), build(leaf, leaf_key, is_authority=False), key
