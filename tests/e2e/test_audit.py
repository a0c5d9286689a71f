"""The whole county's year verifies: seals, writers, live rows, and heads that were sent out."""

import os
import subprocess
import sys
import time
from pathlib import Path

import asyncpg

_LATE = "SELECT count(*) FROM {log} r WHERE NOT EXISTS (SELECT 1 FROM log_seal WHERE log = '{log}' AND row_id = r.id)"


def verify(stack):
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("SONGBANG_")}
    command = [sys.executable, "-W", "ignore", "-m", "songbang.cli", "audit", "verify"]
    environment = {**inherited, **stack.operator_settings(), "COLUMNS": "200"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


async def test_the_told_county_verifies_clean_while_it_runs(stack):
    deadline = time.monotonic() + 60
    heads = Path(stack.operator_settings()["SONGBANG_HEADS_FILE"])
    while not heads.exists():
        assert time.monotonic() < deadline, "no head was sent out"
        time.sleep(0.2)
    done = verify(stack)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr[:4000]
    assert done.stdout.count("security_log") == 6


async def test_the_sealing_process_keeps_up_with_every_part(stack):
    for part in ("checklist", "gateway"):
        connection = await asyncpg.connect(stack.service_database(part))
        try:
            deadline = time.monotonic() + 30
            while await connection.fetchval(_LATE.format(log="audit")):
                assert time.monotonic() < deadline, f"{part} waits for seals"
                time.sleep(0.2)
        finally:
            await connection.close()
