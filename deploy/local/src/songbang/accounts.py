"""`songbang user create`: opens an account from the machine itself, such as the first operator's."""

import asyncio
import secrets
import sys
from typing import Annotated

import typer
from countykit.directory import DepartmentUnknown, RegionUnknown
from countykit.identity import Role
from gateway.identity import grants
from gateway.identity.accounts import service
from gateway.identity.accounts.errors import UsernameTaken
from gateway.identity.accounts.schemas import AccountCreation
from gateway.identity.grants import COUNTRY, RoleRegionMismatch
from gateway.identity.passwords import PasswordWeak
from pydantic import ValidationError
from servicekit.database import Database
from servicekit.transaction import Context

from songbang.complaints import Complaint
from songbang.settings import OperatorSettings, operator_settings

users = typer.Typer(help="Accounts of people.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(users, name="user")


@users.callback()
def _group() -> None:
    """Accounts of people."""


@users.command("create")
def create(
    username: str,
    name: Annotated[str, typer.Option(help="the person's or office's name")] = "系统管理员",
    role: Annotated[list[Role] | None, typer.Option(help="may be given several times; operator without it")] = None,
    region: Annotated[str, typer.Option(help="12 digits; 000000000000 is the whole country")] = COUNTRY,
    department: Annotated[str | None, typer.Option(help="code, with the role department only")] = None,
    generate: Annotated[bool, typer.Option("--generate", help="draw a password and print it")] = False,
) -> None:
    """Open an account; the password is asked for, read from standard input, or drawn."""
    password = secrets.token_urlsafe(18) if generate else _password()
    try:
        creation = AccountCreation(
            username=username, name=name, password=password, roles=role or [Role.OPERATOR], region=region,
            department=department,
        )  # fmt: skip
    except ValidationError as error:
        raise Complaint("; ".join(f"{item['loc'][0]}: {item['msg']}" for item in error.errors())) from None
    try:
        asyncio.run(_create(operator_settings(), creation))
    except UsernameTaken:
        raise Complaint(f"the username {username} is taken; reset its password in the dashboard instead") from None
    except RoleRegionMismatch:
        raise Complaint(
            f"the role does not go with region {region} or department {department}: village 12 digits, township 9 and "
            "000, county_office 6 and 000000, auditor 000000000000; a department's code with the role department, and "
            "only with it"
        ) from None
    except RegionUnknown:
        raise Complaint(f"region {region} is not in the directory; import the directory first") from None
    except DepartmentUnknown:
        raise Complaint(f"department {department} is not in the directory, or no longer active") from None
    except PasswordWeak:
        raise Complaint("the password is too easy to guess: take at least 12 characters, or --generate") from None
    typer.echo(f"account {username} created" + (f", password {password}" if generate else ""))


def _password() -> str:
    if sys.stdin.isatty():
        answer: str = typer.prompt("password", hide_input=True, confirmation_prompt=True)
        return answer
    return sys.stdin.readline().rstrip("\n")


async def _create(settings: OperatorSettings, creation: AccountCreation) -> None:
    database = Database(
        settings.database("gateway"), pool_size=1, name="songbang-user", row_mac=settings.row_mac("gateway")
    )  # fmt: skip
    try:
        async with database.transaction(Context.of_system("songbang user create")) as tx:
            await grants.check_fit(tx, roles=creation.roles, region=creation.region, department=creation.department)
            await service.create_account(tx, creation, known_passwords=settings.demo)
    finally:
        await database.close()
