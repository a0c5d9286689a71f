"""Settings that every service has. Read once in `create_app`, from SONGBANG_* variables or files of secrets."""

import difflib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Self, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import Field, FilePath, SecretStr, ValidationError, create_model, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from servicekit.audit.row_mac import RowMac

PREFIX = "SONGBANG_"
_COMPOSE = PREFIX + "COMPOSE"
_SHARED = {"SECRETS_DIR", "COMPOSE"}
# Published here, hence worth nothing: a demo can start with it, a production one refuses it.
_DEMO_AUDIT_KEY = "c29uZ2JhbmctZGVtby1hdWRpdC1rZXktMzItYnl0ZXM="


class SettingsRefused(SystemExit):
    """The process must not start with these settings; the message names the variable and the remedy."""


def secrets_directory() -> Path | None:
    """Where file-based secrets lie (`songbang_<setting>` files), if anywhere."""
    directory = Path(os.environ.get(PREFIX + "SECRETS_DIR", "/run/secrets"))
    return directory if directory.is_dir() else None


class ProcessSettings(BaseSettings):
    """What every program of the product needs to know; every name is also a variable with the prefix SONGBANG_."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    environment: Literal["production", "demo", "test"] = Field(
        "production", description="`demo` allows told dates and known passwords; never on a real installation"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"
    inside_host: str = Field(
        "127.0.0.1", description="address of a process's port for health and figures, if it has one"
    )
    otlp_endpoint: str | None = Field(None, description="OTLP/HTTP collector; tracing costs nothing when absent")

    @property
    def demo(self) -> bool:
        """Whether told dates are accepted; impossible in production because one variable decides both."""
        return self.environment == "demo"


class BusSettings(ProcessSettings):
    """What a program needs to know that uses the bus."""

    bus_url: SecretStr = Field(description="kafka://host:port[,host:port] or postgresql://… of the bus database")
    bus_partitions: int = Field(12, ge=1, le=1000, description="of this service's topic; can never grow afterwards")
    bus_retention_days: int = Field(30, ge=1)
    bus_retention_bytes: int = Field(-1, ge=-1, description="per partition; -1 is no limit")
    bus_segment_bytes: int = Field(268_435_456, ge=1_048_576)
    kafka_replication: int = Field(1, ge=1, description="3 on a cluster; 1 cannot survive the loss of a disk")
    kafka_session_seconds: float = Field(
        30, ge=6, le=300, description="a reader that died holds its partitions for so long; shorter heals sooner"
    )
    kafka_security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    kafka_username: str | None = None
    kafka_password: SecretStr | None = None
    kafka_ca_file: FilePath | None = None

    @model_validator(mode="after")
    def _kafka_credentials(self) -> Self:
        if self.kafka_security.startswith("SASL") and not (self.kafka_username and self.kafka_password):
            raise ValueError("SONGBANG_KAFKA_USERNAME and SONGBANG_KAFKA_PASSWORD are needed with SASL")
        return self


class ServiceSettings(BusSettings):
    """What a service needs to know besides."""

    database_url: SecretStr = Field(description="postgresql://role:password@host:port/database of this service")
    database_password: SecretStr | None = Field(None, description="instead of one in the address; best as a file")
    database_pool_size: int = Field(10, ge=1, le=200)
    statement_timeout_seconds: int = Field(15, ge=1)
    audit_key: SecretStr = Field(
        SecretStr(_DEMO_AUDIT_KEY),
        description="32 bytes in base64 that authenticate the rows of the logs; keys before it follow, key@until",
    )
    security_log_keep_days: int = Field(400, ge=180, description="at least half a year, by the Cybersecurity Law")
    jwks_url: str = Field("http://gateway:8080/.well-known/jwks.json", description="where tokens' keys are published")
    token_issuer: str = "songbang"  # noqa: S105 - a name
    token_audience: str = "songbang"  # noqa: S105 - a name
    body_limit_bytes: int = Field(1_048_576, ge=1024, description="largest request body outside of imports")
    import_limit_bytes: int = Field(20_971_520, ge=1024, description="largest uploaded table")
    body_seconds: float = Field(30, gt=0, description="longest time for a request body that is no uploaded file")
    upload_seconds: float = Field(300, gt=0, description="longest time for an uploaded file")
    outbox_keep_days: int = Field(400, ge=1, description="how long published events stay in the service's own log")
    idempotency_keep_hours: int = Field(72, ge=1)
    relay_ready_seconds: float = Field(60, gt=0, description="oldest unpublished event before the service is not ready")
    consumer_ready_seconds: float = Field(60, gt=0, description="longest silence of a consumer's poll before not ready")

    @property
    def password_of_now(self) -> Callable[[], str] | None:
        """Reads the database's password from its file, so that a process follows when it is replaced; None without."""
        directory = secrets_directory()
        file = directory / f"{PREFIX.lower()}database_password" if directory else None
        if file is None or not file.is_file() or os.environ.get(PREFIX + "DATABASE_PASSWORD"):
            return None
        return lambda: file.read_text(encoding="utf-8").strip()

    def row_mac(self, part: str) -> RowMac:
        """What authenticates the log rows that this process writes into a part's database."""
        return RowMac(self.audit_key.get_secret_value(), part)

    @model_validator(mode="after")
    def _real_audit_key(self) -> Self:
        key = self.audit_key.get_secret_value()
        RowMac(key, "check")
        if self.environment == "production" and key == _DEMO_AUDIT_KEY:
            raise ValueError("SONGBANG_AUDIT_KEY is needed in production: $(openssl rand -base64 32)")
        return self

    @model_validator(mode="before")
    @classmethod
    def _whole_address(cls, values: Any) -> Any:
        """The password may lie in a file of its own; from here on there is one address."""
        if isinstance(values, dict) and values.get("database_password") and values.get("database_url"):
            return values | {
                "database_url": with_password(_plain(values["database_url"]), _plain(values["database_password"]))
            }
        return values


def with_password(url: str, password: str) -> str:
    """The same address with the password of its user."""
    parts = urlsplit(url)
    user, _, where = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:{quote(password, safe='')}@{where}"))


def _plain(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


S = TypeVar("S", bound=ProcessSettings)


def unknown_names(known: Iterable[str]) -> list[str]:
    """Sentences about SONGBANG_* variables that no setting has, with the nearest known name."""
    names = {PREFIX + name.upper() for name in known} | {PREFIX + name for name in _SHARED}
    sentences = []
    for variable in sorted(os.environ):
        if variable.startswith(PREFIX) and variable not in names:
            near = difflib.get_close_matches(variable, names, n=1)
            sentences.append(f"{variable} is not a setting" + (f"; did you mean {near[0]}?" if near else ""))
    return sentences


def with_fields(fields: Mapping[str, tuple[Any, Any]]) -> Callable[[type[S]], type[S]]:
    """Give a settings class a field for each member of a list, so that the list stands in one place."""

    def extended(base: type[S]) -> type[S]:
        made: type[S] = create_model(  # type: ignore[call-overload]
            base.__name__, __base__=base, __module__=base.__module__, __doc__=base.__doc__, **fields
        )
        return made

    return extended


def load(cls: type[S], env_file: Path | None = None, *, also: Iterable[str] = ()) -> S:
    """Read and check the settings of a process; refuses with sentences that name the variables.

    `also` are names of settings of its part's other processes, which may stand in the same environment.
    """
    # In a container engine all parts read one file of settings; there the init step checks its names for all of them.
    strangers = [] if os.environ.get(_COMPOSE) else unknown_names([*cls.model_fields, *also])
    if strangers:
        raise SettingsRefused("; ".join(strangers))
    try:
        return cls(_secrets_dir=secrets_directory(), _env_file=env_file)
    except ValidationError as error:
        raise SettingsRefused("; ".join(_sentence(item) for item in error.errors())) from None


def _sentence(item: ErrorDetails) -> str:
    text = item["msg"].removeprefix("Value error, ")
    if not item["loc"]:
        return text
    name = PREFIX + "_".join(str(part) for part in item["loc"]).upper()
    return f"{name} is missing" if item["type"] == "missing" else f"{name}: {text}"
