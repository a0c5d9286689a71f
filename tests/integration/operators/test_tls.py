"""An outside PostgreSQL over TLS, by settings only; a bad certificate is told in one sentence."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import asyncpg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from pydantic import SecretStr
from servicekit.database import Database
from servicekit.transaction import Context
from songbang import initialise
from songbang.complaints import sentence
from sqlalchemy import text

SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


def certificate(days_left: int) -> tuple[bytes, bytes]:
    """A self-signed certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "postgres")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days_left))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return made.public_bytes(serialization.Encoding.PEM), pem


class Front:
    """TLS in front of a server, as PostgreSQL does it: the client asks for it first, and plain talk is refused.

    The embedded build of PostgreSQL has no TLS of its own.
    """

    def __init__(self, port: int, days_left: int, directory: Path) -> None:
        public, private = certificate(days_left)
        self.authority = directory / "ca.pem"
        self.authority.write_bytes(public)
        (directory / "key.pem").write_bytes(private)
        self._tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._tls.load_cert_chain(self.authority, directory / "key.pem")
        self._behind = port
        self.encrypted = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.readexactly(8) != SSL_REQUEST:
            writer.close()
            return
        writer.write(b"S")
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await writer.start_tls(self._tls)
            self.encrypted += 1
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._behind)
            await asyncio.gather(_pass(reader, inner_writer), _pass(inner_reader, writer))

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[str]:
        """Yields the address of the front for an administrator who checks its certificate."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            yield (
                f"postgresql://postgres:postgres@127.0.0.1:{port}/postgres"
                f"?sslmode=verify-full&sslrootcert={self.authority}"
            )
        finally:
            server.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def test_init_and_the_services_reach_a_server_over_tls_with_its_authority_checked(another, tmp_path):
    front = Front(another.server.port, 30, tmp_path)
    async with front.opened() as address:
        settings = another.but(admin_url=SecretStr(address))
        # Alembic runs its own event loop in a thread; the front serves it from this one.
        await initialise.prepare(settings)
        database = Database(settings.database("report"), pool_size=1)
        before = front.encrypted
        async with database.transaction(Context.of_system("tls")) as tx:
            assert (await tx.session.execute(text("SELECT 1"))).scalar_one() == 1
        assert (await database.fetchrow("SELECT 1 AS one"))["one"] == 1
        assert front.encrypted == before + 2
        await database.close()


async def test_an_expired_certificate_is_told_in_one_sentence(another, tmp_path):
    async with Front(another.server.port, -1, tmp_path).opened() as address:
        with pytest.raises(ssl.SSLCertVerificationError) as raised:
            await asyncpg.connect(address)
    assert "certificate has expired; renew it" in sentence(raised.value)
