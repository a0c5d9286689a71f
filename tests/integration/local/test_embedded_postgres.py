"""The embedded PostgreSQL: its life, and what it says when it cannot live."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from songbang.ports import free_port
from songbang.postgres import EmbeddedPostgres, PostgresUnavailable


@pytest.fixture
def directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture
def server(directory: Path) -> Iterator[EmbeddedPostgres]:
    made = EmbeddedPostgres(directory / "pg", free_port(), password="p w/ö:@", fsync=False)
    yield made
    made.stop()


async def ask(server: EmbeddedPostgres, question: str) -> object:
    connection = await asyncpg.connect(server.dsn())
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def lock_file(server: EmbeddedPostgres) -> Path:
    return server.data_dir / "cluster" / "postmaster.pid"


async def test_it_is_a_postgresql_18_that_sorts_alike_on_every_machine(server: EmbeddedPostgres) -> None:
    server.start()
    assert server.running
    assert str(await ask(server, "show server_version")).startswith("18.")
    assert await ask(
        server, "select datlocprovider::text || datlocale from pg_database where datname = 'postgres'"
    ) == ("bC.UTF-8")
    assert await ask(server, "show max_connections") == "300"


async def test_nobody_enters_without_the_password(server: EmbeddedPostgres) -> None:
    server.start()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.dsn(password="wrong"))


async def test_what_was_written_survives_a_stop_and_a_kill(server: EmbeddedPostgres) -> None:
    server.start()
    await ask(server, "create table kept (value integer)")
    server.stop()
    assert not server.running
    server.start()
    await ask(server, "insert into kept values (7)")
    server.kill()
    assert not server.running
    server.start()
    assert await ask(server, "select value from kept") == 7


async def test_connections_left_over_from_a_killed_server_do_not_block_the_next(server: EmbeddedPostgres) -> None:
    server.start()
    left = [await asyncpg.connect(server.dsn()) for _ in range(10)]
    server.kill()
    server.start()
    assert await ask(server, "select 1") == 1
    for connection in left:
        connection.terminate()


async def test_a_lock_file_whose_number_belongs_to_a_stranger_now_does_not_block(server: EmbeddedPostgres) -> None:
    server.start()
    lines = lock_file(server).read_text().splitlines()
    server.kill()
    lock_file(server).write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    server.start()
    assert await ask(server, "select 1") == 1


async def test_a_server_that_outlived_its_owner_is_taken_over(server: EmbeddedPostgres) -> None:
    owner = (
        "import os, sys; from pathlib import Path; from songbang.postgres import EmbeddedPostgres;"
        "EmbeddedPostgres(Path(sys.argv[1]), int(sys.argv[2]), password=sys.argv[3], fsync=False).start(); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", owner, server.data_dir, str(server.port), "p w/ö:@"], check=False, timeout=60)
    assert server.running
    server.start()
    assert await ask(server, "select 1") == 1
    with pytest.raises(PostgresUnavailable, match=f"already runs on port {server.port}"):
        EmbeddedPostgres(server.data_dir, free_port()).start()
    server.stop()
    assert not server.running


def test_a_port_in_use_is_named(server: EmbeddedPostgres) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", server.port))
        other.listen()
        with pytest.raises(PostgresUnavailable, match=f"port {server.port} on 127.0.0.1 is already in use"):
            server.start()


def test_a_server_that_cannot_start_says_why(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    (server.data_dir / "cluster" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(PostgresUnavailable, match="no_such_setting"):
        server.start()


if os.geteuid() == 0:  # only root hands the server to another account

    def test_a_folder_that_the_server_account_may_not_enter_is_named(directory: Path) -> None:
        (directory / "closed").mkdir(mode=0o700)
        with pytest.raises(PostgresUnavailable, match=r"chmod o\+x .*/closed"):
            EmbeddedPostgres(directory / "closed" / "pg", free_port()).start()


def test_ending_it_from_outside_is_noticed(server: EmbeddedPostgres) -> None:
    server.start()
    os.kill(int(lock_file(server).read_text().split()[0]), signal.SIGINT)
    server.stop()
    assert not server.running
