-- The security log, seals by a key outside of the database, and proofs of deletion. `audit_seal`, the chain without
-- a key, is written by the release before this one while it is being replaced, and goes with the next release.
ALTER TABLE audit ADD COLUMN mac bytea;

CREATE TABLE security_log (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    kind        text        NOT NULL,
    outcome     text        NOT NULL,
    account     text        NOT NULL,
    action      text        NOT NULL,
    resource    text        NOT NULL,
    address     text        NOT NULL,
    request_id  text        NOT NULL,
    occurrences integer     NOT NULL,
    detail      text        NOT NULL,
    mac         bytea
);
CREATE INDEX security_log_at ON security_log (at, id);
CREATE INDEX security_log_account ON security_log (account, at, id);

-- One chain per log: a seal covers the digest of one row and the seal before it.
CREATE TABLE log_seal (
    log         text        NOT NULL,
    position    bigint      NOT NULL,
    row_id      bigint      NOT NULL,
    sealed_at   timestamptz NOT NULL,
    digest      bytea       NOT NULL,
    seal        bytea       NOT NULL,
    PRIMARY KEY (log, position),
    UNIQUE (log, row_id)
);

CREATE TABLE deletion_proof (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    rule        text        NOT NULL,
    subject     text        NOT NULL,
    keep_days   integer     NOT NULL,
    count       bigint      NOT NULL,
    earliest    text        NOT NULL,
    latest      text        NOT NULL,
    digest      bytea       NOT NULL,
    mac         bytea
);

-- Rows older than the limit, from the oldest on, sealed ones only; runs as its owner because the service's own role
-- may not delete from a log. Half a year is the least that the Cybersecurity Law (art. 23) lets a log be kept.
CREATE FUNCTION security_log_delete_older_than(keep_days integer, most integer)
RETURNS TABLE (row_id bigint, digest bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF keep_days < 180 THEN
        RAISE EXCEPTION 'the security log is kept for at least 180 days' USING ERRCODE = 'check_violation';
    END IF;
    RETURN QUERY
        WITH young AS (
            SELECT coalesce(min(s.id), 9223372036854775807) AS first
            FROM security_log s WHERE s.at >= now() - make_interval(days => keep_days)
        ), old AS (
            SELECT s.id FROM security_log s, young WHERE s.id < young.first ORDER BY s.id LIMIT most
        ), gone AS (
            DELETE FROM security_log s USING old, log_seal l
            WHERE s.id = old.id AND l.log = 'security_log' AND l.row_id = s.id RETURNING s.id, l.digest
        )
        SELECT gone.id, gone.digest FROM gone ORDER BY 1;
END $$;
REVOKE EXECUTE ON FUNCTION security_log_delete_older_than(integer, integer) FROM PUBLIC;
