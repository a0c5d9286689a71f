"""Checks a directory of sealed files without a network, a database or the rest of this program.

python verify.py <directory> --public-key <base64> [--public-key <older>] [--begins <region>=<number>]
                 [--receiver <name> --receipts <file>]

This one file, with the packages `cryptography` and `zstandard`, is all that a receiver behind a one-way network needs.
It ends with 0 when every file is whole and none is missing, else with 1 and a line for everything that is wrong. What
was not sealed yet and what has not arrived yet look the same from here: `reaches` says how far each region has come.
"""

import argparse
import base64
import binascii
import hashlib
import io
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "songbang-sealed-events/1"
_BLOCK = 1 << 20


class Broken(Exception):
    """A file or its manifest is not what was sealed."""


@dataclass(slots=True)
class Checked:
    """A manifest with what was found out about it."""

    facts: dict[str, Any]
    hash: str
    sha256: str = ""
    fault: str | None = None


@dataclass(slots=True)
class Report:
    """What is whole, what is broken and what is missing."""

    files: list[Checked] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def newest(self) -> list[dict[str, Any]]:
        """The last manifest of each region's chain."""
        chained = [one.facts for one in self.files if one.facts["number"] is not None]
        return list({facts["region"]: facts for facts in sorted(chained, key=lambda one: one["number"])}.values())


def verify(directory: Path, public_keys: list[str], begins: dict[str, int]) -> Report:
    """Check every manifest, its content, and the chains; `begins` are the numbers before which nothing is kept here."""
    report = Report()
    keys = [Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)) for key in public_keys]
    for path in sorted(directory.glob("*.manifest.json")):
        try:
            checked = _manifest(path, keys)
        except Broken as error:
            report.faults.append(f"{path.name}: {error}")
            continue
        try:
            _content(directory, checked)
        except Broken as error:
            checked.fault = str(error)
            report.faults.append(f"{checked.facts['file']}: {error}")
        report.files.append(checked)
    for path in sorted(directory.glob("*.ndjson.zst")):
        if not path.with_name(path.name.replace(".ndjson.zst", ".manifest.json")).is_file():
            report.faults.append(f"{path.name}: the manifest is missing")
    for region in sorted({checked.facts["region"] for checked in report.files}):
        mine = [one for one in report.files if one.facts["region"] == region]
        report.faults.extend(_chain_faults(mine, begins.get(region, 1)))
    if not report.files and not report.faults:
        report.faults.append(f"{directory}: there are no manifests")
    return report


def _manifest(path: Path, keys: list[Ed25519PublicKey]) -> Checked:
    raw = path.read_bytes()
    try:
        facts = json.loads(raw)
        signature = facts.pop("signature")
        signed = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        if not any(_signed_by(key, signature, signed) for key in keys):
            raise Broken("the signature is none of the given keys'")
        if facts["format"] != FORMAT:
            raise Broken(f"unknown format {facts['format']}")
        if Path(facts["file"]).name != facts["file"] or path.name != facts["file"].replace(
            ".ndjson.zst", ".manifest.json"
        ):
            raise Broken("the manifest is of another file")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Broken(f"no manifest: {error!r}") from error
    return Checked(facts, hashlib.sha256(raw).hexdigest())


def _signed_by(key: Ed25519PublicKey, signature: str, signed: bytes) -> bool:
    try:
        key.verify(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)), signed)
    except (InvalidSignature, binascii.Error):
        return False
    return True


def _content(directory: Path, checked: Checked) -> None:
    facts, path = checked.facts, directory / checked.facts["file"]
    if not path.is_file():
        raise Broken("the content is missing")
    with path.open("rb") as file:
        checked.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if checked.sha256 != facts["sha256"]:
        raise Broken("the content was changed or cut off")
    types = Counter(_types_in(path))
    if types != Counter(facts["types"]) or types.total() != facts["events"]:
        raise Broken("the content does not hold the events that the manifest counts")


def _types_in(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as plain:
            for line in io.BufferedReader(plain, _BLOCK):
                yield json.loads(line)["type"]
    except (zstandard.ZstdError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Broken(f"the content cannot be read: {error!r}") from error


def _chain_faults(files: list[Checked], begin: int) -> Iterator[str]:
    """What is missing between the files of one region; a whole export fills the hole of its range."""
    whole = [one.facts for one in files if one.fault is None]
    exports = [(facts["first_position"], facts["last_position"]) for facts in whole if facts["number"] is None]
    chain = sorted((one for one in files if one.facts["number"] is not None), key=lambda one: one.facts["number"])
    if chain and chain[0].facts["number"] > begin:
        first = chain[0].facts
        last = first["first_position"] - 1
        if last < 1 or not _covered(1, last, exports):
            missing = f"number {begin} to {first['number'] - 1} missing"
            yield f"region {first['region']}: {missing}, {_state_of(1, last, exports)}"
    for before, after in pairwise(chain):
        fault = _link_fault(before, after, exports)
        if fault is not None:
            yield f"region {after.facts['region']}: {fault}"
    for one in chain:
        if one.fault is not None:
            state = _state_of(one.facts["first_position"], one.facts["last_position"], exports)
            yield f"region {one.facts['region']}: number {one.facts['number']} is broken, {state}"


def _link_fault(before: Checked, after: Checked, exports: list[tuple[int, int]]) -> str | None:
    older, newer = before.facts, after.facts
    steps = newer["number"] - older["number"]
    first, last = older["last_position"] + 1, newer["first_position"] - 1
    if steps == 0:
        return f"number {newer['number']} was sealed twice"
    if steps == 1 and newer["previous"] != before.hash:
        return f"number {newer['number']} does not follow the number {older['number']} that lies here"
    if first <= last and _covered(first, last, exports):
        return None
    if steps > 1:
        return f"number {older['number'] + 1} to {newer['number'] - 1} missing, {_state_of(first, last, exports)}"
    return f"a hole before number {newer['number']}, {_state_of(first, last, exports)}" if first <= last else None


def _state_of(first: int, last: int, exports: list[tuple[int, int]]) -> str:
    if first > last:
        return "it holds no events"
    found = "which an export here repeats" if _covered(first, last, exports) else "ask for an export of them"
    return f"positions {first} to {last}: {found}"


def _covered(first: int, last: int, ranges: list[tuple[int, int]]) -> bool:
    for start, end in sorted(ranges):
        if start <= first <= end:
            first = end + 1
    return first > last


def _write_receipts(report: Report, path: Path, receiver: str) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with path.open("w", encoding="utf-8") as file:
        for one in report.files:
            if one.sha256:
                receipt = {"receiver": receiver, "received_at": now, "sha256": one.sha256}
                file.write(json.dumps({"file": one.facts["id"], "receipt": receipt}, ensure_ascii=False) + "\n")


def _begin(text: str) -> tuple[str, int]:
    region, _, number = text.partition("=")
    return region, int(number)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Check a directory of sealed files, offline.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--public-key", action="append", required=True, help="base64, repeated while keys change")
    parser.add_argument(
        "--begins", action="append", default=[], type=_begin, metavar="REGION=NUMBER",
        help="files of a region before this number were taken in and cleared away",
    )  # fmt: skip
    parser.add_argument("--receiver", default="", help="our name in the receipts")
    parser.add_argument("--receipts", type=Path, help="write a receipt per file, to be carried back to the sender")
    arguments = parser.parse_args()
    try:
        report = verify(arguments.directory, arguments.public_key, dict(arguments.begins))
    except ValueError as error:
        parser.error(f"--public-key: {error}")
    for one in report.files:
        if one.fault is None:
            sys.stdout.write(f"whole  {one.facts['file']}  {one.facts['events']} events\n")
    for facts in report.newest:
        sys.stdout.write(f"reaches  {facts['region']}  number {facts['number']}, until {facts['until']}\n")
    for fault in report.faults:
        sys.stdout.write(f"wrong  {fault}\n")
    if arguments.receipts is not None:
        _write_receipts(report, arguments.receipts, arguments.receiver)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
