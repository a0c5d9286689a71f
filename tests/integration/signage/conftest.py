"""Townships and villages that the service has heard of, and the spec table it published at its first start."""

from datetime import date

import pytest
from contracts.gateway import DepartmentRegistered, RegionRegistered
from contracts.signage import SpecTablePublished
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, message_of
from servicekit.consumers import of_handlers
from signage_svc.consumers import consumers

from tests.waiting import eventually

COUNTY = "990101000000"
TOWNSHIP, OTHER = "990101001000", "990101002000"
VILLAGE, NEIGHBOUR, ELSEWHERE = "990101001201", "990101001202", "990101002201"
DEPARTMENT = "990101-WLJ"
_REGIONS = {
    COUNTY: ("松柏县", "county"), TOWNSHIP: ("青石镇", "township"), OTHER: ("白塔镇", "township"),
    VILLAGE: ("柳河村", "village"), NEIGHBOUR: ("上营村", "village"), ELSEWHERE: ("下营村", "village"),
}  # fmt: skip


async def published(svc: ServiceUnderTest) -> None:
    """Wait for the leader to have published the spec table."""
    await eventually(lambda: svc.events(SpecTablePublished))


async def tell_regions(svc: ServiceUnderTest, regions: dict[str, tuple[str, str]]) -> None:
    """Deliver the directory's facts about some regions."""
    facts = [
        message_of(RegionRegistered(code=code, name=name, level=level, valid_from=date(2020, 1, 1)), region=code)
        for code, (name, level) in regions.items()
    ]
    await svc.hear_batch(of_handlers("test", consumers), facts)


async def small_county(service: ServiceUnderTest) -> None:
    """Tell a service of two townships, three villages and a department."""
    await tell_regions(service, _REGIONS)
    department = DepartmentRegistered(code=DEPARTMENT, name="县文旅局", home=COUNTY)
    await service.hear(consumers, department, region=COUNTY)
    await published(service)


@pytest.fixture
async def svc(start_service) -> ServiceUnderTest:
    """A running signage-svc that knows two townships, three villages and a department."""
    return await start_service("signage_svc", knowing=small_county)


@pytest.fixture
async def checker(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="checker") as client:
        yield client


@pytest.fixture
async def clerk(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk") as client:
        yield client


@pytest.fixture
async def inspector(svc):
    async with svc.client(Role.INSPECTOR, region="990101", sub="inspector") as client:
        yield client
