"""SQL of the projection and of everything that reads sums and evidence."""

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.facts.models import Change
from supervision_svc.facts.reading import Columns
from supervision_svc.facts.table import UNJUDGED

# One statement per batch: what is new becomes evidence, and only what is new is added to the sums. Both are added in
# one order everywhere, so that two processes with the same events or county wait for each other instead of deadlocking.
_PROJECT = """
WITH fresh AS (
    INSERT INTO evidence (event_id, figure, ordinal, region, department, day, delta, type, subject, sequence, time,
                          recorded_on, label)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::date[], $7::integer[],
                         $8::text[], $9::text[], $10::integer[], $11::timestamptz[], $12::date[], $15::text[])
    ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING
    RETURNING region, department, figure, day, delta, recorded_on
), summed AS (
    INSERT INTO daily AS kept (region, figure, day, department, recorded_on, total)
    SELECT region, figure, day, department, recorded_on, sum(delta) FROM fresh
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (region, figure, day, department, recorded_on) DO UPDATE SET total = kept.total + excluded.total
)
INSERT INTO change (transaction, regions, touched, changed_at)
SELECT pg_current_xact_id()::text::bigint,
       coalesce(array_agg(DISTINCT region) FILTER (WHERE figure <> ALL($14::text[])), '{}'),
       $13::text[], clock_timestamp()
FROM fresh
"""
_MARK = sa.text("""
    INSERT INTO change (transaction, regions, changed_at)
    VALUES (pg_current_xact_id()::text::bigint, ARRAY[CAST(:region AS text)], clock_timestamp())
""")


async def project(tx: Transaction, columns: Columns) -> None:
    """Add a batch of evidence and its sums; what was there already changes nothing."""
    connection = await tx.session.connection()
    await connection.exec_driver_sql(
        _PROJECT,
        (
            columns.events, columns.figures, columns.ordinals, columns.regions, columns.departments, columns.days,
            columns.deltas, columns.types, columns.subjects, columns.sequences, columns.times, columns.recorded,
            sorted(columns.touched), sorted(UNJUDGED), columns.labels,
        ),
    )  # fmt: skip


async def mark_changed(tx: Transaction, region: str) -> None:
    """Let caches and streams look at a township again."""
    await tx.session.execute(_MARK, {"region": region})


async def forget(tx: Transaction) -> None:
    """Drop all evidence and sums; the boards are empty until the stream has been read again."""
    await tx.session.execute(sa.text("SELECT facts_forget()"))


async def partitions_ahead(tx: Transaction) -> None:
    """Make the months that are coming; due dates lie up to a year ahead."""
    await tx.session.execute(
        sa.text("SELECT evidence_partitions(current_date, (current_date + interval '15 months')::date)")
    )


async def forget_changes(tx: Transaction) -> None:
    """Drop changes that every cache and stream has seen long ago."""
    long_ago = sa.func.now() - sa.text("interval '1 hour'")
    await tx.session.execute(sa.delete(Change).where(col(Change.changed_at) < long_ago))
