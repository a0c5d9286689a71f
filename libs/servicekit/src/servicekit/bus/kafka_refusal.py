"""Why no broker takes us: the client library only tells that it has not connected, whatever the broker said."""

import ssl
from collections.abc import Mapping

from aiokafka.conn import collect_hosts, create_conn
from aiokafka.errors import AuthenticationFailedError, SaslAuthenticationFailed, UnsupportedSaslMechanismError

from servicekit.bus.interface import BusRefused
from servicekit.bus.kafka_client import TRANSIENT

_LOGIN = (AuthenticationFailedError, SaslAuthenticationFailed, UnsupportedSaslMechanismError)
_SECONDS = 3.0


async def refusal(arguments: Mapping[str, object]) -> BusRefused | None:
    """Knock at each server once with the arguments of every client; None when one lets us in, or none says why not."""
    knocking = {name: value for name, value in arguments.items() if name != "bootstrap_servers"}
    for host, port, _ in collect_hosts(arguments["bootstrap_servers"]):
        try:
            connection = await create_conn(host, port, request_timeout_ms=int(_SECONDS * 1000), **knocking)
        except ssl.SSLCertVerificationError as error:
            return BusRefused(
                "bus-certificate-refused",
                f"the certificate of Kafka at {host}:{port} is not accepted: {error.verify_message}; renew it, or name "
                "its authority in SONGBANG_KAFKA_CA_FILE",
            )
        except ssl.SSLError as error:
            return BusRefused(
                "bus-tls-refused",
                f"Kafka at {host}:{port} does not talk TLS with us ({error.reason}); SONGBANG_KAFKA_SECURITY must be "
                "what its listener speaks",
            )
        except _LOGIN as error:
            return BusRefused(
                "bus-login-refused",
                f"Kafka at {host}:{port} refuses the login of {arguments['sasl_plain_username']} ({error}); check "
                "SONGBANG_KAFKA_USERNAME, SONGBANG_KAFKA_SASL_MECHANISM and the file kafka_password "
                "(SONGBANG_KAFKA_PASSWORD)",
            )
        except TRANSIENT:
            continue
        connection.close()
        return None
    return None
