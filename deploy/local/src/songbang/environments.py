"""The mark of a database: a demo's, with invented data and known passwords, is never used in production."""

import asyncpg

from songbang.complaints import Complaint

_MARKED = """
    SELECT split_part(setting, '=', 2) FROM pg_db_role_setting, unnest(setconfig) AS setting
    WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = $1) AND setrole = 0
    AND setting LIKE 'songbang.environment=%'
"""


async def mark(connection: asyncpg.Connection, database: str, environment: str) -> None:
    """Write the environment into a database that has none yet; raises Complaint when it has another one."""
    marked = await connection.fetchval(_MARKED, database)
    if marked is None:
        await connection.execute(f"ALTER DATABASE \"{database}\" SET songbang.environment = '{environment}'")
    elif marked != environment:
        raise Complaint(
            f"the database {database} was made for SONGBANG_ENVIRONMENT={marked} and is refused with {environment}: "
            "a demo has invented data, told dates and known passwords; use another server or new volumes"
        )
