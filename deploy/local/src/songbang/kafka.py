"""A real Apache Kafka broker as a child process, from Maven's jars: Java and mvn, but no Docker."""

import base64
import contextlib
import hashlib
import secrets
import shutil
import subprocess
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from songbang.ports import HOST, port_answers, port_is_free

ROOT = Path(__file__).resolve().parents[4]
POM = ROOT / "deploy" / "kafka" / "pom.xml"
LIBS = ROOT / "var" / "kafka" / "libs"
START_SECONDS = 180.0
STOP_SECONDS = 30.0


class KafkaUnavailable(Exception):
    """The local Kafka cannot be started; the message says why and what to do."""


@dataclass(frozen=True)
class Protection:
    """What makes the broker's door SASL_SSL: a PEM file with key and certificate, and the one user with a password."""

    pem: Path
    username: str
    password: str
    mechanism: str = "SCRAM-SHA-512"


class LocalKafka:
    """One broker that is its own controller (KRaft); its topics survive a restart. It also uses the next port."""

    def __init__(
        self, data_dir: Path, port: int, *, libs: Path = LIBS, heap: str = "512m",
        protection: Protection | None = None,
    ) -> None:  # fmt: skip
        """Describe the broker; nothing happens before `start`."""
        self.data_dir = data_dir.resolve()
        self.port = port
        self._libs = libs
        self._heap = heap
        self._protection = protection
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The bus URL of this broker."""
        return f"kafka://{HOST}:{self.port}"

    @property
    def running(self) -> bool:
        """Whether the broker process is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The broker's process number."""
        if self._process is None:
            raise KafkaUnavailable("the local Kafka is not running")
        return self._process.pid

    def start(self) -> None:
        """Start the broker and return when its port answers."""
        if self.running:
            return
        java = _program("java")
        resolve_jars(self._libs)
        for port in (self.port, self.port + 1, *([self.port + 2] if self._protection else [])):
            if not port_is_free(port):
                raise KafkaUnavailable(f"port {port} on {HOST} is already in use; choose another one")
        properties = self._write_properties()
        if not (self.data_dir / "log" / "meta.properties").exists():
            self._format(java, properties)
        log = self.data_dir / "kafka.log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [java, f"-Xmx{self._heap}", *self._classpath(), "kafka.Kafka", str(properties)],
                cwd=self.data_dir, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self._wait_for_port(log)

    def stop(self) -> None:
        """Shut the broker down in order; nothing happens when it is not running."""
        if self._process is None:
            return
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End the broker as a crash would, for fault tests."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> Self:
        """Start with the block."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop with the block."""
        self.stop()

    def _classpath(self) -> list[str]:
        return ["-Dlog4j2.level=WARN", "-cp", f"{self._libs}/*"]

    def _write_properties(self) -> Path:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        settings = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "listeners": f"PLAINTEXT://{HOST}:{self.port},CONTROLLER://{HOST}:{self.port + 1}",
            "advertised.listeners": f"PLAINTEXT://{HOST}:{self.port}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "controller.quorum.voters": f"1@{HOST}:{self.port + 1}",
            "log.dirs": str(self.data_dir / "log"),
            "auto.create.topics.enable": "false",
            "offsets.topic.num.partitions": "8",
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            "group.initial.rebalance.delay.ms": "0",
        }
        if self._protection is not None:
            settings |= self._door(self._protection)
        file = self.data_dir / "server.properties"
        file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
        return file

    def _door(self, protection: Protection) -> dict[str, str]:
        """The listener for clients under TLS and SASL; the broker's talk with itself keeps to the port after next."""
        inside, prefix = f"INSIDE://{HOST}:{self.port + 2}", "listener.name.outside"
        module = {"PLAIN": "plain.PlainLoginModule"}.get(protection.mechanism, "scram.ScramLoginModule")
        users = f'user_{protection.username}="{protection.password}"' if protection.mechanism == "PLAIN" else ""
        return {
            "listeners": f"OUTSIDE://{HOST}:{self.port},{inside},CONTROLLER://{HOST}:{self.port + 1}",
            "advertised.listeners": f"OUTSIDE://{HOST}:{self.port},{inside}",
            "listener.security.protocol.map": "OUTSIDE:SASL_SSL,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name": "INSIDE",
            f"{prefix}.ssl.keystore.type": "PEM",
            f"{prefix}.ssl.keystore.location": str(protection.pem),
            f"{prefix}.sasl.enabled.mechanisms": protection.mechanism,
            f"{prefix}.{protection.mechanism.lower()}.sasl.jaas.config": (
                f"org.apache.kafka.common.security.{module} required {users};"
            ),
        }

    def _format(self, java: str, properties: Path) -> None:
        cluster = base64.urlsafe_b64encode(b"\x01" + uuid.uuid4().bytes[1:]).decode().rstrip("=")
        command = [java, *self._classpath(), "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(properties)]
        if self._protection is not None and self._protection.mechanism != "PLAIN":
            user = f"name={self._protection.username},password={self._protection.password}"
            command += ["--add-scram", f"{self._protection.mechanism}=[{user}]"]
        done = subprocess.run(command, cwd=self.data_dir, capture_output=True, text=True, check=False, timeout=120)
        if done.returncode != 0:
            raise KafkaUnavailable(f"the storage of Kafka could not be formatted:\n{done.stdout}{done.stderr}")

    def _wait_for_port(self, log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not port_answers(self.port):
            if not self.running or time.monotonic() > deadline:
                self.kill()
                tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
                raise KafkaUnavailable(f"Kafka in {self.data_dir} did not start:\n{tail}")
            time.sleep(0.05)


def resolve_jars(libs: Path = LIBS) -> None:
    """Let Maven fetch the broker's jars, once per version of the pom."""
    wanted = hashlib.sha256(POM.read_bytes()).hexdigest()
    stamp = libs / "pom.sha256"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    mvn = _program("mvn")
    # Fetched beside its place and renamed, so that an interrupted download is never taken for a whole one.
    draft = libs.with_name(f"{libs.name}.{secrets.token_hex(4)}")
    command = [mvn, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={draft}"]
    done = subprocess.run(
        [*command, "-DincludeScope=runtime"], capture_output=True, text=True, check=False, timeout=900
    )
    if done.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise KafkaUnavailable(f"Maven could not fetch Apache Kafka:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    (draft / stamp.name).write_text(wanted, encoding="utf-8")
    shutil.rmtree(libs, ignore_errors=True)
    draft.rename(libs)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise KafkaUnavailable(
            f"{name} is not installed; a local Kafka needs Java 17 or newer and Maven (Debian: maven)"
        )
    return found
