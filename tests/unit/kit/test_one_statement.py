"""Rows that go in by one statement: which may, and what the statement is."""

from datetime import UTC, datetime
from uuid import UUID

import orjson
import sqlalchemy as sa
from servicekit import one_statement
from servicekit.tables import document, new_registry
from sqlmodel import Field, SQLModel


class Base(SQLModel, registry=new_registry()):
    pass


class Plain(Base, table=True):
    __tablename__ = "plain"
    id: UUID = Field(primary_key=True)
    name: str
    words: list[str] | None = document(default=None)


class Filled(Base, table=True):
    """The database fills one column in."""

    __tablename__ = "filled"
    id: UUID = Field(primary_key=True)
    at: datetime | None = Field(default=None, sa_column_kwargs={"server_default": sa.text("now()")})


class Counted(Base, table=True):
    """The database draws the key."""

    __tablename__ = "counted"
    number: int | None = Field(default=None, primary_key=True)


ID = UUID(int=7)


def test_one_to_eight_rows_may_and_no_more():
    rows = [Plain(id=ID, name="a") for _ in range(9)]
    assert [one_statement.possible(rows[:count]) for count in (0, 1, 8, 9)] == [False, True, True, False]


def test_a_row_that_the_database_fills_in_goes_the_ordinary_way():
    plain = Plain(id=ID, name="a")
    assert not one_statement.possible([plain, Filled(id=ID)])
    assert not one_statement.possible([Counted(), plain])


def test_the_statement_names_tables_columns_and_parameters_in_order():
    first, second = Plain(id=ID, name="a", words=["甲"]), Plain(id=ID, name="b", words=None)
    statement, values = one_statement.inserts([first, second], first=15)
    assert statement == (
        'row0 AS (INSERT INTO "plain" ("id", "name", "words") VALUES ($15, $16, $17)), '
        'row1 AS (INSERT INTO "plain" ("id", "name", "words") VALUES ($18, $19, $20))'
    )
    assert values == [ID, "a", '["甲"]', ID, "b", None]


def test_what_json_does_not_know_is_stored_as_text():
    at = datetime(2026, 3, 2, tzinfo=UTC)
    _, values = one_statement.inserts([Plain(id=ID, name="a", words=[ID, at, sa])], first=1)
    assert orjson.loads(values[2])[:2] == [str(ID), "2026-03-02T00:00:00+00:00"]
    assert "sqlalchemy" in orjson.loads(values[2])[2]
