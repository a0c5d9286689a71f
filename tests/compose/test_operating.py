"""What an operator does and meets: backup and restore in containers, and one sentence for each mistake."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from songbang.compose import ROOT, Compose, ComposeFailed
from songbang.ports import free_port

from .conftest import OURS, settings

pytestmark = pytest.mark.timeout(600)
INIT = ("run", "--rm", "--no-deps", "-T", "init")


@pytest.fixture
def other(tmp_path) -> Iterator[Compose]:
    """Another installation on this machine, of which nothing runs yet."""
    made = Compose("songbang-other", tmp_path, port=free_port(), **settings(67))
    made.prepare()
    made.down(data_too=True)
    yield made
    made.down(data_too=True)


def refusal(compose: Compose, *arguments: str) -> str:
    with pytest.raises(ComposeFailed) as raised:
        compose.run(*arguments)
    return str(raised.value)


def test_a_start_without_secrets_is_refused_with_the_remedy(site, tmp_path):
    (tmp_path / "env").write_text("")
    done = subprocess.run(
        ["docker", "compose", "--project-name", "songbang-none", "--env-file", str(tmp_path / "env"), "config", "-q"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    assert "copy .env.example to .env, then run: sh deploy/secrets.sh" in done.stderr


def test_init_tells_weak_secrets_and_mistyped_names_in_one_sentence_each(site, other):
    other.prepare(SONGBANG_ENVIRONMENT="production", SONGBANG_BUS_RETENTON_DAYS="7")
    weak = other.root / "secrets" / "report_password"
    weak.chmod(0o644)
    weak.write_text("change-me")
    told = refusal(other, *INIT)
    assert "SONGBANG_BUS_RETENTON_DAYS is not a setting; did you mean SONGBANG_BUS_RETENTION_DAYS?" in told
    (other.root / "env").write_text((other.root / "env").read_text().replace("RETENTON", "RETENTION"))
    told = refusal(other, *INIT)
    assert "SONGBANG_REPORT_PASSWORD is known or too weak: make real ones: sh deploy/secrets.sh" in told
    assert "Traceback" not in told


def test_a_password_that_is_not_the_server_s_is_told_with_the_name_of_its_file(site):
    secret = site.compose.root / "secrets" / "postgres_password"
    right = secret.read_text()
    secret.chmod(0o644)
    try:
        secret.write_text("Zk8s0qLw9TqPz1-not-this")
        told = refusal(site.compose, *INIT)
    finally:
        secret.write_text(right)
    assert "PostgreSQL refuses the login" in told
    assert "SONGBANG_ADMIN_PASSWORD (file postgres_password)" in told
    assert "Traceback" not in told


def test_a_port_that_somebody_holds_is_named(site, other):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        other.prepare(SONGBANG_HTTP_PORT=str(port))
        told = refusal(other, "up", "--detach", "--no-deps", "gateway")
    assert f"127.0.0.1:{port}" in told
    assert "already" in told or "in use" in told


@contextmanager
def small_volume(compose: Compose, name: str, size: str, *, owner: int = 0) -> Iterator[str]:
    """A named volume of the installation on a disk of its own, which is soon full."""
    volume = f"{compose.project}_{name}"
    labels = [f"--label=com.docker.compose.project={compose.project}", f"--label=com.docker.compose.volume={name}"]
    options = ["--opt=type=tmpfs", "--opt=device=tmpfs", f"--opt=o=size={size},uid={owner}"]
    subprocess.run(["docker", "volume", "create", *labels, *options, volume], check=True, capture_output=True)
    try:
        yield volume
    finally:
        compose.down(data_too=True)
        subprocess.run(["docker", "volume", "rm", "--force", volume], check=False, capture_output=True)


def test_a_full_disk_for_backups_is_told_in_one_sentence_and_leaves_nothing_half_written(site, other):
    with small_volume(other, "small", "64k", owner=10001) as volume:
        run = ("run", "--rm", "--no-deps", "-T", "--volume", f"{volume}:/small")
        told = refusal(site.compose, *run, "songbang", "backup", "--to", "/small")
        left = site.compose.run(*run, "--entrypoint", "ls", "songbang", "-A", "/small").stdout
    assert "no space left on the device" in told
    assert "Traceback" not in told
    assert left.split() == []


@pytest.fixture
def narrow(other: Compose) -> Iterator[Compose]:
    """Databases and topics in place, PostgreSQL on a disk of 400 MB."""
    with small_volume(other, "postgres", "400m"):
        other.run("up", "--detach", "--wait", "postgres", "kafka", seconds=180)
        other.run(*INIT, seconds=180)
        yield other


def psql(compose: Compose, statement: str) -> bool:
    """Whether the server took a statement."""
    command = ("exec", "-T", "-u", "postgres", "postgres", "psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement)
    return compose.run(*command, check=False).returncode == 0


def test_a_full_disk_of_postgres_is_told_in_one_sentence_and_all_is_well_when_there_is_room_again(site, narrow):
    assert psql(narrow, "CREATE UNLOGGED TABLE ballast (content text STORAGE PLAIN)")
    for rows in (20_000, 2_000, 200, 20, 1):
        while psql(narrow, f"INSERT INTO ballast SELECT repeat('x', 7000) FROM generate_series(1, {rows})"):
            pass
    create = ("run", "--rm", "--no-deps", "-T", "songbang", "user", "create", "somebody", "--generate")
    told = refusal(narrow, *create)
    assert "PostgreSQL's disk is full" in told
    assert "Traceback" not in told
    assert psql(narrow, "DROP TABLE ballast")
    assert "account somebody created" in narrow.run(*create).stdout


def test_the_log_of_postgres_has_slow_and_failed_statements_and_nobody_s_data(site):
    """What is stored and looked for goes as a parameter, as the services send it."""
    statements = (
        "SELECT pg_sleep(1.2), $1::text \\bind '张三丰' \\g\n"
        "INSERT INTO account (username) SELECT $1 \\bind 'zhang.sanfeng' \\g\n"
    )
    command = ("exec", "-T", "-u", "postgres", "postgres", "psql", "-q", "-d", "gateway")
    site.compose.run(*command, stdin=statements)
    told = site.until(lambda: (found := _log_of(site, "postgres")).count("INSERT INTO account") and found)
    assert "SELECT pg_sleep(1.2)" in told
    assert "violates not-null constraint" in told
    assert "张三丰" not in told
    assert "zhang.sanfeng" not in told


def _log_of(site, service: str) -> str:
    return site.compose.run("logs", "--no-color", service).stdout


def test_the_restore_drill_in_containers_gives_the_same_board_and_the_same_audit_heads(told):
    """The installation is emptied on the way, as a burnt-out machine is."""
    compose = told.compose
    backup = told.measure("backup_seconds", lambda: compose.songbang("backup"))
    folder = backup.stdout.strip().splitlines()[-1]
    board = told.board()
    assert "holds" in compose.songbang("restore", folder, check=False).stderr, "it would overwrite"
    compose.run("--profile", "*", "down", "--volumes", "--remove-orphans", seconds=180)

    def restore():
        compose.run("up", "--detach", "--wait", "postgres", "kafka", seconds=180)
        compose.songbang("restore", folder)
        compose.up()

    told.measure("restore_drill_seconds", restore)
    assert told.healthy(OURS)
    assert told.board() == board
    against = compose.songbang("audit", "verify", "--against", f"{folder}/manifest.json", check=False)
    assert against.returncode == 0, against.stdout
    shown = compose.songbang("status", check=False)
    assert shown.returncode == 0, shown.stdout
    shutil.rmtree(compose.root / "backups", ignore_errors=True)
