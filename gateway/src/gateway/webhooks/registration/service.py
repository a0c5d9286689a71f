"""What people can do with endpoints."""

from datetime import timedelta
from uuid import UUID

from contracts.gateway import StopCause
from countykit import directory
from countykit.identity import Caller
from servicekit.transaction import Transaction

from gateway.catalogue.visibility import department_of, sees_reports
from gateway.webhooks import lifecycle
from gateway.webhooks.deliveries import repository as deliveries
from gateway.webhooks.endpoints import repository
from gateway.webhooks.endpoints.errors import NetworkRefused, TooManyEndpoints
from gateway.webhooks.endpoints.models import WORKFLOW, Endpoint, Kind, Ordering, Secret, State
from gateway.webhooks.endpoints.schemas import EndpointChange, EndpointRegistration, SecretRotation
from gateway.webhooks.probes import service as probes
from gateway.webhooks.registration import secrets
from gateway.webhooks.registration.checks import Checks
from gateway.webhooks.settings import WebhookSettings
from gateway.webhooks.wire.guard import is_office_network, readable_networks

MOST_PER_REGION = 100


async def register(
    tx: Transaction, caller: Caller, settings: WebhookSettings, registration: EndpointRegistration
) -> tuple[Endpoint, list[tuple[Secret, str]]]:
    """Register an endpoint and send it a challenge; returns its secrets, which cannot be shown again."""
    await _require_region(tx, caller, registration.region)
    checks = Checks(settings)
    checks.url(registration.url, [])
    checks.types(registration.types)
    if await repository.count_in(tx, registration.region) >= MOST_PER_REGION:
        raise TooManyEndpoints
    plain = registration.model_dump(
        mode="json", include={"url", "description", "region", "types", "ordering", "rate_per_second"}
    )
    endpoint = Endpoint(**plain, version=1, created_by=caller.sub, department=department_of(caller))
    endpoint.sees_reports = sees_reports(caller)
    tx.add(endpoint)
    checks.seal_extras(endpoint, registration.header, registration.client, tx.now)
    # The secrets and the challenge refer to the endpoint's row.
    await tx.session.flush()
    made = [
        secrets.make(tx, settings.vault, endpoint.id, kind, caller.sub) for kind in dict.fromkeys(registration.signing)
    ]
    await probes.challenge(tx, endpoint)
    return endpoint, made


async def change(
    tx: Transaction, caller: Caller, settings: WebhookSettings, id: UUID, wanted: EndpointChange
) -> Endpoint:
    """Change what was named; a new address must prove itself before it gets anything."""
    endpoint = await repository.locked(tx, caller, id)
    WORKFLOW.take(endpoint, "amendment", caller)
    checks, named = Checks(settings), wanted.model_fields_set
    if wanted.region is not None:
        await _require_region(tx, caller, wanted.region)
        endpoint.region = wanted.region
    if wanted.types is not None:
        checks.types(wanted.types)
        endpoint.types = list(wanted.types)
    if wanted.description is not None:
        endpoint.description = wanted.description
    if "rate_per_second" in named:
        endpoint.rate_per_second = wanted.rate_per_second
    if "header" in named or "client" in named:
        checks.seal_named(endpoint, wanted, tx.now)
    if wanted.ordering is not None and wanted.ordering != endpoint.ordering:
        endpoint.ordering = wanted.ordering
        await deliveries.reorder(tx, id, strict=wanted.ordering is Ordering.STRICT)
    if wanted.url is not None and wanted.url != endpoint.url:
        checks.url(wanted.url, endpoint.networks)
        await _move(tx, endpoint, wanted.url)
    return await _changed(tx, endpoint)


async def _move(tx: Transaction, endpoint: Endpoint, url: str) -> None:
    endpoint.url, endpoint.verified = url, False
    if endpoint.state == State.ENABLED:
        await lifecycle.stop(tx, endpoint)
    if endpoint.state in (State.ENABLED, State.PENDING_CHALLENGE):  # the others prove themselves when they go on
        endpoint.state = State.PENDING_CHALLENGE
        await probes.challenge(tx, endpoint)


async def step(
    tx: Transaction, caller: Caller, settings: WebhookSettings, id: UUID, action: str, reason: str
) -> Endpoint:
    """Pause, resume, disable, enable, or repeat the challenge."""
    endpoint = await repository.locked(tx, caller, id)
    if action == "deactivation":
        await lifecycle.disable_row(tx, endpoint, cause=StopCause.PERSON, reason=reason or "人工停用")
        return endpoint
    if action == "challenge" and endpoint.state == State.ENABLED:
        return endpoint  # the challenge of its registration has been passed meanwhile
    if action == "resumption":
        await lifecycle.rested(tx, endpoint, timedelta(seconds=settings.webhooks_lease_seconds))
    endpoint.apply(action, reason or None)
    if endpoint.state == State.PENDING_CHALLENGE:
        await probes.challenge(tx, endpoint)
    elif action == "activation":
        await lifecycle.go_on(tx, endpoint, was_disabled=True)
        return endpoint
    return await _changed(tx, endpoint)


async def allow_networks(tx: Transaction, caller: Caller, id: UUID, networks: list[str]) -> Endpoint:
    """Open internal networks for one endpoint: an operator's decision, and not of the one who registered it."""
    endpoint = await repository.locked(tx, caller, id)
    WORKFLOW.take(endpoint, "networks", caller)
    try:
        wanted = readable_networks(networks)
    except ValueError as error:
        raise NetworkRefused from error
    if not all(is_office_network(network) for network in wanted):
        raise NetworkRefused
    endpoint.networks = [str(network) for network in wanted]
    return await _changed(tx, endpoint)


async def delete(tx: Transaction, caller: Caller, id: UUID) -> None:
    """Forget an endpoint and what waits for it; its attempts stay until they are too old."""
    endpoint = await repository.locked(tx, caller, id)
    WORKFLOW.take(endpoint, "deletion", caller)
    await deliveries.forget(tx, id)
    await repository.delete(tx, endpoint)
    await deliveries.notify(tx)


async def rotate(
    tx: Transaction, caller: Caller, settings: WebhookSettings, id: UUID, rotation: SecretRotation
) -> tuple[Secret, str]:
    """Make a new secret of a kind; those before it sign along for the overlap."""
    endpoint = await repository.locked(tx, caller, id)
    WORKFLOW.take(endpoint, "secret-rotations", caller)
    own = rotation.secret.get_secret_value() if rotation.secret else None
    ends_at = tx.now + timedelta(hours=rotation.overlap_hours)
    for old in await repository.secrets(tx, id):
        if Kind(old.kind) is rotation.kind and (old.expires_at is None or old.expires_at > ends_at):
            old.expires_at = ends_at
    made = secrets.make(tx, settings.vault, id, rotation.kind, caller.sub, own=own)
    await _changed(tx, endpoint)
    return made


async def _require_region(tx: Transaction, caller: Caller, region: str) -> None:
    caller.require_region(region)
    if region.strip("0"):
        await directory.known_region(tx, region)


async def _changed(tx: Transaction, endpoint: Endpoint) -> Endpoint:
    endpoint.version += 1
    endpoint.updated_at = tx.now
    await deliveries.notify(tx)
    return endpoint
