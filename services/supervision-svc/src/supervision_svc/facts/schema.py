"""What the migration says about facts beyond the tables: monthly partitions and the two acts the role may not do."""

from typing import Protocol

_PARTITIONS_AHEAD = """
CREATE FUNCTION evidence_partitions(first date, last date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE month date; part text; upto date;
BEGIN
    FOR month IN SELECT generate_series(date_trunc('month', first), last, '1 month')::date LOOP
        part := 'evidence_' || to_char(month, 'YYYY_MM');
        upto := (month + interval '1 month')::date;
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE evidence INCLUDING ALL)', part);
        -- Facts of days far away may have come before their month: they move, or the month could not be attached.
        EXECUTE format('WITH early AS (DELETE FROM evidence_default WHERE day >= %L AND day < %L RETURNING *)
                        INSERT INTO %I SELECT * FROM early', month, upto, part);
        EXECUTE format('ALTER TABLE evidence ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, month, upto);
    END LOOP;
END $$
"""
_FORGET = """
CREATE FUNCTION facts_forget() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS 'TRUNCATE evidence, daily, change'
"""


class _Operations(Protocol):
    def execute(self, sqltext: str) -> None: ...


def install(op: _Operations) -> None:
    """Make the first partitions and the functions; called from `upgrade()` after the tables are there."""
    op.execute("CREATE TABLE evidence_default PARTITION OF evidence DEFAULT")
    op.execute(_PARTITIONS_AHEAD)
    op.execute(_FORGET)
    op.execute("SELECT evidence_partitions((now() - interval '24 months')::date, (now() + interval '15 months')::date)")


def uninstall(op: _Operations) -> None:
    """Remove the functions; the partitions go with their table."""
    op.execute("DROP FUNCTION IF EXISTS evidence_partitions(date, date)")
    op.execute("DROP FUNCTION IF EXISTS facts_forget()")
