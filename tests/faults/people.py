"""A small directory of three townships and the people who write."""

from dataclasses import dataclass

from songbang.demo.door import Door

OPERATOR, PASSWORD = "operator", "Songyun-faults-2026!"
COUNTY = "990101000000"
TOWNSHIPS = ("990101001000", "990101002000", "990101003000")
VILLAGES = {town: tuple(f"{town[:9]}{200 + place}" for place in range(1, 9)) for town in TOWNSHIPS}
DEPARTMENT = "D101"
INSPECTOR, OFFICE = "inspector", "office"


@dataclass(frozen=True)
class Person:
    """A login; its name says who it is."""

    username: str
    role: str
    region: str


def of_township(town: str) -> str:
    """The township's officer."""
    return f"t{town[6:9]}"


PEOPLE = (
    Person(INSPECTOR, "inspector", COUNTY),
    Person(OFFICE, "county_office", COUNTY),
    *(Person(of_township(town), "township", town) for town in TOWNSHIPS),
)


async def settle(url: str) -> None:
    """Fill the directory, open the accounts through the gateway; the services hear of it by the bus."""
    door = Door(url)
    door.remember(OPERATOR, PASSWORD)
    rows = [("990000000000", "示例省"), ("990100000000", "示例市"), (COUNTY, "松安县")]
    for number, town in enumerate(TOWNSHIPS, start=1):
        rows.append((town, f"第{number}镇"))
        rows += [(village, f"第{number}镇{place}村") for place, village in enumerate(VILLAGES[town], start=1)]
    table = "code,name,valid_from\n" + "".join(f"{code},{name},2020-01-01\n" for code, name in rows)
    try:
        files = {"file": ("regions.csv", table.encode(), "text/csv")}
        await door.post(OPERATOR, "/api/directory/v1/regions/import", files=files)
        body = {"code": DEPARTMENT, "name": "县民政局", "home": COUNTY}
        await door.post(OPERATOR, "/api/directory/v1/departments", body)
        for person in PEOPLE:
            account = {
                "username": person.username, "name": person.username, "password": PASSWORD, "roles": [person.role],
                "region": person.region, "department": None,
            }  # fmt: skip
            await door.post(OPERATOR, "/api/identity/v1/accounts", account)
    finally:
        await door.close()
