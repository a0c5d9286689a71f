"""What only the operator's side can measure: backups, certificates, room on the disks."""

import shutil
from pathlib import Path

from cryptography import x509
from prometheus_client import Gauge

from songbang.alarms.settings import AlarmSettings
from songbang.journal.store import FOLDER, stores

BACKUP_AT = Gauge("songbang_backup_timestamp_seconds", "when the newest whole backup was finished; 0 for none")
JOURNAL_AT = Gauge("songbang_journal_timestamp_seconds", "up to when the server's journal is kept", ["directory"])
JOURNAL_BASE_AT = Gauge(
    "songbang_journal_base_timestamp_seconds", "when the newest whole copy of the server was finished", ["directory"]
)
CERTIFICATE_ENDS = Gauge("songbang_certificate_expires_timestamp_seconds", "when a certificate ends", ["file"])
DISK_FREE = Gauge("songbang_disk_free_ratio", "share of a volume that is free", ["volume"])
_MOST_FILES = 100
_VOLUMES = ("/backups", "/files", "/attachments", "/heads")


def measure(settings: AlarmSettings, kafka_ca: Path = Path("/run/secrets/kafka_ca")) -> None:
    """Set the figures to what they are at this moment; what cannot be read has none."""
    manifests = settings.backup_dir.glob("songbang-*Z/manifest.json")
    BACKUP_AT.set(max((file.stat().st_mtime for file in manifests), default=0))
    _measure_journal(settings.backup_dir)
    CERTIFICATE_ENDS.clear()
    for file in [*sorted(settings.certificates_dir.glob("*.pem"))[:_MOST_FILES], kafka_ca]:
        try:
            found = x509.load_pem_x509_certificates(file.read_bytes())
        except (OSError, ValueError):
            continue  # keys lie there too
        CERTIFICATE_ENDS.labels(file.name).set(min(one.not_valid_after_utc.timestamp() for one in found))
    for volume in {str(settings.backup_dir), *_VOLUMES}:
        if Path(volume).is_dir():
            usage = shutil.disk_usage(volume)
            DISK_FREE.labels(volume).set(usage.free / usage.total)


def _measure_journal(backups: Path) -> None:
    """Where nobody keeps a journal there is no figure, and so no alarm; where somebody wants to, silence is one."""
    JOURNAL_AT.clear()
    JOURNAL_BASE_AT.clear()
    directory = backups / FOLDER
    if not directory.is_dir():
        return
    found = stores(backups)
    kept = [store.kept.timestamp() for store in found if store.kept]
    copied = [base.finished_at.timestamp() for store in found for base in store.bases]
    JOURNAL_AT.labels(str(directory)).set(max(kept, default=0))
    JOURNAL_BASE_AT.labels(str(directory)).set(max(copied, default=0))
