"""Certificates that were revoked before the day was kept: it is read from what was told then, and may be contested."""

from alembic import op

revision = "0100a9e50005"
down_revision = "0100a9e50002"
branch_labels = None
depends_on = None

# Nobody could contest these: their thirty days begin with the upgrade. What the outbox has forgotten is older than any
# window that a board has, and costs nothing any more.
CONTESTABLE = """
    UPDATE certificate SET revoked_on = known.day, fault = known.fault, forbidden = known.forbidden,
        revoked_by = known.actor, objection_due_on = current_date + 30, version = certificate.version + 1
    FROM (
        SELECT DISTINCT ON (record) record, fault, forbidden, actor,
               (at AT TIME ZONE 'Asia/Shanghai')::date AS day
        FROM (
            SELECT right(event ->> 'subject', 36)::uuid AS record, (event ->> 'time')::timestamptz AS at,
                   (event -> 'data' ->> 'fault')::boolean AS fault,
                   (event -> 'data' ->> 'forbidden')::boolean AS forbidden
            FROM (
                SELECT convert_from(body, 'UTF8')::jsonb AS event FROM outbox
                WHERE type = 'certificate.certificate.revoked.v1'
            ) AS documents
        ) AS revocations
        LEFT JOIN LATERAL (
            SELECT actor FROM record_history WHERE record_id = record AND to_state = 'revoked' ORDER BY id DESC LIMIT 1
        ) AS history ON true
        ORDER BY record, at DESC
    ) AS known
    WHERE certificate.id = known.record AND certificate.state = 'revoked' AND certificate.revoked_on IS NULL
      AND (known.fault OR known.forbidden)
"""


def upgrade() -> None:
    op.execute(CONTESTABLE)


def downgrade() -> None:
    """What was read stays: the release before reads the same columns."""
