"""What the process that keeps the journal needs to know."""

from pathlib import Path

from pydantic import Field, SecretStr
from servicekit.settings import ProcessSettings, with_password


class JournalSettings(ProcessSettings):
    """The settings of `songbang journal`. Its role may replicate, and reads no table."""

    journal_database_url: SecretStr = Field(
        description="postgresql://archiver@host:port/postgres of the database server"
    )
    journal_password: SecretStr | None = Field(None, description="instead of one in the address; best as a file")
    backup_key: SecretStr | None = Field(None, description="32 bytes in base64; encrypts the journal when given")
    backup_dir: Path = Field(Path("/backups"), description="the journal is kept in its folder `journal`")
    journal_spool: Path = Field(Path("/spool"), description="what is received, until it is kept; must survive restarts")
    journal_seconds: float = Field(60, gt=0, le=240, description="so often is kept what was received")
    journal_base_hours: float = Field(24, gt=0, le=168, description="a whole copy of the server, so often")
    journal_keep_days: float = Field(7, gt=0, le=400, description="how far back a minute can be restored")
    journal_port: int | None = Field(None, description="port for health and metrics")

    @property
    def server(self) -> str:
        """The server's address as the role that may replicate."""
        url = self.journal_database_url.get_secret_value()
        return with_password(url, self.journal_password.get_secret_value()) if self.journal_password else url
