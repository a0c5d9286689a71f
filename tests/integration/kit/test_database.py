"""A service's database: what is lent out is counted, and an error's text tells nobody's data."""

import pytest
import sqlalchemy as sa
from servicekit.database import Database
from sqlalchemy.exc import DBAPIError


@pytest.fixture
async def database(svc):
    opened = Database(svc.database.url, pool_size=2)
    yield opened
    await opened.close()


async def test_connections_that_are_lent_out_are_counted_in_both_pools(database):
    one = await database.begin()
    async with database.engine.connect():
        assert database.lent() == {"orm": 1, "statements": 1}
    await database.end(one, whole=True)
    assert database.lent() == {"orm": 0, "statements": 0}


async def test_a_statement_that_fails_does_not_tell_what_it_was_to_store(database):
    async with database.engine.connect() as connection:
        with pytest.raises(DBAPIError, match="division by zero") as raised:
            await connection.execute(sa.text("SELECT CAST(:name AS text), 1 / 0"), {"name": "张三丰"})
    assert "张三丰" not in str(raised.value)
