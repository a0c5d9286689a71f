"""One clear sentence for every trouble an operator meets: what is wrong, where, and what to do."""

import errno
import ssl

import asyncpg
import httpx
from servicekit.bus.interface import BusRefused, BusUnavailable, TopicMismatch
from servicekit.driver import beginning_of
from servicekit.errors import Refusal
from servicekit.migrate import SchemaRefused
from sqlalchemy.exc import SQLAlchemyError


class Complaint(Exception):
    """A trouble that has been put into words already."""


EXPECTED = (
    OSError, asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError, BusUnavailable, TopicMismatch,
    SchemaRefused, Refusal, httpx.HTTPError, TimeoutError,
)  # fmt: skip
"""What may befall any command; everything else is a bug and shows its trace."""

_DATABASE = "(SONGBANG_ADMIN_URL, in compose SONGBANG_POSTGRES)"


def sentence(error: BaseException) -> str:  # noqa: PLR0911 - a table of troubles
    """The trouble in words; the name of a setting where one is to blame."""
    match beginning_of(error) if isinstance(error, SQLAlchemyError) else error:
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError() as refused:
            return (
                f"PostgreSQL refuses the login: {refused}; SONGBANG_ADMIN_PASSWORD (file postgres_password) must be "
                "the password that its data directory was made with"
            )
        case asyncpg.DiskFullError() as full:
            return f"PostgreSQL's disk is full: {full}; make room, everything goes on by itself then"
        case asyncpg.TooManyConnectionsError() as many:
            return (
                f"PostgreSQL has no connection left: {many}; raise max_connections or lower SONGBANG_DATABASE_POOL_SIZE"
            )
        case asyncpg.InsufficientPrivilegeError() as denied:
            return f"PostgreSQL: {denied}; the administrator of SONGBANG_ADMIN_URL needs CREATEDB and CREATEROLE"
        case ssl.SSLCertVerificationError() as bad:
            return f"the server's certificate is not accepted: {bad.verify_message}; renew it, or name its authority"
        case SchemaRefused() | TopicMismatch() | BusRefused() | Refusal() as clear:
            return str(clear)
        case BusUnavailable() as away:
            return f"the bus does not answer: {away}; check SONGBANG_BUS_URL and the SONGBANG_KAFKA_ settings"
        case OSError() as trouble if trouble.errno == errno.ENOSPC:
            return f"no space left on the device of {trouble.filename or 'the output'}"
        case ConnectionError() | TimeoutError() | asyncpg.CannotConnectNowError() as away:
            return f"PostgreSQL does not answer {_DATABASE}: {away or type(away).__name__}"
        case other:
            return f"{type(other).__name__}: {other}"
