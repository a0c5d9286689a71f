"""Accounts at Kafka: each process logs in as itself, writes its own topic and reads what it hears, and nothing else."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialUpsertion,
)
from contracts.envelope import TOPIC_PREFIX
from gateway.webhooks import fan_out
from servicekit.consumers import BatchConsumer

from songbang.complaints import Complaint
from songbang.inventory import GATEWAY, SERVICES, WEBHOOKS
from songbang.settings import OperatorSettings

ACCOUNT_PREFIX = "songbang-"
_LIBRARY = logging.getLogger("songbang.librdkafka")
_LIBRARY.setLevel(logging.CRITICAL)
_SECONDS = 30
# RFC 7677 asks for at least 4096; a drawn password of 24 bytes cannot be guessed however few there are.
_ITERATIONS = 4096
_MECHANISMS = {"SCRAM-SHA-256": ScramMechanism.SCRAM_SHA_256, "SCRAM-SHA-512": ScramMechanism.SCRAM_SHA_512}
Right = tuple[ResourceType, str, AclOperation]


@dataclass(frozen=True)
class Account:
    """What a process may do on the bus: the topic it writes, the topics it reads, the groups it reads them in."""

    name: str
    writes: str | None = None
    reads: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def principal(self) -> str:
        """The name that the broker knows it by."""
        return f"User:{ACCOUNT_PREFIX}{self.name}"

    def rights(self) -> set[Right]:
        """Everything that it may do; the right to read or write a topic includes that to describe it."""
        found: set[Right] = {(ResourceType.TOPIC, topic, AclOperation.READ) for topic in self.reads}
        found |= {(ResourceType.GROUP, group, AclOperation.READ) for group in self.groups}
        if self.writes is not None:
            # At its start a service makes sure that its topic is there.
            found |= {(ResourceType.TOPIC, self.writes, right) for right in (AclOperation.WRITE, AclOperation.CREATE)}
        return found


def accounts() -> Iterator[Account]:
    """The accounts of all processes, from what the `consumers` module of each reads."""
    for part in SERVICES:
        module = import_module(f"{part.package}.consumers")
        batches: list[BatchConsumer] = getattr(module, "batch_consumers", [])
        reads = set(module.consumers.topics).union(*(batch.topics for batch in batches))
        groups = (part.name, *(batch.name for batch in batches))
        yield Account(part.name, TOPIC_PREFIX + part.name, tuple(sorted(reads)), groups)
    yield Account(GATEWAY.name, TOPIC_PREFIX + GATEWAY.name)
    yield Account(WEBHOOKS, None, fan_out.TOPICS, (fan_out.GROUP,))


def prepare_accounts(settings: OperatorSettings) -> None:
    """Give every account its password and exactly its rights; blocks. Raises Complaint when Kafka does not allow it."""
    passwords = settings.kafka_passwords()
    wanted = list(accounts())
    set_passwords(settings, {ACCOUNT_PREFIX + account.name: passwords[account.name] for account in wanted})
    client = _client(settings)
    try:
        for account in wanted:
            _grant(client, account)
    except (KafkaException, TimeoutError) as error:
        raise _not_allowed(settings, error) from error


def set_passwords(settings: OperatorSettings, passwords: Mapping[str, str]) -> None:
    """What accounts log in with from now on; connections that are open stay. Blocks, and raises Complaint."""
    info = ScramCredentialInfo(_MECHANISMS[settings.kafka_sasl_mechanism], _ITERATIONS)
    wanted: list[UserScramCredentialAlteration] = [
        UserScramCredentialUpsertion(name, info, password.encode()) for name, password in passwords.items()
    ]
    try:
        for change in _client(settings).alter_user_scram_credentials(wanted).values():
            change.result(_SECONDS)
    except (KafkaException, TimeoutError) as error:
        raise _not_allowed(settings, error) from error


def _not_allowed(settings: OperatorSettings, error: Exception) -> Complaint:
    return Complaint(
        f"Kafka does not let {settings.kafka_username} make the services' accounts ({error}); it needs Alter on "
        "the cluster, or make them by hand and set SONGBANG_KAFKA_ACCOUNTS=false"
    )


def _grant(client: AdminClient, account: Account) -> None:
    found = client.describe_acls(_all_of(account.principal)).result(_SECONDS)
    present = {(acl.restype, acl.name, acl.operation): acl for acl in found}
    wanted = {right: _acl(account.principal, right) for right in account.rights()}
    missing = [acl for right, acl in wanted.items() if right not in present]
    surplus = [acl for right, acl in present.items() if right not in wanted]
    if missing:
        for change in client.create_acls(missing).values():
            change.result(_SECONDS)
    if surplus:
        for change in client.delete_acls([_only(acl) for acl in surplus]).values():
            change.result(_SECONDS)


def _acl(principal: str, right: Right) -> AclBinding:
    kind, name, operation = right
    return AclBinding(kind, name, ResourcePatternType.LITERAL, principal, "*", operation, AclPermissionType.ALLOW)


def _all_of(principal: str) -> AclBindingFilter:
    anything: Any = None  # which the library takes, although its types do not say so
    return AclBindingFilter(
        ResourceType.ANY, anything, ResourcePatternType.ANY, principal, anything,
        AclOperation.ANY, AclPermissionType.ANY,
    )  # fmt: skip


def _only(acl: AclBinding) -> AclBindingFilter:
    return AclBindingFilter(
        acl.restype, acl.name, acl.resource_pattern_type, acl.principal, acl.host, acl.operation, acl.permission_type
    )


def _client(settings: OperatorSettings) -> AdminClient:
    password = settings.kafka_password.get_secret_value() if settings.kafka_password else ""
    arguments: dict[str, str | int | float | bool] = {
        "bootstrap.servers": settings.bus_url.get_secret_value().partition("://")[2].rstrip("/"),
        "security.protocol": settings.kafka_security, "sasl.mechanism": settings.kafka_sasl_mechanism,
        "sasl.username": settings.kafka_username or "", "sasl.password": password,
    }  # fmt: skip
    if settings.kafka_ca_file is not None:
        arguments["ssl.ca.location"] = str(settings.kafka_ca_file)
    # The library would print every lost connection itself; a failure here is reported by the exception.
    return AdminClient(arguments, logger=_LIBRARY)
