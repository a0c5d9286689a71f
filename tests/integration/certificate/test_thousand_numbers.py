"""A thousand papers of one village at once: no number is left out or given twice, whatever fails among them."""

import asyncio

from certificate_svc.certificates import service
from certificate_svc.certificates.numbers import number_is_valid
from certificate_svc.papers.paper import FactCheck
from certificate_svc.papers.schemas import Statement
from certificate_svc.personal import Personal
from contracts.certificate import CertificateIssued
from servicekit.transaction import Context

from .story import CHECK, KINSHIP, PERSON, VILLAGE, admit, take

AT_ONCE, FAILING, CONNECTIONS = 1_100, 11, 20
"""Every eleventh fails after its number was drawn, which leaves a thousand; what has no connection waits its turn."""


class Stopped(Exception):
    """What goes wrong between the number and the commit."""


async def test_a_thousand_issues_at_once_have_the_numbers_one_to_a_thousand(svc, county, village):
    await admit(county)
    application = (await take(village))["id"]
    statement, check = Statement.model_validate(KINSHIP), FactCheck.model_validate(CHECK)
    person = Personal.model_validate({**PERSON, "document": "resident_id", "purpose": "办理继承公证"})
    now, keys = svc.app.state.clock.now(), svc.app.state.secrets

    turn = asyncio.Semaphore(CONNECTIONS)

    async def issue(place: int) -> None:
        # The request's work below HTTP, each in a transaction of its own as a request has it.
        try:
            async with turn, svc.database.transaction(Context.of_system("issue", now)) as tx:
                await service.issue(
                    tx, person.model_copy(), statement, check, keys, region=VILLAGE, template=None,
                    application_id=application, item_code="AC01", item_name="亲属关系证明", demander="青山县公证处",
                )  # fmt: skip
                if place % FAILING == 0:
                    raise Stopped
        except Stopped:
            return

    await asyncio.gather(*(issue(place) for place in range(AT_ONCE)))
    connection = await svc.database.direct()
    try:
        rows = await connection.fetch("SELECT number, serial FROM certificate ORDER BY serial")
        published = await connection.fetchval("SELECT count(*) FROM outbox WHERE type = $1", CertificateIssued.type)
    finally:
        await connection.close()
    assert [row["serial"] for row in rows] == list(range(1, 1_001))
    assert len({row["number"] for row in rows}) == 1_000
    assert all(number_is_valid(row["number"]) for row in rows)
    assert published == 1_000
