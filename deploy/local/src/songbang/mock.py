"""A server that answers by the API document alone, with the recorded examples: `python -m songbang.mock --port 4010`.

A front end is built against it without a county: every answer has the form of the real one, whatever was sent before.
"""

import argparse
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import orjson

from songbang.node_tools import NodeMissing, environment, tool
from songbang.snapshot import merged


def main(arguments: list[str] | None = None) -> int:
    """Write the document and serve it until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m songbang.mock", description=__doc__)
    parser.add_argument("--port", type=int, default=4010)
    options = parser.parse_args(arguments)
    try:
        prism = tool("prism")
    except NodeMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        document = Path(folder) / "openapi.json"
        document.write_bytes(orjson.dumps(merged()))
        command = [str(prism), "mock", "--port", str(options.port), str(document)]
        return subprocess.run(command, env=environment(), check=False).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
