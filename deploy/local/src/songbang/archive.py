"""The files of a backup: written as a stream, checksummed, and sealed with AES-256-GCM when there is a key.

A sealed file is the magic, 16 bytes of salt, and chunks of up to 1 MiB, each with its own nonce (a counter and a mark
on the last chunk), so that a cut, a swap or a changed byte is noticed; the key of a file is derived from the salt.
"""

import hashlib
import struct
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from songbang.complaints import Complaint

MAGIC = b"songbang-backup-1\n"
CHUNK = 1024 * 1024
_SALT, _TAG = 16, 16


def key_of(text: str) -> bytes:
    """The 32 bytes of SONGBANG_BACKUP_KEY."""
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise Complaint("SONGBANG_BACKUP_KEY must be 32 bytes in base64: openssl rand -base64 32")
    return key


class Writer:
    """Writes one file of a backup; `sha256` and `size` are those of the file as it lies on the disk."""

    def __init__(self, path: Path, key: bytes | None, salt: bytes) -> None:
        self._output: BinaryIO = path.open("xb")
        self._digest = hashlib.sha256()
        self._cipher = _cipher(key, salt) if key else None
        self._buffer = bytearray()
        self._chunks = 0
        self.size = 0
        if self._cipher:
            self._put(MAGIC + salt)

    @property
    def sha256(self) -> str:
        """The digest so far; whole after `close`."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        """Take some bytes of the plain content."""
        if self._cipher is None:
            self._put(data)
            return
        self._buffer += data
        while len(self._buffer) > CHUNK:
            self._seal(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]

    def close(self) -> None:
        """Write what is left, and the mark of the end."""
        if self._cipher:
            self._seal(bytes(self._buffer), last=True)
        self._output.close()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        assert self._cipher is not None  # noqa: S101 - asked by the callers
        self._put(self._cipher.encrypt(_nonce(self._chunks, last=last), plain, None))
        self._chunks += 1

    def _put(self, data: bytes) -> None:
        self._output.write(data)
        self._digest.update(data)
        self.size += len(data)


def read(path: Path, key: bytes | None) -> Iterator[bytes]:
    """The plain content of a file; raises Complaint when it was changed, cut, or sealed with another key."""
    with path.open("rb") as source:
        head = source.read(len(MAGIC))
        if head != MAGIC:
            yield head
            while data := source.read(CHUNK):
                yield data
            return
        if key is None:
            raise Complaint(f"{path.name} is encrypted; SONGBANG_BACKUP_KEY (file backup_key) is needed to read it")
        yield from _open(source, _cipher(key, source.read(_SALT)), path.name)


def sha256_of(path: Path) -> str:
    """The digest of a file as it lies on the disk."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _open(source: BinaryIO, cipher: AESGCM, name: str) -> Iterator[bytes]:
    chunk, number = source.read(CHUNK + _TAG), 0
    while chunk:
        following = source.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), chunk, None)
        except InvalidTag:
            raise Complaint(f"{name} has been changed or cut, or it was sealed with another backup_key") from None
        chunk, number = following, number + 1


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, MAGIC).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">QI", number, last)
