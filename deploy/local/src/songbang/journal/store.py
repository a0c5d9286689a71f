"""What is kept of a server: whole copies of its files, and the segments of its journal, packed and sealed."""

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from songbang import archive
from songbang.complaints import Complaint

PARTIAL = ".partial"
"""The end of the name of a segment that is being written; pg_receivewal calls it so."""
FOLDER = "journal"
"""In a directory of backups; it is there where somebody keeps a journal."""
_KEPT, _DRAFT, _UNFINISHED = "kept", ".new", ".unfinished"
_NAME = 24  # digits of a segment's name: a timeline of 8, and a number of 16


@dataclass(frozen=True, slots=True)
class Base:
    """A whole copy: good with the journal from the segment `begins` on, for every moment from `finished_at` on."""

    folder: Path
    begins: str
    finished_at: datetime
    segment_bytes: int


class Store:
    """What is kept of one server, by its identifier; one that was restored has another and begins anew."""

    def __init__(self, backups: Path, server: str, keys: Sequence[bytes] = ()) -> None:
        self.directory = backups / FOLDER / server
        self.segments = self.directory / "wal"
        self._keys = keys
        self._suffix = ".gz.sealed" if keys else ".gz"

    @property
    def bases(self) -> list[Base]:
        """The whole copies, oldest first."""
        found = []
        for file in sorted(self.directory.glob("base-*Z/base.json")):
            facts: dict[str, Any] = orjson.loads(file.read_bytes())
            finished = datetime.fromisoformat(facts["finished_at"])
            found.append(Base(file.parent, facts["begins"], finished, facts["segment_bytes"]))
        return found

    @property
    def kept(self) -> datetime | None:
        """Up to when everything is kept; None where nothing ever was."""
        try:
            return datetime.fromisoformat((self.directory / _KEPT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def kept_until(self, moment: datetime) -> None:
        """Note up to when everything is kept, for whoever watches over this directory."""
        draft = self.directory / (_KEPT + _DRAFT)
        draft.write_text(moment.isoformat(), encoding="utf-8")
        draft.replace(self.directory / _KEPT)

    def keep(self, received: Path) -> None:
        """Keep a segment as it is now; a whole one takes the place of what was kept of it before."""
        self.segments.mkdir(parents=True, exist_ok=True)
        with received.open("rb") as source, self._written(self.segments / (received.name + self._suffix)) as writer:
            while data := source.read(archive.CHUNK):
                writer.write(data)
        if not received.name.endswith(PARTIAL):
            for begun in self.segments.glob(f"{received.name}{PARTIAL}*"):
                begun.unlink()

    @contextmanager
    def new_base(self, now: datetime) -> Iterator[tuple[archive.Packer, dict[str, Any]]]:
        """Write a whole copy, and its facts; one that fails leaves nothing."""
        folder = self.directory / f"base-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
        draft = folder.with_name(folder.name + _UNFINISHED)
        for leftover in self.directory.glob(f"base-*{_UNFINISHED}"):
            shutil.rmtree(leftover)
        draft.mkdir(parents=True)
        facts: dict[str, Any] = {}
        try:
            with self._written(draft / ("base.tar" + self._suffix)) as writer:
                yield writer, facts
            (draft / "base.json").write_bytes(orjson.dumps(facts))
            draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise

    def missing(self, base: Base, received: Iterable[str] = ()) -> str | None:
        """The first segment that is neither kept nor received although the journal goes on behind it."""
        there = {_number(name) for name in [*self._by_number().values(), *received] if _is_segment(name)}
        for number in _numbers(base, max(there, default="")):
            if number not in there:
                return base.begins[:8] + number
        return None

    def read_base(self, base: Base) -> Iterator[bytes]:
        """The copy as a tar; raises Complaint where it is torn."""
        (file,) = base.folder.glob("base.tar.gz*")
        return archive.unpack(file, self._keys)

    def bring(self, base: Base, target: Path) -> Complaint | None:
        """Bring the journal from a copy on into a directory, the begun segment too; returns what ends it too early."""
        kept = self._by_number()
        for history in self.segments.glob("*.history.gz*"):
            self._bring(history, target / history.name.partition(".gz")[0])
        for number in _numbers(base, max(kept, default="")):
            if number not in kept:
                return Complaint(f"segment {base.begins[:8]}{number} is missing from the journal in {self.segments}")
            try:
                self._bring(self.segments / kept[number], target / kept[number][:_NAME])
            except Complaint as torn:
                return Complaint(f"the journal in {self.segments} is torn: {torn}")
        return None

    def forget_before(self, base: Base) -> None:
        """Remove the segments that are older than a copy."""
        for file in self.segments.iterdir():
            if _is_segment(file.name) and _number(file.name) < _number(base.begins):
                file.unlink()

    def _by_number(self) -> dict[str, str]:
        """The names of the files of the kept segments; the whole one where the begun one is still there too."""
        names = (file.name for file in self.segments.glob("*.gz*") if not file.name.endswith(_DRAFT))
        segments = [name for name in names if _is_segment(name)]
        return {_number(name): name for name in sorted(segments, key=lambda name: (PARTIAL not in name, name))}

    def _bring(self, file: Path, target: Path) -> None:
        try:
            with target.open("wb") as output:
                output.writelines(archive.unpack(file, self._keys))
        except BaseException:
            target.unlink()
            raise

    @contextmanager
    def _written(self, path: Path) -> Iterator[archive.Packer]:
        """A file that is there whole or not at all, also after a power cut."""
        draft = path.with_name(path.name + _DRAFT)
        draft.unlink(missing_ok=True)
        writer = archive.Packer(draft, self._keys, secrets.token_bytes(16))
        try:
            yield writer
        finally:
            writer.close()
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)


def stores(backups: Path, keys: Sequence[bytes] = ()) -> list[Store]:
    """What is kept of every server that ever was kept in a directory of backups."""
    return [Store(backups, folder.name, keys) for folder in sorted((backups / FOLDER).glob("*")) if folder.is_dir()]


def forget(kept: Sequence[Store], before: datetime) -> None:
    """Remove what is not needed for any moment from `before` on; a server of which nothing is left goes as a whole."""
    moments = sorted(base.finished_at for store in kept for base in store.bases)
    first = max((moment for moment in moments if moment <= before), default=before)
    for store in kept:
        bases = store.bases
        needed = [base for base in bases if base.finished_at >= first]
        for base in bases:
            if base not in needed:
                shutil.rmtree(base.folder)
        if needed:
            store.forget_before(needed[0])
        elif bases:
            shutil.rmtree(store.directory)


def _is_segment(name: str) -> bool:
    return name[:_NAME].isalnum() and len(name.partition(".")[0]) == _NAME


def _number(name: str) -> str:
    return name[8:_NAME]


def _numbers(base: Base, last: str) -> Iterator[str]:
    """The numbers of the segments from a copy's first on, up to the last that there is, at least the first."""
    per_log = 2**32 // base.segment_bytes
    place = int(base.begins[8:16], 16) * per_log + int(base.begins[16:], 16)
    while True:
        number = f"{place // per_log:08X}{place % per_log:08X}"
        yield number
        if number >= last:
            return
        place += 1
