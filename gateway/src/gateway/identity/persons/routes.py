"""HTTP about persons."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from gateway.identity.accounts import service as accounts
from gateway.identity.accounts.models import WORKFLOW
from gateway.identity.accounts.schemas import AccountView
from gateway.identity.grants import RoleNotGrantable
from gateway.identity.persons import service
from gateway.identity.persons.errors import PersonKnown, PersonSameAccount, PersonSeparatedAlone, PersonSingleLogin
from gateway.identity.persons.schemas import PersonView, SamePerson
from gateway.identity.posts.errors import PostsConflict

router = Router(prefix="/api/identity/v1/accounts", tags=["accounts"])


@router.get("/{account_id}/person", responses=refusals(NotFound, RoleNotGrantable))
async def read_person(
    account_id: UUID, tx: Tx, caller: Annotated[Caller, allow(Role.OPERATOR, Role.COUNTY_OFFICE)]
) -> PersonView:
    """The accounts that are known to be of the same natural person."""
    account = await accounts.managed(tx, caller, account_id)
    return PersonView(logins=await service.logins(tx, account))


@router.step(
    WORKFLOW, "person", of="/{account_id}", refused=(RoleNotGrantable, PersonSameAccount, PersonKnown, PostsConflict)
)
async def join_account(account_id: UUID, body: SamePerson, tx: Tx, caller: Anyone) -> AccountView:
    """State that another account is of the same natural person: neither is a second person to the other any more.

    It holds for what was done before, too. The sessions of all accounts of the person end.
    """
    return AccountView.of(await service.join(tx, caller, account_id, body.account), caller)


@router.step(WORKFLOW, "separation", of="/{account_id}", refused=(PersonSingleLogin, PersonSeparatedAlone))
async def separate_account(account_id: UUID, tx: Tx, caller: Anyone) -> AccountView:
    """Take back that the account is a login of a person who has others; by an operator who did not state it."""
    return AccountView.of(await service.part(tx, caller, account_id), caller)
