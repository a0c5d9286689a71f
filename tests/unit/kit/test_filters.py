"""Filters: parameters, OpenAPI and SQL follow from one declaration, and nothing unknown is ignored."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import httpx
import pytest
import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.tables import Aggregate
from fastapi import FastAPI
from servicekit import problems
from servicekit.filters import BY_SOUND, AnyOf, Contains, Equal, Own, Present, Since, Until, Wanted, Words, filters
from servicekit.http import Router
from servicekit.tables import enumerated, new_registry
from sqlmodel import SQLModel


class Base(SQLModel, registry=new_registry()):
    pass


class Colour(StrEnum):
    RED = "red"
    BLACK = "black"


class Thing(Aggregate, Base, table=True):
    __tablename__ = "thing"

    name: str
    colour: Colour = enumerated(Colour)
    hung_on: date | None = None


FILTERS = filters(
    Thing,
    region=Subtree(), colour=AnyOf(), name=Equal(), part=Contains(column="name", kind=str), since=Since("hung_on"),
    until=Until("hung_on"), hung=Present("hung_on"), late=Own(bool), q=Words("name", "colour"),
)  # fmt: skip


@pytest.fixture(scope="module")
def app():
    router = Router()

    @router.get("/things")
    async def list_things(wanted: Annotated[Wanted, FILTERS], limit: int = 1) -> dict[str, str]:
        statement = wanted.narrow(sa.select(Thing.id)).compile(compile_kwargs={"literal_binds": True})
        return {"sql": str(statement).partition("WHERE ")[2], "late": str(wanted.values["late"])}

    app = FastAPI()
    app.router.routes.extend(router.routes)
    problems.install(app)
    return app


@pytest.fixture
async def client(app):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
        yield client


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("", ""),
        ("region=990101", "(thing.region LIKE '990101' || '%')"),
        ("region=990101000000", "(thing.region LIKE '990101' || '%')"),
        ("region=990101001003", "(thing.region LIKE '990101001003' || '%')"),
        ("colour=red", "thing.colour IN ('red')"),
        ("colour=red&colour=black", "thing.colour IN ('red', 'black')"),
        ("name=a%25b", "thing.name = 'a%b'"),
        ("part=a%25b", "(thing.name LIKE '%' || 'a/%b' || '%' ESCAPE '/')"),
        ("since=2026-03-01&until=2026-04-01", "thing.hung_on >= '2026-03-01' AND thing.hung_on <= '2026-04-01'"),
        (
            "q=镇%25村",
            "(lower(concat_ws(' ', thing.name, thing.colour)) LIKE '%' || lower('镇/%村') || '%' ESCAPE '/')",
        ),
        ("hung=true", "(thing.hung_on IS NOT NULL) = true"),
        ("limit=3", ""),
    ],
)
async def test_a_filter_becomes_its_condition(client, query, condition):
    assert (await client.get(f"/things?{query}")).json()["sql"] == condition


async def test_the_repository_reads_what_is_its_own(client):
    assert (await client.get("/things?late=true")).json() == {"sql": "", "late": "True"}


@pytest.mark.parametrize(
    "query", ["region=abc", "region=9", "region=99010", "region=9901010010030", "colour=green", "since=soon",
              "name=" + "x" * 201, "q=" + "x" * 61, "hung=perhaps"]
)  # fmt: skip
async def test_a_value_that_cannot_be_meant_is_refused(client, query):
    answer = await client.get(f"/things?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_an_unknown_parameter_is_refused_and_the_nearest_named(client):
    answer = await client.get("/things?regoin=990101")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter")
    assert "region" in answer.json()["detail"]
    assert (await client.get("/things?" + "&".join(f"k{n}=1" for n in range(900)))).status_code == 422


def test_the_document_tells_each_filter(app):
    told = {p["name"]: p for p in app.openapi()["paths"]["/things"]["get"]["parameters"]}
    assert set(told) == {"region", "colour", "name", "part", "since", "until", "hung", "late", "limit", "q"}
    assert not any(p["required"] for p in told.values())
    assert "within" in told["region"]["description"]
    assert told["q"]["description"] == f"part of `name` or `colour`, {BY_SOUND}"
