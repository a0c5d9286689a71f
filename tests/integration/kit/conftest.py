"""The kit is tested through a real service: checklist-svc, whose chat groups use every convention."""

from datetime import date

import pytest
from checklist_svc.consumers import consumers
from contracts.gateway import RegionRegistered
from countykit.testing import ServiceUnderTest

TOWNSHIP = "990101001000"


@pytest.fixture
async def svc(start_service) -> ServiceUnderTest:
    service = await start_service("checklist_svc")
    region = RegionRegistered(code=TOWNSHIP, name="青石镇", level="township", valid_from=date(2020, 1, 1))
    await service.hear(consumers, region, region=TOWNSHIP)
    return service
