"""Bodies of the routes about persons."""

from uuid import UUID

from pydantic import Field
from servicekit.bodies import Body, View


class SamePerson(Body):
    """Another account of the same natural person."""

    account: UUID = Field(title="同一人的另一账号", description="id of the account")


class PersonView(View):
    """The accounts of one natural person."""

    logins: list[str] = Field(title="同一人的账号", description="usernames, the account's own among them")
