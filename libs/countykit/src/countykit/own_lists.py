"""Names of codes that a county's own list gives a meaning: an item, a row of a table, a data element."""

from typing import Any

from servicekit.naming import Named

from countykit.regions import county_of

_NAMES = """
    SELECT DISTINCT ON (wanted.key) wanted.key, known.name
    FROM (SELECT key, left(key, 12) AS county, substr(key, 14) AS code FROM unnest($1::text[]) AS key) AS wanted
    JOIN ({entries}) AS known ON known.code = wanted.code
    LEFT JOIN lineage ON lineage.subject = 'region' AND lineage.continues
        AND lineage.predecessor = known.region AND lineage.successor = wanted.county
    WHERE known.region IN (wanted.county, '000000000000') OR lineage.change IS NOT NULL
    ORDER BY wanted.key, known.region = '000000000000', known.region <> wanted.county, known.since DESC
"""


def named_by_county(entries: str) -> Named:
    """Marks a code of a view that has a `region`: the newest entry of its county names it, else that for everybody.

    `entries` is the statement that reads `region`, `code`, `name` and `since` of all entries that were ever in force.
    """
    return Named(_NAMES.format(entries=entries), within=_county)


def _county(view: Any) -> str:
    return county_of(view.region)
