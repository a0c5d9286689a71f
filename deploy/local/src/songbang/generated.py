"""Every file of the repository that follows from the code: `make generated` writes them, a test refuses stale ones.

python -m songbang.generated
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from contracts.catalogue import golden_files
from gateway.catalogue import asyncapi
from gateway.catalogue.codes import code_lists

from songbang import example_county, licences
from songbang.blocks import renewed
from songbang.desk import DESK, desk
from songbang.inventory import GATEWAY, PARTS
from songbang.readmes import readme
from songbang.snapshot import SNAPSHOT, merged, snapshot

ROOT = Path(__file__).parents[4]
CODES = ROOT / "gateway" / "dashboard" / "src" / "model" / "codes.json"
"""What the dashboard calls every code, as `GET /api/codes` tells others."""


def generated() -> Iterator[tuple[Path, bytes]]:
    """Each path with the content that the present code gives it."""
    yield from renewed(ROOT)
    for name, content in golden_files():
        yield ROOT / "libs" / "contracts" / "schemas" / name, content
    yield ROOT / "docs" / "asyncapi.json", asyncapi.rendered()
    yield ROOT / "docs" / "licences.md", licences.rendered()
    yield SNAPSHOT, snapshot()
    document = merged()
    yield CODES, codes(document)
    yield DESK, desk(document)
    yield from example_county.files()
    for part in PARTS:
        folder = ROOT / "gateway" if part is GATEWAY else ROOT / "services" / part.distribution
        yield folder / "README.md", readme(part, document)


def codes(document: Mapping[str, Any]) -> bytes:
    """The titles of each code, by the name of its list."""
    titles = {item.name: {each.value: each.title for each in item.values} for item in code_lists(document)}
    return orjson.dumps(titles, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def main() -> None:
    """Write what differs, and name it."""
    for path, content in generated():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
