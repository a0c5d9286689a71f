"""A process that serves keeps what it loaded out of the collections; an application in somebody's process does not."""

import gc
import os
import subprocess
import sys

import httpx
from songbang.ports import free_port

from tests.waiting import wait_until

APPLICATION = """
import gc
from fastapi import FastAPI

def create_app():
    app = FastAPI()
    app.get("/frozen")(gc.get_freeze_count)
    return app
"""


def test_a_serving_process_never_looks_through_what_it_loaded(tmp_path):
    (tmp_path / "shown.py").write_text(APPLICATION)
    port = free_port()
    command = [sys.executable, "-m", "servicekit.serve", "shown:create_app", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(tmp_path)}) as child:
        try:
            wait_until(lambda: frozen(port) > 10_000)
        finally:
            child.terminate()


def frozen(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/frozen", trust_env=False).json()
    except httpx.TransportError:
        return 0


async def test_an_application_leaves_collecting_to_its_process(start_service):
    thresholds = gc.get_threshold()
    await start_service("checklist_svc")
    assert (gc.get_freeze_count(), gc.get_threshold()) == (0, thresholds)
