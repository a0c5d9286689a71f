"""The certificate of the bundled Kafka: clients believe the new one before the broker shows it."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from songbang.complaints import Complaint
from songbang.rotation.files import SecretFiles
from songbang.rotation.kinds import Kind, Turned

AUTHORITIES = "kafka_ca"
BROKER = "kafka"
_YEARS = 10
_BEGIN = "-----BEGIN CERTIFICATE-----"


def turn(files: SecretFiles, kind: Kind, *, known: bool) -> Turned:
    """Make the next certificate and have it believed; once it is known to all, let the broker show it.

    Raises Complaint when none waits to be shown.
    """
    waiting = f"{kind.name}.next"
    if known:
        if not files.has(waiting):
            raise Complaint(f"no new {kind.name} waits to be used")
        shown = files.read(waiting) + "\n"
        files.replace(kind.name, shown)
        # Who has the one before in memory goes on with it until the broker is started anew; it is watched no more.
        files.replace(AUTHORITIES, shown[shown.index(_BEGIN) :])
        files.remove(waiting)
        return Turned((BROKER,))
    if not files.has(waiting):
        key, certificate = _drawn()
        present = files.read(kind.name)
        files.replace(AUTHORITIES, certificate + present[present.index(_BEGIN) :] + "\n")
        files.add(waiting, key + certificate)
    return Turned(kind.holders, again=True)


def _drawn() -> tuple[str, str]:
    """A key and its own certificate, as `deploy/secrets.sh` makes the first ones."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    # Of two authorities with the same name OpenSSL looks at the first only, and would not believe the other.
    number = x509.NameAttribute(NameOID.SERIAL_NUMBER, f"{now:%Y%m%d%H%M%S%f}")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, BROKER), number])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(BROKER)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, SHA256())
    )  # fmt: skip
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret.decode(), made.public_bytes(Encoding.PEM).decode()
