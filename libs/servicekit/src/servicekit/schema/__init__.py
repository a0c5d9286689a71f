"""The kit's own tables as SQL, installed by each service's first migration."""

from importlib.resources import files
from typing import Protocol

KIT_TABLES = frozenset(
    {
        "outbox", "outbox_pending", "outbox_default", "inbox", "parked_event", "idempotency_key",
        "audit", "audit_seal", "security_log", "log_seal", "deletion_proof", "due_entry",
        "record_history", "schema_release",
    }
)  # fmt: skip


class Operations(Protocol):
    """What runs a statement: Alembic's `op`."""

    def execute(self, sqltext: str) -> None:
        """Run one statement."""


def install(op: Operations, *, version: int) -> None:
    """Create the kit's tables of one schema version; called from `upgrade()` of a service's migration."""
    run(op, __package__, version)


def run(op: Operations, package: str, version: int) -> None:
    """Run the numbered SQL script of a package, statement by statement."""
    script = next(p for p in files(package).iterdir() if p.name.startswith(f"{version:04d}_"))
    for statement in _statements(script.read_text(encoding="utf-8")):
        op.execute(statement)


def _statements(script: str) -> list[str]:
    """Split at semicolons outside of $$ bodies: the driver takes one statement at a time."""
    parts = script.split("$$")
    statements = [""]
    for index, part in enumerate(parts):
        if index % 2:
            statements[-1] += f"$${part}$$"
            continue
        pieces = "\n".join(line for line in part.splitlines() if not line.startswith("--")).split(";")
        statements[-1] += pieces[0]
        statements.extend(pieces[1:])
    return [statement.strip() for statement in statements if statement.strip()]
