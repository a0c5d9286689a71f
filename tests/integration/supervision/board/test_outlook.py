"""Beside a rank: how firm it is, which one event would change the list, and what would help."""

from datetime import timedelta
from decimal import Decimal

from contracts import imposed_tasks, signage
from contracts.envelope import new_id
from countykit.identity import Role

from .conftest import COUNTY, NOW, TOWNSHIPS

FIRST, SECOND, THIRD = TOWNSHIPS[:3]


def impose(county, township, *, days_ago=30):
    event = imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=township)
    return county.tell(event, f"{township[:9]}201", days_ago=days_ago)


def flag(county, township):
    plaque = new_id()
    county.tell(signage.PlaqueFlagged(reason="not_in_spec"), f"{township[:9]}201", subject=plaque, days_ago=60)
    return plaque


async def outlook(county, township, **options):
    answer = await county.get(f"/v1/board/{township}/outlook", **options)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_named_records_give_back_what_was_said_when_they_are_closed(county):
    for township in TOWNSHIPS[:6]:
        county.good_year(township)
    plaques = [flag(county, FIRST) for _ in range(3)]
    await county.hear()
    before = await outlook(county, FIRST)
    helps = before["helps"]
    assert {help["indicator"] for help in helps} == {"plaques_disposed"}
    assert {help["record"]["subject"] for help in helps} == {f"plaques/{plaque}" for plaque in plaques}
    scores = [Decimal(before["score"]), *(Decimal(help["score"]) for help in helps)]
    assert scores == sorted(scores)
    assert scores[-1] > scores[0]
    first = helps[0]["record"]["subject"].removeprefix("plaques/")
    county.told.clear()
    village = f"{FIRST[:9]}201"
    county.tell(signage.PlaqueRemoved(), village, subject=first, days_ago=2, sequence=2)
    county.tell(signage.PlaqueVerified(disposal="remove"), village, subject=first, days_ago=1, sequence=3)
    await county.hear()
    after = await outlook(county, FIRST)
    assert (after["score"], after["rank"]) == (helps[0]["score"], helps[0]["rank"])
    assert len(after["helps"]) == 2


async def test_the_band_holds_the_rank_that_one_more_event_really_gives(county):
    for number, township in enumerate(TOWNSHIPS[:6]):
        county.good_year(township)
        for _ in range(number):
            impose(county, township)
    await county.hear()
    second = await outlook(county, SECOND)
    assert (second["rank"], second["band"]["best"], second["band"]["worst"]) == (
        2,
        1,
        2,
    )  # one more only ties with the third
    first = await outlook(county, FIRST)
    assert first["list"] == "red"
    (tipping,) = [each for each in first["tipping"] if each["indicator"] == "imposed_tasks"]
    assert tipping["event"] == "more"
    county.told.clear()
    impose(county, FIRST, days_ago=1)
    await county.hear()
    row = await county.row(FIRST)
    assert (row["score"], row["rank"], row["list"]) == (tipping["score"], tipping["rank"], tipping["list"])
    assert first["band"]["worst"] >= row["rank"]


async def test_an_event_of_the_window_fades_on_the_day_that_is_said(county):
    for township in TOWNSHIPS[:3]:
        county.good_year(township)
    impose(county, FIRST, days_ago=100)
    await county.hear()
    (fade,) = (await outlook(county, FIRST))["fades"]
    window = (await county.board())["window_days"]
    assert (fade["indicator"], fade["on"]) == (
        "imposed_tasks", str(NOW.date() - timedelta(days=100) + timedelta(days=window)),
    )  # fmt: skip
    assert Decimal(fade["score"]) == 100


async def test_a_township_reads_its_own_outlook_and_one_without_a_score_is_told_nothing(told):
    own = await told.get(f"/v1/board/{FIRST}/outlook", role=Role.TOWNSHIP, region=FIRST)
    assert own.status_code == 200
    other = await told.get(f"/v1/board/{SECOND}/outlook", role=Role.TOWNSHIP, region=FIRST)
    assert other.status_code == 404
    silent = await outlook(told, TOWNSHIPS[7])
    assert (silent["score"], silent["band"], silent["tipping"], silent["helps"], silent["fades"]) == (
        None, None, [], [], [],
    )  # fmt: skip
    department = await told.get(f"/v1/board/{FIRST}/outlook", role=Role.DEPARTMENT, region=COUNTY, department="X")
    assert department.status_code == 403
