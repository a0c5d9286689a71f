"""What the database driver raises when a connection is lost."""

import asyncpg

# asyncpg answers "cannot switch to state …" by InternalClientError when a connection dies between two of its messages;
# that class is neither of the other two.
LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)
"""Everything a caller outside of the ORM must expect from a query; SQLAlchemy wraps these in its own."""


def beginning_of(error: BaseException) -> BaseException:
    """What the driver said at first: SQLAlchemy wraps it twice."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error
