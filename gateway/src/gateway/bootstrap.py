"""Opens the first operator's account, before anybody can sign in.

python -m gateway.bootstrap --username operator --name 系统管理员 < password-file
"""

import argparse
import asyncio
import sys

from countykit.identity import Role
from pydantic import ValidationError
from servicekit.database import Database
from servicekit.errors import Refusal
from servicekit.settings import load
from servicekit.transaction import Context

from gateway.identity.accounts import repository, service
from gateway.identity.accounts.schemas import AccountCreation
from gateway.identity.grants import COUNTRY
from gateway.settings import Settings


async def first_operator(settings: Settings, *, username: str, name: str, password: str, region: str = COUNTRY) -> bool:
    """Open an operator's account; False when the username exists already, which is then left as it is."""
    creation = AccountCreation(
        username=username, name=name, password=password, roles=[Role.OPERATOR], region=region, department=None
    )
    database = Database(
        settings.database_url.get_secret_value(), pool_size=1, name="gateway-bootstrap",
        row_mac=settings.row_mac("gateway"),
    )  # fmt: skip
    try:
        async with database.transaction(Context.of_system("bootstrap")) as tx:
            if await repository.named(tx, username) is not None:
                return False
            await service.create_account(tx, creation, known_passwords=settings.demo)
            return True
    finally:
        await database.close()


def _main() -> int:
    parser = argparse.ArgumentParser(prog="python -m gateway.bootstrap", description=__doc__)
    parser.add_argument("--username", default="operator")
    parser.add_argument("--name", default="系统管理员")
    parser.add_argument("--region", default=COUNTRY, help="12 digits; 000000000000 is the whole country")
    arguments = parser.parse_args()
    password = sys.stdin.readline().rstrip("\n")
    try:
        made = asyncio.run(first_operator(load(Settings), **vars(arguments), password=password))
    except (Refusal, ValidationError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"account {arguments.username} {'created' if made else 'exists already'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main())
