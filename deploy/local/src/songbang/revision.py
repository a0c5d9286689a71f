"""Writes a new migration by comparing the models with a database built from the present migrations.

python -m songbang.revision <package> "what changes"
"""

import sys
import tempfile
from pathlib import Path

from servicekit import migrate

from songbang.ports import free_port
from songbang.postgres import EmbeddedPostgres
from songbang.provision import database_url


def main(package: str, message: str) -> None:
    """Start a throw-away PostgreSQL, migrate it to the present head, and write the difference as a version file."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        with EmbeddedPostgres(Path(directory) / "pg", free_port(), fsync=False) as server:
            url = database_url(server.dsn(), "postgres")
            migrate.upgrade(package, url)
            migrate.revision(package, url, message)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
