"""Checks of what people enter about an endpoint, and the sealing of its confidential extras."""

from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509 import load_pem_x509_certificates

from gateway.catalogue.errors import EventTypeUnknown
from gateway.event_log.matching import is_known_pattern
from gateway.webhooks.endpoints.errors import CertificateRefused, UrlRefused
from gateway.webhooks.endpoints.models import Endpoint, place_of
from gateway.webhooks.endpoints.schemas import ClientIdentity, EndpointChange, StaticHeader
from gateway.webhooks.settings import WebhookSettings
from gateway.webhooks.wire.guard import Guard, fault_of_url, readable_networks


class Checks:
    """The rules as the settings have them."""

    def __init__(self, settings: WebhookSettings) -> None:
        self._settings = settings

    def url(self, url: str, networks: Sequence[str]) -> None:
        """Refuse an address that can never be delivered to; names are checked again at every connection."""
        guard = Guard(self._settings.allowed_networks, readable_networks(networks))
        fault = fault_of_url(url, allow_http=self._settings.webhooks_allow_http, guard=guard)
        # An internal address may be opened by a second person afterwards; until then nothing connects to it.
        if fault is not None and not (fault == "address" and self._openable(url)):
            raise UrlRefused(fault=fault)

    def _openable(self, url: str) -> bool:
        offices = Guard(
            [], readable_networks(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"])
        )
        return fault_of_url(url, allow_http=self._settings.webhooks_allow_http, guard=offices) is None

    def types(self, types: Sequence[str]) -> None:
        """Refuse filters that fit nothing."""
        unknown = [pattern for pattern in types if not is_known_pattern(pattern)]
        if unknown:
            raise EventTypeUnknown(types=unknown)

    def seal_extras(
        self, endpoint: Endpoint, header: StaticHeader | None, client: ClientIdentity | None, now: datetime
    ) -> None:
        """Put the static header and the client certificate onto the row, their secrets sealed."""
        vault = self._settings.vault
        endpoint.header_name = endpoint.header_value = None
        if header is not None:
            place = place_of("webhook_endpoint", "header_value", endpoint.id)
            endpoint.header_name = header.name
            endpoint.header_value = vault.seal(header.value.get_secret_value(), place=place)
        endpoint.client_certificate = endpoint.client_key = None
        if client is not None:
            _require_pair(client, now)
            place = place_of("webhook_endpoint", "client_key", endpoint.id)
            endpoint.client_certificate = client.certificate
            endpoint.client_key = vault.seal(client.key.get_secret_value(), place=place)

    def seal_named(self, endpoint: Endpoint, wanted: EndpointChange, now: datetime) -> None:
        """Replace the extras that a change names, and keep the other one."""
        kept = (endpoint.header_name, endpoint.header_value, endpoint.client_certificate, endpoint.client_key)
        self.seal_extras(endpoint, wanted.header, wanted.client, now)
        if "header" not in wanted.model_fields_set:
            endpoint.header_name, endpoint.header_value = kept[:2]
        if "client" not in wanted.model_fields_set:
            endpoint.client_certificate, endpoint.client_key = kept[2:]


def _require_pair(client: ClientIdentity, now: datetime) -> None:
    try:
        certificate = load_pem_x509_certificates(client.certificate.encode())[0]
        key = load_pem_private_key(client.key.get_secret_value().encode(), None)
    except (ValueError, TypeError, IndexError) as error:
        raise CertificateRefused from error
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*form) != certificate.public_key().public_bytes(*form):
        raise CertificateRefused
    if certificate.not_valid_after_utc <= now:
        raise CertificateRefused
