"""The directory: regions by one import, departments one by one."""

from songbang.demo.county import BODIES, COUNTY, COUNTY_NAME, County
from songbang.demo.door import Door, all_of
from songbang.demo.people import OPERATOR


async def tell(door: Door, county: County) -> None:
    """Import the 12-digit table of the county and name the bodies that can create demands."""
    rows = [("990000000000", "示例省"), ("990100000000", "示例市"), (COUNTY, COUNTY_NAME)]
    for township in county.townships:
        rows += [(township.code, township.name), *township.villages]
    table = "code,name,valid_from\n" + "".join(f"{code},{name},2020-01-01\n" for code, name in rows)
    await door.post(
        OPERATOR, "/api/directory/v1/regions/import", files={"file": ("regions.csv", table.encode(), "text/csv")}
    )
    bodies = [(code, name, COUNTY) for code, name in BODIES]
    bodies += [(township.unit, f"{township.name}人民政府", township.code) for township in county.townships]
    await all_of(
        door.post(OPERATOR, "/api/directory/v1/departments", {"code": code, "name": name, "home": home})
        for code, name, home in bodies
    )
