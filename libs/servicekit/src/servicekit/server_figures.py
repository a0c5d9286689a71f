"""What a process sees of the database server beside its own database: room for connections, age, clock, journal."""

import time

from prometheus_client import Gauge

from servicekit.database import Database

CONNECTIONS = Gauge("songbang_postgres_connections_ratio", "share of the server's connections that are taken")
WRAPAROUND = Gauge("songbang_postgres_wraparound_ratio", "how near the oldest database is to the end of its numbers")
CLOCK_SKEW = Gauge("songbang_clock_skew_seconds", "how far the server's clock is ahead of this machine's")
JOURNAL_WAITING = Gauge("songbang_postgres_journal_waiting_bytes", "journal that is kept for who has not received it")
# Every role may read these; the age of the oldest transaction number ends at 2^31.
_FIGURES = """
    SELECT (SELECT sum(numbackends) FROM pg_stat_database)::float / current_setting('max_connections')::int,
           (SELECT max(age(datfrozenxid)) FROM pg_database)::float / 2147483648,
           extract(epoch FROM clock_timestamp())::float,
           (SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0)
            FROM pg_replication_slots)::float
"""


async def look(database: Database) -> None:
    """Set the figures; raises what the driver raises."""
    before = time.time()
    connections, wraparound, clock, waiting = await database.fetchrow(_FIGURES)
    CONNECTIONS.set(connections)
    WRAPAROUND.set(wraparound)
    # Between question and answer nobody knows when the clock was read.
    CLOCK_SKEW.set(clock - (before + time.time()) / 2)
    JOURNAL_WAITING.set(waiting)
