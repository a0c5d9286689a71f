"""The hot statements look at few rows, however much waits; rows are counted, time is not."""

import json
from datetime import UTC, datetime, timedelta

from gateway.webhooks.deliveries.queue import CLAIM

BACKLOG, ENDPOINTS = 20_000, 5


def examined(node):
    """Rows that the scans of a plan produced or threw away."""
    own = 0
    if "Scan" in node["Node Type"] and node["Node Type"] not in ("Function Scan", "CTE Scan", "Subquery Scan"):
        own = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    return own + sum(examined(child) for child in node.get("Plans", ()))


async def test_a_claim_examines_no_more_rows_than_it_takes_whatever_waits_and_whatever_is_leased(quiet):
    connection = await quiet.svc.database.direct()
    await connection.execute(
        """INSERT INTO event_log SELECT nextval('event_log_position_seq'), now(), gen_random_uuid(), 'a.b.c.v1',
           '990101001000', now(), 'groups/' || n, 'x' FROM generate_series(1, $1) n""", BACKLOG,
    )  # fmt: skip
    ids = [row[0] for row in await connection.fetch("SELECT gen_random_uuid() FROM generate_series(1, $1)", ENDPOINTS)]
    await connection.execute(
        """INSERT INTO webhook_due (endpoint_id, position, recorded_at, due_at, attempts)
           SELECT e, position, recorded_at, CASE WHEN position % 2 = 0 THEN recorded_at ELSE $2 END, 0
           FROM event_log CROSS JOIN unnest($1::uuid[]) e""", ids, datetime.now(UTC) + timedelta(hours=1),
    )  # fmt: skip
    await connection.execute("SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off")
    await connection.execute("SET enable_mergejoin = off")
    text = await connection.fetchval(
        "EXPLAIN (ANALYZE, FORMAT JSON) " + CLAIM, ids, [100] * ENDPOINTS, timedelta(seconds=60)
    )
    await connection.close()
    # The index once for the choice, the row for the update, the event for the body.
    assert examined(json.loads(text)[0]["Plan"]) <= 3 * 100 * ENDPOINTS + ENDPOINTS
