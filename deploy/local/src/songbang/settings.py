"""What the operator's command line needs to know: the server as its administrator, the bus, and where the parts are."""

import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from gateway.webhooks.settings import WebhookSettings
from pydantic import Field, SecretStr
from servicekit.attachments.settings import AttachmentSettings, StoreSettings
from servicekit.audit.row_mac import RowMac
from servicekit.migrate import SEALER
from servicekit.settings import PREFIX, BusSettings, ProcessSettings, ServiceSettings, load, with_fields, with_password

from songbang.alarms.settings import AlarmSettings
from songbang.inventory import ARCHIVER, BUS_CLIENTS, BUS_DATABASE, PARTS, Part
from songbang.journal.settings import JournalSettings
from songbang.provision import database_url
from songbang.sealing.settings import SealerSettings

COMPOSE_NAMES = frozenset({
    "BACKUPS", "CERTIFICATES", "CONTAINERS", "ENV_FILE", "FONTS", "GRAFANA_PORT", "HTTPS_PORT", "HTTP_ADDRESS",
    "HTTP_PORT", "IMAGE", "IMAGE_TAG", "KAFKA_CLUSTER", "KAFKA_HEAP", "METRICS_DAYS", "POSTGRES", "POSTGRES_BUFFERS",
    "POSTGRES_OPTIONS", "POSTGRES_USER", "SECRETS", "SITE", "SUBNET", "TLS", "TRUSTED_PROXY",
})  # fmt: skip
"""Variables that docker-compose.yml itself reads."""

DEMO = Path("var/demo/operator.env")
"""Where a demo on this machine leaves what the command line needs to know of it."""


def _of_parts() -> Iterator[tuple[str, tuple[Any, Any]]]:
    for part in PARTS:
        role = f"of the login role that `init` makes for {part.distribution}"
        yield f"{part.name}_password", (SecretStr | None, Field(None, description=role))
        yield f"{part.name}_url", (str, Field(f"http://127.0.0.1:{part.port}"))
        yield f"{part.name}_audit_key", (SecretStr | None, Field(None, description="to check the rows of its logs"))
    for name in BUS_CLIENTS:
        account = "of the account that `init` makes at Kafka"
        yield f"kafka_{name}_password", (SecretStr | None, Field(None, description=account))


@with_fields(dict(_of_parts()))
class OperatorSettings(StoreSettings, BusSettings):
    """The settings of `songbang`; passwords and keys come as files, as in every part."""

    admin_url: SecretStr = Field(description="postgresql://administrator@host:port/postgres of the database server")
    admin_password: SecretStr | None = Field(None, description="instead of one in the address; best as a file")
    bus_password: SecretStr | None = Field(None, description="only where PostgreSQL is the bus")
    kafka_accounts: bool = Field(
        default=True, description="whether `init` makes the services' accounts and rights at a Kafka with SASL/SCRAM"
    )
    sealer_password: SecretStr | None = Field(None, description="of the login role of `songbang seal`")
    seal_key: SecretStr | None = Field(None, description="the sealing process's key, to check its seals")
    heads_file: Path | None = Field(None, description="where `songbang seal` leaves the heads, to be compared")
    archiver_password: SecretStr | None = Field(None, description="of the login role of `songbang journal`")
    backup_key: SecretStr | None = Field(None, description="32 bytes in base64; encrypts backups when given")
    files_dir: Path | None = Field(None, description="the gateway's sealed files, which a backup takes along")
    backup_dir: Path = Field(Path("/backups"), description="where `songbang backup` writes")
    webhooks_url: str | None = Field(None, description="health of the delivery process")
    sealer_url: str | None = Field(None, description="health of the sealing process")

    @property
    def server(self) -> str:
        """The database server's address as its administrator."""
        url = self.admin_url.get_secret_value()
        return with_password(url, self.admin_password.get_secret_value()) if self.admin_password else url

    def database(self, name: str) -> str:
        """A database of the server, as the administrator."""
        return database_url(self.server, name)

    def row_mac(self, part: str) -> RowMac | None:
        """What authenticates log rows that a command writes into a part's database."""
        key: SecretStr | None = getattr(self, f"{part}_audit_key")
        return RowMac(key.get_secret_value(), part) if key else None

    def passwords(self) -> dict[str, str]:
        """Login role → password of every part, of the two witnesses, and of the bus where PostgreSQL is the bus."""
        names = [*(part.name for part in PARTS), SEALER, ARCHIVER]
        if self.bus_url.get_secret_value().startswith("postgres"):
            names.append(BUS_DATABASE)
        found = {name: getattr(self, f"{name}_password") for name in names}
        return {name: secret.get_secret_value() for name, secret in found.items() if secret}

    @property
    def makes_kafka_accounts(self) -> bool:
        """Whether `init` makes accounts: where Kafka asks for a login by SCRAM, unless somebody else makes them."""
        by_scram = self.kafka_security.startswith("SASL") and self.kafka_sasl_mechanism.startswith("SCRAM")
        return self.kafka_accounts and by_scram and self.bus_url.get_secret_value().startswith("kafka")

    def kafka_passwords(self) -> dict[str, str]:
        """Process → password of its account at Kafka."""
        found = {name: getattr(self, f"kafka_{name}_password") for name in BUS_CLIENTS}
        return {name: secret.get_secret_value() for name, secret in found.items() if secret}

    def missing_passwords(self) -> list[str]:
        """The settings that `init` cannot do without."""
        wanted = [*(part.name for part in PARTS), SEALER]
        missing = [name for name in wanted if name not in self.passwords()]
        if self.makes_kafka_accounts:
            missing += [f"kafka_{name}" for name in BUS_CLIENTS if name not in self.kafka_passwords()]
        return [f"{PREFIX}{name.upper()}_PASSWORD" for name in missing]

    def addresses(self) -> dict[str, str]:
        """Where each process tells how it is."""
        known = {part.distribution: getattr(self, f"{part.name}_url") for part in PARTS}
        processes = {"webhooks": self.webhooks_url, "sealer": self.sealer_url}
        return known | {name: url for name, url in processes.items() if url}


def operator_settings() -> OperatorSettings:
    """The command line's settings; where nothing at all is given, those of the demo that was started here."""
    given = any(name.startswith(PREFIX) for name in os.environ)
    return load(OperatorSettings, None if given else DEMO)


def settings_of(part: Part) -> type[ServiceSettings]:
    """The settings class of a part."""
    kind: type[ServiceSettings] = import_module(f"{part.package}.settings").Settings
    return kind


def own_secrets(part: Part) -> list[str]:
    """The secret settings that a part has on top of those of every part: signing keys, keys of personal data."""
    kit = ServiceSettings.model_fields | AttachmentSettings.model_fields
    return [name for name in _secrets_of(settings_of(part)) if name not in kit]


def key_file(part: Part, setting: str) -> str:
    """The file of a part's own key is named after the part too, except the one that always was named `data_keys`."""
    return setting if (part.name, setting) == ("certificate", "data_keys") else f"{part.name}_{setting}"


def every_settings_class() -> list[type[ProcessSettings]]:
    """The settings classes of all processes."""
    processes: list[type[ProcessSettings]] = [
        WebhookSettings, SealerSettings, JournalSettings, AlarmSettings, OperatorSettings,
    ]  # fmt: skip
    return [*(settings_of(part) for part in PARTS), *processes]


def known_names() -> set[str]:
    """Every name that some process understands, and those of the compose file."""
    ours = {name for kind in every_settings_class() for name in kind.model_fields}
    return ours | {name.lower() for name in COMPOSE_NAMES}


def secrets_in_environment(kinds: Iterable[type[ProcessSettings]]) -> list[str]:
    """Secrets that were given as variables, where every `inspect` shows them."""
    secret = {name.upper() for kind in kinds for name in _secrets_of(kind)}
    return sorted(PREFIX + name for name in secret if os.environ.get(PREFIX + name))


def _secrets_of(kind: type[ProcessSettings]) -> list[str]:
    fields = kind.model_fields.items()
    return [name for name, field in fields if "SecretStr" in str(field.annotation) and not name.endswith("_url")]
