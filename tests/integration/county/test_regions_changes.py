"""The thirty cases of how regions and bodies change, each through the gateway with its effects in all five services.

`regions_changes.yaml` is what was collected about such changes, with where each was found. One county lives through
all of them on one day: its stories are told before, all changes take effect, and each case is looked at afterwards.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from contracts.lineage import TerritoryChanged

from tests.integration.county import body_cases, region_cases
from tests.integration.county.told import EVE, Told, tell
from tests.integration.county.township import AFTER
from tests.integration.county.world import World

CASES = yaml.safe_load((Path(__file__).parent / "regions_changes.yaml").read_text())["cases"]

pytestmark = pytest.mark.timeout(600)
"""Its first test waits for the whole product to start and for a story, on a busy machine for minutes."""


@pytest.fixture(scope="module")
async def told(world: World) -> Told:
    """Everything told before the changes, and all changes in effect."""
    return await tell(world)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']} {case['title']}")
async def test_a_change_has_its_effects_everywhere(told: Told, case: dict[str, Any]) -> None:
    cases = region_cases if case["kind"] == "区划" else body_cases
    await getattr(cases, case["id"].lower())(told)


async def test_no_past_board_is_changed_by_a_cent(told: Told) -> None:
    past = EVE.date().isoformat()
    for county, before in told.before.items():
        again = await told.world.board(county, on=AFTER, as_of=past)
        assert (again["digest"], again["items"]) == (before["digest"], before["items"]), county


async def test_other_systems_hear_of_every_change(told: Told) -> None:
    events = await told.world.gateway.events(TerritoryChanged)
    assert len(events) == len(told.changes)
    heard = {line["successor"] for event in events for line in event["data"]["lines"]}
    assert {"990101101000", "990122001201", "NYLC"} <= heard
