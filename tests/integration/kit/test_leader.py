"""One leader per service, which lives and dies with the connection that holds its lock."""

from servicekit.leader import LEADER_LOCK

from tests.waiting import eventually

_HOLDER = """
    SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = $1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


async def test_a_leader_that_loses_its_connection_says_so_in_one_line_and_leads_again(svc, caplog):
    connection = await svc.database.direct()

    async def holder(besides=None):
        pid = await connection.fetchval(_HOLDER, LEADER_LOCK)
        return None if pid == besides else pid

    first = await eventually(holder)
    await connection.execute("SELECT pg_terminate_backend($1)", first)
    await eventually(lambda: holder(besides=first))
    await connection.close()
    told = [record for record in caplog.records if record.name == "servicekit.leader"]
    assert [(record.levelname, record.exc_info) for record in told] == [("WARNING", None)]
    assert "leadership lost" in told[0].getMessage()
