"""A county with two townships, three villages and two departments, as certificate-svc knows it."""

from datetime import date

import pytest
from certificate_svc.consumers import consumers
from contracts.gateway import DepartmentRegistered, RegionRegistered
from countykit.identity import Role
from countykit.testing import ServiceUnderTest

from .story import COUNTY, REGIONS, TOWNSHIP, VILLAGE


async def _small_county(service: ServiceUnderTest) -> None:
    for code, name, level in REGIONS:
        await service.hear(
            consumers, RegionRegistered(code=code, name=name, level=level, valid_from=date(2020, 1, 1)), region=code
        )
    police = DepartmentRegistered(code="GA", name="县公安局", home=COUNTY)
    station = DepartmentRegistered(code="SF1", name="青石镇司法所", home=TOWNSHIP)
    for department in (police, station):
        await service.hear(consumers, department, region=department.home)


@pytest.fixture
async def svc(start_service) -> ServiceUnderTest:
    return await start_service("certificate_svc", knowing=_small_county)


@pytest.fixture
async def village(svc):
    async with svc.client(Role.VILLAGE, region=VILLAGE) as client:
        yield client


@pytest.fixture
async def township(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        yield client


@pytest.fixture
async def county(svc):
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY) as client:
        yield client
