"""All of Songbang on one machine: PostgreSQL, optionally Kafka, and every part as a process of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import httpx
from servicekit.migrate import SEALER

from songbang.inventory import BUS_DATABASE, GATEWAY, PARTS, SERVICES, WEBHOOKS, Part
from songbang.kafka import LocalKafka
from songbang.local_secrets import Secrets
from songbang.patience import Patience, work_done
from songbang.ports import HOST, port_is_free
from songbang.postgres import EmbeddedPostgres
from songbang.provision import database_url, provision

HEALTHY_SECONDS = 90.0
_DRAIN_SECONDS = 15.0
_RESTART_SECONDS = 1.0


class StackFailed(Exception):
    """Something of the stack did not come up; the message says what, and where its log is."""


@dataclass(frozen=True)
class Ports:
    """Where everything listens, on 127.0.0.1."""

    gateway: int = GATEWAY.port
    postgres: int = 54320
    kafka: int = 19092
    webhooks: int | None = None
    inside: int | None = None
    services: Mapping[str, int] = field(default_factory=lambda: {part.name: part.port for part in SERVICES})

    def of(self, part: Part) -> int:
        """The port of a part."""
        return self.gateway if part is GATEWAY else self.services[part.name]

    def health(self, part: Part) -> int:
        """Where a part tells how it is, in detail if it can."""
        return self.inside if part is GATEWAY and self.inside is not None else self.of(part)

    def refuse_taken(self, *, kafka: bool) -> None:
        """Name every port that somebody else holds."""
        wanted = {"gateway": self.gateway, "postgres": self.postgres, **self.services}
        if kafka:
            wanted["kafka"] = self.kafka
        optional = {"webhooks": self.webhooks, "gateway's inside port": self.inside}
        wanted |= {name: port for name, port in optional.items() if port is not None}
        taken = [f"{name} {port}" for name, port in wanted.items() if not port_is_free(port)]
        if taken:
            raise StackFailed(
                f"in use on {HOST}: " + ", ".join(taken) + "; stop what listens there, or choose others "
                "(make demo GATEWAY_PORT=… SERVICE_PORT=… POSTGRES_PORT=…)"
            )


class Stack:
    """Starts, watches and stops the processes. `root` keeps the state: databases, secrets, logs."""

    def __init__(
        self, root: Path, *, ports: Ports | None = None, bus: Literal["postgres", "kafka"] = "postgres",
        environment: str = "demo", log: Callable[[str], None] = print, fsync: bool = True,
        extra: Mapping[str, str] | None = None, gateway: Mapping[str, str] | None = None,
        report: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        """Describe the installation; `extra` are settings of every process, `gateway` of the gateway alone."""
        self.root = root
        self.ports = ports or Ports()
        self.bus = bus
        self.url = f"http://{HOST}:{self.ports.gateway}"
        self._environment = environment
        self._extra, self._gateway = dict(extra or {}), dict(gateway or {})
        self._log = log
        self._report = report or (lambda _: None)
        self._secrets = Secrets(root / "secrets.json")
        self.postgres = EmbeddedPostgres(
            root / "postgres", self.ports.postgres, password=self._secrets["postgres_password"], fsync=fsync
        )
        self.kafka = LocalKafka(root / "kafka", self.ports.kafka) if bus == "kafka" else None
        self._heads = root / "heads.ndjson"
        self._attachments = (root / "attachments").absolute().as_uri()
        self.processes: dict[str, subprocess.Popen[str]] = {}
        self._stopping = threading.Event()
        self._launching = threading.Lock()
        self._paused: set[str] = set()

    @property
    def names(self) -> list[str]:
        """Every process of the installation."""
        return [*(part.name for part in PARTS), WEBHOOKS, SEALER]

    def start(self) -> None:
        """Bring everything up and return when all parts are ready; raises StackFailed naming what is not."""
        self.ports.refuse_taken(kafka=self.kafka is not None)
        self.postgres.start()
        self._report("PostgreSQL is up")
        if self.kafka is not None:
            self.kafka.start()
            self._report("Kafka is up")
        provision(self.postgres.dsn(), self._secrets.passwords(), self._environment)
        self._report("the databases are at the newest schema")
        for name in self.names:
            self.launch(name)
        threading.Thread(target=self._watch, daemon=True).start()
        self.wait_ready()

    def launch(self, name: str) -> None:
        """Start one process unless it runs; its log lines are passed on with its name in front."""
        with self._launching:  # the watcher may be about to do the same
            self._paused.discard(name)
            known = self.processes.get(name)
            if self._stopping.is_set() or (known is not None and known.poll() is None):
                return
            process = subprocess.Popen(
                self._command(name), env=self._variables(name), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, errors="replace", start_new_session=True,
            )  # fmt: skip
            self.processes[name] = process
        threading.Thread(target=self._pass_on, args=(name, process), daemon=True).start()

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL, *, keep_down: bool = False) -> None:
        """Send a signal to one process; the watcher starts it again unless it is to stay down."""
        if keep_down:
            self._paused.add(name)
        self.processes[name].send_signal(number)
        if number in (signal.SIGKILL, signal.SIGTERM):
            self.processes[name].wait(_DRAIN_SECONDS + 5)

    def stop(self) -> None:
        """Stop everything in good order: writers first, then the broker, then the database."""
        with self._launching:
            self._stopping.set()
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + _DRAIN_SECONDS
        for name, process in self.processes.items():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._log(f"{name} did not stop in time and is killed")
                process.kill()
                process.wait()
        if self.kafka is not None:
            self.kafka.stop()
        self.postgres.stop()

    def wait_ready(self, seconds: float = HEALTHY_SECONDS) -> None:
        """Wait until every part answers ready, as long as something moves; raises StackFailed with the parts' reasons.

        `seconds` without any movement end the wait, so that a slow machine is not taken for a broken start.
        """
        patience = Patience(seconds)
        waiting = {part.name: f"http://{HOST}:{self.ports.health(part)}/readyz" for part in PARTS}
        if self.ports.webhooks is not None:
            waiting[WEBHOOKS] = f"http://{HOST}:{self.ports.webhooks}/readyz"
        # The gateway's inside port answers before its public one listens.
        waiting["the door"] = f"http://{HOST}:{self.ports.of(GATEWAY)}/readyz"
        reasons: dict[str, str] = {}
        with httpx.Client(timeout=5, trust_env=False) as client:
            while waiting:
                for name, url in list(waiting.items()):
                    try:
                        answer = client.get(url)
                    except httpx.HTTPError as error:
                        reasons[name] = type(error).__name__
                        continue
                    reasons[name] = answer.text
                    if answer.status_code == 200 and answer.json()["status"] == "ready":
                        del waiting[name]
                        self._report(f"{name} is ready")
                if patience.saw([self._state(name, reasons[name]) for name in waiting]):
                    continue
                if patience.over:
                    why = "; ".join(f"{name}: {reasons[name]}" for name in waiting)
                    raise StackFailed(f"not ready after {patience.waited:.0f} s: {why}; see the log above")
                time.sleep(0.1)

    def _state(self, name: str, reason: str) -> tuple[str, str, float]:
        """What moves while a part starts: the reasons it gives and, as long as it gives none, the work that it does."""
        process = self.processes.get(name)
        silent = process is not None and not reason.startswith("{")
        return name, re.sub(r"\d+", "", reason), work_done([process.pid]) if process is not None and silent else 0.0

    def open_first_account(self, username: str, password: str) -> None:
        """The first operator, before anybody can sign in; nothing happens when the account exists."""
        command = [sys.executable, "-m", "gateway.bootstrap", "--username", username]
        done = subprocess.run(
            command,
            env=self._variables(GATEWAY.name),
            input=password + "\n",
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise StackFailed(f"the first account cannot be opened: {done.stderr.strip()}")

    def service_database(self, name: str) -> str:
        """The administrator's address of a part's database, for checks and tools."""
        return database_url(self.postgres.dsn(), name)

    @property
    def bus_url(self) -> str:
        """Where the bus is."""
        if self.kafka is not None:
            return self.kafka.url
        return database_url(self.postgres.dsn(), BUS_DATABASE, BUS_DATABASE, self._secrets[f"{BUS_DATABASE}_password"])

    def operator_settings(self) -> dict[str, str]:
        """What the operator's command line needs to know of this installation."""
        ours = {"environment": self._environment, "admin_url": self.postgres.dsn(), "bus_url": self.bus_url}
        ours |= {f"{name}_password": password for name, password in self._secrets.passwords().items()}
        ours |= {f"{part.name}_url": f"http://{HOST}:{self.ports.health(part)}" for part in PARTS}
        ours |= {"backup_dir": str(self.root / "backups"), "files_dir": str(self.root / "files")}
        ours["attachments_url"] = self._attachments
        ours |= {name: self._secrets[name] for name in ("seal_key", *(f"{part.name}_audit_key" for part in PARTS))}
        ours["heads_file"] = str(self._heads)
        if self.ports.webhooks is not None:
            ours["webhooks_url"] = f"http://{HOST}:{self.ports.webhooks}"
        return {f"SONGBANG_{key.upper()}": value for key, value in ours.items()}

    def _command(self, name: str) -> list[str]:
        if name == WEBHOOKS:
            return [sys.executable, "-m", "gateway.webhooks"]
        if name == SEALER:
            return [sys.executable, "-m", "songbang.cli", "seal"]
        part = next(part for part in PARTS if part.name == name)
        # Services believe the gateway on this machine about the client's address; the gateway believes nobody.
        proxy = ["--no-proxy-headers"] if part is GATEWAY else ["--forwarded-allow-ips", HOST]
        return [
            sys.executable, "-m", "servicekit.serve", f"{part.package}.main:create_app", *proxy,
            "--host", HOST, "--port", str(self.ports.of(part)),
        ]  # fmt: skip

    def _variables(self, name: str) -> dict[str, str]:
        ours = self._of_sealer() if name == SEALER else self._of_part(name)
        ours |= self._extra | (self._gateway if name == GATEWAY.name else {})
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("SONGBANG_")}
        return {**inherited, **{f"SONGBANG_{key.upper()}": value for key, value in ours.items()}}

    def _of_sealer(self) -> dict[str, str]:
        password = self._secrets[f"{SEALER}_password"]
        return {
            "environment": self._environment, "log_format": "console",
            "sealer_database_url": database_url(self.postgres.dsn(), "postgres", SEALER, password),
            "seal_key": self._secrets["seal_key"], "heads_file": str(self._heads),
        }  # fmt: skip

    def _of_part(self, name: str) -> dict[str, str]:
        database = GATEWAY.name if name == WEBHOOKS else name
        url = database_url(self.postgres.dsn(), database, database, self._secrets[f"{database}_password"])
        ours = {
            "environment": self._environment, "database_url": url, "bus_url": self.bus_url, "log_format": "console",
            "jwks_url": f"{self.url}/.well-known/jwks.json", "audit_key": self._secrets[f"{database}_audit_key"],
        }  # fmt: skip
        for part in SERVICES:
            if name == part.name:
                ours |= self._secrets.own_keys(part) | {"attachments_url": self._attachments}
        if name in (GATEWAY.name, WEBHOOKS):
            ours["secrets_keys"] = f"k1:{self._secrets['secrets_key']}"
            # Receivers of a demonstration are on this machine, without TLS; production refuses both settings.
            ours |= {"webhooks_allow_http": "true", "webhooks_allowed_networks": '["127.0.0.0/8"]'}
        if name == GATEWAY.name:
            ours["files_dir"] = str(self.root / "files")
            ours["signing_key"] = self._secrets["gateway_signing_key"]
            ours["token_signing_key"] = self._secrets["token_signing_key"]
            ours["secure_cookies"] = "false"
            if self.ports.inside is not None:
                ours["inside_port"] = str(self.ports.inside)
            for part in SERVICES:
                ours[f"{part.name}_url"] = f"http://{HOST}:{self.ports.of(part)}"
        if name == WEBHOOKS and self.ports.webhooks is not None:
            ours["webhooks_port"] = str(self.ports.webhooks)
        return ours

    def _pass_on(self, name: str, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None  # noqa: S101 - opened as a pipe above
        for line in process.stdout:
            self._log(f"{name:>11} | {line.rstrip()}")

    def _watch(self) -> None:
        """Start again what ended by itself: on a server that is the container engine's work."""
        while not self._stopping.wait(_RESTART_SECONDS):
            for name, process in list(self.processes.items()):
                if process.poll() is not None and name not in self._paused and not self._stopping.is_set():
                    self._log(f"{name} ended with {process.returncode}, starting it again")
                    self.launch(name)
