"""Every secret of an installation, how it is replaced, and who has to be started anew to know it."""

from dataclasses import dataclass
from enum import Enum

from servicekit.migrate import SEALER

from songbang.inventory import ARCHIVER, BUS_CLIENTS, GATEWAY, PARTS, SERVICES, WEBHOOKS, Part
from songbang.settings import key_file, own_secrets


class Way(Enum):
    """How a secret is replaced; its value tells operators what becomes of the one before."""

    LOGIN = "changed in the file and at PostgreSQL"
    BROKER = "changed in the file and at Kafka"
    SIGNING = "the public key before it stays: what it signed stays genuine"
    TOKEN = "the public key before it stays for a day"  # noqa: S105 - a description
    RING = "keys before it open, until everything is sealed anew"
    PROOF = "keys before it prove what is older"
    BACKUP = "keys before it open older backups"
    CERTIFICATE = "the certificate before it is believed too"
    OUTSIDE = "by hand: it belongs to somebody outside"


@dataclass(frozen=True, slots=True)
class Kind:
    """One secret: the name of its file, its way, the role or account it belongs to, and the processes that read it."""

    name: str
    way: Way
    owner: str = ""
    holders: tuple[str, ...] = ()
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Turned:
    """Who has to be started anew now, and whether the new one is used only after that, by the same with `--known`."""

    recreate: tuple[str, ...] = ()
    again: bool = False


_BY_HAND = {
    "grafana_password": "docker compose exec grafana grafana cli admin reset-admin-password, then write it here",
    "oidc_client_secret": "write the one that the provider gave, then docker compose up -d --force-recreate gateway",
    "alarm_receivers": "write the receivers anew, then docker compose up -d --force-recreate alarms",
    "digest_smtp_password": "have the mail server give a new one, write it here and recreate gateway and alarms",
    "digest_webhook_secret": "agree on a new one with the message system, write it here and recreate gateway",
    "attachments_access_key": "have the S3 service give new keys, write both here and recreate every part",
    "attachments_secret_key": "see attachments_access_key",
}
_EVERYBODY = (*(part.distribution for part in PARTS), WEBHOOKS)


def kinds() -> dict[str, Kind]:
    """Every secret by the name of its file."""
    found = [
        Kind("postgres_password", Way.LOGIN),
        Kind("sealer_password", Way.LOGIN, SEALER, (SEALER,)),
        Kind("archiver_password", Way.LOGIN, ARCHIVER, ("journal",)),
        *(Kind(f"{part.name}_password", Way.LOGIN, part.name) for part in PARTS),
        Kind("kafka_password", Way.BROKER),
        *(Kind(f"kafka_{name}_password", Way.BROKER, name, (_process(name),)) for name in BUS_CLIENTS),
        *(_own(part, setting) for part in SERVICES for setting in own_secrets(part)),
        Kind("gateway_signing_key", Way.SIGNING, holders=(GATEWAY.distribution,)),
        Kind("token_signing_key", Way.TOKEN, holders=(GATEWAY.distribution,)),
        Kind("secrets_keys", Way.RING, GATEWAY.name, (WEBHOOKS, GATEWAY.distribution)),
        *(Kind(f"{part.name}_audit_key", Way.PROOF, holders=_processes(part)) for part in PARTS),
        Kind("seal_key", Way.PROOF, holders=(SEALER,)),
        Kind("backup_key", Way.BACKUP, holders=("journal",)),
        Kind("kafka_keystore", Way.CERTIFICATE, holders=_EVERYBODY),
        *(Kind(name, Way.OUTSIDE, remedy=remedy) for name, remedy in _BY_HAND.items()),
    ]
    return {kind.name: kind for kind in found}


def _own(part: Part, setting: str) -> Kind:
    way = Way.RING if setting.endswith("_keys") else Way.SIGNING
    return Kind(key_file(part, setting), way, part.name, (part.distribution,))


def _processes(part: Part) -> tuple[str, ...]:
    return (WEBHOOKS, part.distribution) if part is GATEWAY else (part.distribution,)


def _process(client: str) -> str:
    return client if client == WEBHOOKS else next(part.distribution for part in PARTS if part.name == client)
