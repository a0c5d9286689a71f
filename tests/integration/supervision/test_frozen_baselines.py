"""What a township founds in order to dissolve it, or hangs in order to take it down, earns nothing."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import checklist_svc.consumers
import orjson
import pytest
import signage_svc.consumers
from contracts.gateway import RegionRegistered
from contracts.signage import SpecTablePublished
from countykit.identity import Role
from servicekit.bus.interface import Message
from supervision_svc.board.score import Township, score
from supervision_svc.facts.reading import read
from supervision_svc.schemes.service import shipped_document

from tests.waiting import eventually

TOWNSHIP, VILLAGE = "990101001000", "990101001201"
SURVEY = datetime(2025, 3, 3, 2, tzinfo=UTC)
SPRING = SURVEY + timedelta(days=90)
"""The last day of a survey that no setting ends."""
_BOARD = {"placement": "inside", "width_mm": 600, "height_mm": 400, "background": "红", "text_colour": "白"}


async def started(start_service, name, consumers, **settings):
    svc = await start_service(name, **settings)
    places = ((TOWNSHIP, "青石镇", "township"), (VILLAGE, "柳湾村", "village"))
    for code, place, level in places:
        event = RegionRegistered(code=code, name=place, level=level, valid_from=date(2020, 1, 1))
        await svc.hear(consumers, event, region=code)
    return svc


@pytest.fixture
async def checklist(start_service):
    return await started(start_service, "checklist_svc", checklist_svc.consumers.consumers)


@pytest.fixture
async def signage(start_service):
    # Where nobody can keep pictures, a disposal is verified without one.
    svc = await started(start_service, "signage_svc", signage_svc.consumers.consumers, attachments_url=None)
    await eventually(lambda: svc.events(SpecTablePublished))
    return svc


async def indicators(svc):
    """The township's indicators as the board computes them from what the service has published."""
    now = datetime.now(UTC)
    events = enumerate(await svc.events())
    columns = read([Message("t", 0, number, TOWNSHIP, orjson.dumps(event), now) for number, event in events])
    sums = Counter()
    for figure, delta in zip(columns.figures, columns.deltas, strict=True):
        sums[figure] += delta
    row = score(Township(TOWNSHIP, "青石镇", 10, sums), shipped_document(), 180)
    return {item.code: item for item in row.indicators}


async def made(svc, role, path, body, at, sub=None):
    region = TOWNSHIP if role is Role.TOWNSHIP else "990101000000"
    async with svc.client(role, region=region, at=at, sub=sub) as client:
        answer = await client.post(path, json=body)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def found(svc, name, at):
    body = {"region": TOWNSHIP, "name": name, "platform": "wechat", "members": 3}
    return await made(svc, Role.TOWNSHIP, "/v1/groups", body, at)


async def dissolve(svc, group, at):
    await made(svc, Role.TOWNSHIP, f"/v1/groups/{group['id']}/dissolution", {"reason": "长期不用"}, at)


async def hang(svc, name, at):
    plaque = await made(svc, Role.TOWNSHIP, "/v1/plaques", {"region": VILLAGE, "name": name, **_BOARD}, at)
    await made(svc, Role.INSPECTOR, f"/v1/plaques/{plaque['id']}/flag", {"reason": "function_mismatch"}, at)
    return plaque


async def report_down(svc, plaque, at):
    path = f"/v1/plaques/{plaque['id']}"
    await made(svc, Role.TOWNSHIP, f"{path}/disposal", {"kind": "remove", "reason": "无实际业务"}, at)
    await made(svc, Role.TOWNSHIP, f"{path}/completion", {"note": "已拆除"}, at, sub="doer")


async def take_down(svc, plaque, at):
    path = f"/v1/plaques/{plaque['id']}"
    await report_down(svc, plaque, at)
    await made(
        svc, Role.INSPECTOR, f"{path}/verification", {"decision": "accepted", "reason": "已核实"}, at, sub="checker"
    )


async def test_thirty_invented_groups_earn_nothing(checklist):
    old = [await found(checklist, f"统计工作群{number}", SURVEY) for number in range(4)]
    await dissolve(checklist, old[0], SURVEY)
    before = (await indicators(checklist))["groups_cleaned"]
    assert (before.numerator, before.denominator) == (1, 4)
    later = SPRING + timedelta(days=1)
    invented = [await found(checklist, f"临时工作群{number}", later) for number in range(30)]
    assert {group["after_baseline"] for group in invented} == {True}
    assert (await indicators(checklist))["groups_cleaned"] == before
    for group in invented:
        await dissolve(checklist, group, later)
    assert (await indicators(checklist))["groups_cleaned"] == before
    await dissolve(checklist, old[1], later)
    assert (await indicators(checklist))["groups_cleaned"].numerator == 2


async def test_a_group_founded_after_the_survey_and_retained_saves_no_old_one(checklist):
    old = [await found(checklist, f"统计工作群{number}", SURVEY) for number in range(4)]
    before = (await indicators(checklist))["groups_cleaned"]
    later = SPRING + timedelta(days=1)
    new = await found(checklist, "保留用的群", later)
    await made(checklist, Role.TOWNSHIP, f"/v1/groups/{new['id']}/retention", {"reason": "保留1个"}, later)
    assert (await indicators(checklist))["groups_cleaned"] == before
    await dissolve(checklist, new, later)
    await made(checklist, Role.TOWNSHIP, f"/v1/groups/{old[0]['id']}/retention", {"reason": "保留1个"}, later)
    after = (await indicators(checklist))["groups_cleaned"]
    assert (after.numerator, after.denominator) == (0, 3)


async def test_the_last_day_of_the_survey_still_belongs_to_it(checklist):
    await found(checklist, "统计工作群", SURVEY)
    assert not (await found(checklist, "最后一天登记的群", SPRING))["after_baseline"]


async def test_a_county_names_the_last_day_of_its_survey(start_service):
    svc = await started(
        start_service, "checklist_svc", checklist_svc.consumers.consumers, baseline_until=date(2025, 3, 3)
    )
    assert not (await found(svc, "统计工作群", SURVEY))["after_baseline"]
    assert (await found(svc, "第二天的群", SURVEY + timedelta(days=1)))["after_baseline"]


async def test_twenty_fake_plaques_earn_nothing(signage):
    old = [await hang(signage, f"统计工作站{number}号", SURVEY) for number in range(4)]
    await take_down(signage, old[0], SURVEY)
    before = await indicators(signage)
    assert (before["plaques_disposed"].numerator, before["plaques_disposed"].denominator) == (1, 4)
    later = SPRING + timedelta(days=1)
    for number in range(20):
        await take_down(signage, await hang(signage, f"临时活动室{number}号", later), later)
    after = await indicators(signage)
    for code in ("plaques_disposed", "plaque_rebound"):
        assert (after[code].numerator, after[code].denominator) == (before[code].numerator, before[code].denominator)


async def test_a_plaque_that_comes_back_opens_its_case_and_is_no_second_one(signage):
    case = await hang(signage, "统计工作站", SURVEY)
    await take_down(signage, case, SURVEY)
    later = SPRING + timedelta(days=1)
    body = {"region": VILLAGE, "name": "统计工作站", **_BOARD}
    again = await made(signage, Role.TOWNSHIP, "/v1/plaques", body, later)
    item = (await indicators(signage))["plaques_disposed"]
    assert (item.numerator, item.denominator) == (0, 1)
    await take_down(signage, case, later)
    await take_down(signage, again, later)
    item = (await indicators(signage))["plaques_disposed"]
    assert (item.numerator, item.denominator) == (1, 1)


async def test_a_failed_sample_takes_its_share_off_what_nobody_looked_at(signage):
    """Six disposals, two drawn, one of them not done: of the four others two count for nothing."""
    for number in range(6):
        await report_down(signage, await hang(signage, f"统计工作站{number}号", SURVEY), SURVEY)
    assert (await indicators(signage))["plaques_disposed"].numerator == 0, "nobody outside of the township has looked"
    draw = {"region": TOWNSHIP, "size": 2}
    sample = await made(signage, Role.INSPECTOR, "/v1/disposal-samples", draw, SURVEY, sub="checker")
    for accepted, board in zip((True, False), sample["drawn"], strict=True):
        seen = {"decision": "accepted" if accepted else "returned", "reason": "现场核验"}
        await made(signage, Role.INSPECTOR, f"/v1/plaques/{board}/verification", seen, SURVEY, sub="checker")
    path = f"/v1/disposal-samples/{sample['id']}/conclusion"
    await made(signage, Role.INSPECTOR, path, {"reason": "抽查完毕"}, SURVEY, sub="checker")
    disposed = (await indicators(signage))["plaques_disposed"]
    assert (disposed.numerator, disposed.denominator) == (3, 6)
