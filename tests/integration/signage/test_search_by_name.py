"""A board is found by a part of its name in a ledger of twenty thousand, by an index."""

import pytest
import sqlalchemy as sa
from countykit.identity import Role
from countykit.testing import EXPLAIN, examined
from servicekit.transaction import Context
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.repository import FILTERS

from .boards import register
from .conftest import COUNTY

BOARDS = 20_000
_COPIES = """
    INSERT INTO plaque ({columns})
    SELECT {values} FROM plaque, generate_series(1, {boards}) AS n
"""
_OWN = {
    "id": "gen_random_uuid()", "fingerprint": "'工作站' || n || '号'", "name": "'工作站' || n || '号'",
    "region": "'990101001' || (300 + n % 600)",
}  # fmt: skip


@pytest.fixture
async def full(svc, clerk):
    """The service with a ledger of twenty thousand boards, one of which is a women's home."""
    await register(clerk)
    columns = [column.name for column in sa.inspect(Plaque).columns]
    values = ", ".join(_OWN.get(column, column) for column in columns)
    connection = await svc.database.direct()
    await connection.execute(_COPIES.format(columns=", ".join(columns), values=values, boards=BOARDS))
    await connection.execute("ANALYZE plaque")
    await connection.close()
    return svc


async def rows_read(svc, words):
    """How many rows the list's own condition reads from the table for these words."""
    wanted = FILTERS.dependency(**dict.fromkeys(FILTERS.dependency.__signature__.parameters) | {"name": words})
    statement = wanted.narrow(sa.select(Plaque.id)).order_by(Plaque.id).limit(51)
    async with svc.database.transaction(Context.of_system("test")) as tx:
        connection = await tx.session.connection()
        compiled = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        plan = await tx.session.execute(sa.text((EXPLAIN + str(compiled)).replace(":", "\\:")))
        return examined(plan.scalar_one())


@pytest.mark.parametrize(("words", "most"), [("妇女", 3), ("妇女之家", 3), ("站12345号", 50)])
async def test_a_part_of_a_name_is_looked_up_and_not_looked_for(full, words, most):
    assert await rows_read(full, words) <= most


@pytest.mark.parametrize(
    ("words", "found"), [("妇", 1), ("妇女", 1), ("女之", 1), ("女妇", 0), ("站19999号", 1), ("%", 0), ("_女", 0)]
)
async def test_what_is_found_contains_the_words_as_they_stand(full, words, found):
    async with full.client(Role.COUNTY_OFFICE, region=COUNTY[:6]) as office:
        answer = await office.get("/v1/plaques", params={"name": words})
    assert len(answer.json()["items"]) == found
