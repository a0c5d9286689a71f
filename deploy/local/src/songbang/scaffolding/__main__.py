"""Write a new service or aggregate into the working copy.

python -m songbang.scaffolding service water [hand_pumps] [供水 水井]
python -m songbang.scaffolding aggregate water pipes [水管]
"""

import argparse
import sys
from pathlib import Path

from songbang.scaffolding.aggregate import add_aggregate, write_migration
from songbang.scaffolding.names import NameRefused, Names
from songbang.scaffolding.service import add_service

ROOT = Path(__file__).parents[5]


def main() -> None:
    """Read the arguments and write; a name that cannot be used ends with a sentence and status 2."""
    parser = argparse.ArgumentParser(prog="songbang.scaffolding")
    parser.add_argument("what", choices=["service", "aggregate"])
    parser.add_argument("service")
    parser.add_argument("aggregate", help="plural, such as hand_pumps")
    parser.add_argument("--service-title", default="示例", help="Chinese name of the service")
    parser.add_argument("--title", default="建议", help="Chinese name of the aggregate")
    given = parser.parse_args()
    try:
        names = Names(given.service, given.aggregate, given.service_title, given.title)
        if given.what == "service":
            add_service(ROOT, names)
        else:
            add_aggregate(ROOT, names)
            write_migration(ROOT, names)
    except NameRefused as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
