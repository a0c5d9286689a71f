"""How much in the databases is sealed with certain keys."""

import asyncpg
from certificate_svc.resealing import SEALED
from gateway.identity.second_factors.models import SecondFactor
from gateway.webhooks.endpoints.models import Endpoint, Secret
from servicekit.vault import beginning

from songbang.rotation.kinds import Kind
from songbang.settings import OperatorSettings

_COLUMNS: dict[str, list[tuple[object, str]]] = {
    "data_keys": [(model.__tablename__, "sealed") for model in SEALED],
    "secrets_keys": [
        (SecondFactor.__tablename__, "sealed"), (Secret.__tablename__, "sealed"),
        (Endpoint.__tablename__, "header_value"), (Endpoint.__tablename__, "client_key"),
    ],
}  # fmt: skip


async def count(settings: OperatorSettings, kind: Kind, names: list[str]) -> int:
    """How many values are sealed with keys of these names."""
    found = 0
    connection = await asyncpg.connect(settings.database(kind.owner))
    try:
        for table, column in _COLUMNS[kind.name]:
            for begins in map(beginning, names):
                statement = f'SELECT count(*) FROM "{table}" WHERE substr({column}, 1, {len(begins)}) = $1'
                found += await connection.fetchval(statement, begins)
    finally:
        await connection.close()
    return found
