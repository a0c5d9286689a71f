"""What only the operator's side can measure: backups, certificates, room on the disks."""

import shutil
from pathlib import Path

from cryptography import x509
from prometheus_client import Gauge

from songbang.alarms.settings import AlarmSettings

BACKUP_AT = Gauge("songbang_backup_timestamp_seconds", "when the newest whole backup was finished; 0 for none")
CERTIFICATE_ENDS = Gauge("songbang_certificate_expires_timestamp_seconds", "when a certificate ends", ["file"])
DISK_FREE = Gauge("songbang_disk_free_ratio", "share of a volume that is free", ["volume"])
_MOST_FILES = 100
_VOLUMES = ("/backups", "/files", "/attachments", "/heads")


def measure(settings: AlarmSettings, kafka_ca: Path = Path("/run/secrets/kafka_ca")) -> None:
    """Set the figures to what they are at this moment; what cannot be read has none."""
    manifests = settings.backup_dir.glob("songbang-*Z/manifest.json")
    BACKUP_AT.set(max((file.stat().st_mtime for file in manifests), default=0))
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
