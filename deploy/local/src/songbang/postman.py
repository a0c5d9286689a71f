"""The API as a Postman collection, one folder for each tag: `python -m songbang.postman collection.json`."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import orjson

from songbang.node_tools import NodeMissing, environment, tool
from songbang.snapshot import merged


def write(target: Path) -> None:
    """Write the collection; raises NodeMissing and CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "openapi.json"
        document.write_bytes(orjson.dumps(merged()))
        command = [str(tool("openapi2postmanv2")), "-s", str(document), "-o", str(target), "-O", "folderStrategy=Tags"]
        subprocess.run(command, env=environment(), check=True, capture_output=True)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m songbang.postman", description=__doc__)
    parser.add_argument("target", type=Path)
    options = parser.parse_args(arguments)
    try:
        write(options.target)
    except NodeMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"{options.target}: import it into Postman, and set the variables baseUrl and bearerToken")
    return 0


if __name__ == "__main__":
    sys.exit(main())
