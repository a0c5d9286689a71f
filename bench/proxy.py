"""The gateway's proxy against nginx in front of the same server; without nginx, against the direct call.

Two upstreams: checklist-svc's write route, and a trivial FastAPI route. Added p99 is measured at half of the load
that the gateway can carry.
"""

import asyncio
import os
import shutil
import tempfile
import time
from base64 import b64encode
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median

from countykit.identity import Role
from songbang.ports import HOST, free_port
from songbang.provision import database_url

from bench.figures import Figures, figure
from bench.servers import access_token, load, post, postgres, process, url_of, uvicorn
from bench.write import BODY, prepare, variables

ROUNDS = 3
CONNECTIONS = 32  # with 16, all of which wait for two servers in a row, neither core is full: that measures waiting
SETTLING_SECONDS = 5  # what the full load has left behind: sealing, relaying, a checkpoint
_NGINX = """
worker_processes 1;
daemon off;
pid {directory}/nginx.pid;
error_log {directory}/nginx.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    keepalive_requests 100000000;
    client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy; fastcgi_temp_path {directory}/f;
    uwsgi_temp_path {directory}/u; scgi_temp_path {directory}/s;
    upstream trivial {{ server 127.0.0.1:{trivial}; keepalive 64; keepalive_requests 100000000; }}
    upstream write {{ server 127.0.0.1:{write}; keepalive 64; keepalive_requests 100000000; }}
    server {{
        listen 127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        location = /healthz {{ return 200 "alive"; }}
        location /api/signage/ {{ rewrite ^/api/signage(.*)$ $1 break; proxy_pass http://trivial; }}
        location /api/checklist/ {{ rewrite ^/api/checklist(.*)$ $1 break; proxy_pass http://write; }}
    }}
}}
"""


def get(path: str) -> bytes:
    """The bytes of a GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()


def run() -> Figures:
    """Alternate between nginx and the gateway; the best round of each counts."""
    signing_key = b64encode(os.urandom(32)).decode()
    with tempfile.TemporaryDirectory(dir="/tmp") as directory, ExitStack() as stack:
        folder = Path(directory)
        folder.chmod(0o755)
        server = stack.enter_context(postgres(folder, ("checklist_svc", "gateway")))
        asyncio.run(prepare(database_url(server.dsn(), "checklist")))
        trivial, write, gateway, front = (free_port() for _ in range(4))
        key_set = f"http://{HOST}:{gateway}/.well-known/jwks.json"
        stack.enter_context(process(uvicorn("bench.bare:trivial_app", trivial, factory=False), trivial, os.environ))
        ours = variables(key_set, url_of(server, "checklist"), url_of(server, "bus"))
        direct = stack.enter_context(process(uvicorn("checklist_svc.main:create_app", write), write, ours))
        door = variables(key_set, url_of(server, "gateway"), url_of(server, "bus"))
        del door["SONGBANG_SIGNING_KEY"]
        door |= {"SONGBANG_ENVIRONMENT": "demo", "SONGBANG_TOKEN_SIGNING_KEY": signing_key}
        door |= {"SONGBANG_CHECKLIST_URL": direct, "SONGBANG_SIGNAGE_URL": f"http://{HOST}:{trivial}"}
        stack.enter_context(
            process([*uvicorn("gateway.main:create_app", gateway), "--no-proxy-headers"], gateway, door)
        )
        url, name, limit_url = f"http://{HOST}:{gateway}", "nginx", f"http://{HOST}:{front}"
        if shutil.which("nginx"):
            configuration = folder / "nginx.conf"
            configuration.write_text(_NGINX.format(directory=folder, trivial=trivial, write=write, port=front))
            stack.enter_context(process(["nginx", "-c", str(configuration)], front, os.environ))
        else:
            print("nginx is missing: the direct call is the limit")
            name, limit_url = "the direct call", ""
        token = access_token(signing_key, Role.TOWNSHIP, "990101001")
        writing = post("/api/checklist/v1/groups", BODY, token)
        return {
            **_compare("trivial route", name, url, limit_url or f"http://{HOST}:{trivial}", get("/api/signage/v1/trivial"),
                       get("/v1/trivial"), 0.4, nginx=bool(limit_url)),
            **_compare("write route", name, url, limit_url or direct, writing, post("/v1/groups", BODY, token), 0.7,
                       nginx=bool(limit_url)),
        }  # fmt: skip


def _compare(
    what: str, name: str, url: str, limit_url: str, request: bytes, direct: bytes, goal: float, *, nginx: bool
) -> Figures:
    measure = partial(load, connections=CONNECTIONS)
    limits, values = [], []
    for _ in range(ROUNDS):
        limits.append(measure(limit_url, request if nginx else direct, seconds=4)["per_second"])
        values.append(measure(url, request, seconds=4)["per_second"])
    half = max(values) / 2
    time.sleep(SETTLING_SECONDS)
    added = []
    for _ in range(ROUNDS):
        without = measure(limit_url, request if nginx else direct, seconds=5, rate=half)["p99_ms"]
        added.append(measure(url, request, seconds=5, rate=half)["p99_ms"] - without)
    return {
        f"proxy over a {what} against {name}, requests/s": figure(max(values), max(limits), goal=goal),
        f"proxy over a {what}, added p99 at half load, ms": figure(median(added), goal=5, lower_is_better=True),
    }


if __name__ == "__main__":
    print(run())
