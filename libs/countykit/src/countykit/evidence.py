"""Evidence on the records of a county: who may add files and who may read them.

A village may add a photo and is never asked for one (国办函〔2026〕12号; INS-08): no route of a village demands an
attachment, none is counted, and none is a step of a workflow.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from contracts.titles import TitledEnum
from servicekit.attachments.models import AttachmentRow
from servicekit.attachments.routes import Attachable, Find, attachable
from servicekit.errors import NotFound
from servicekit.http import Router
from servicekit.transaction import Transaction

from countykit import cases
from countykit.cases import Case
from countykit.identity import Caller, Role
from countykit.joining import JUDGES

_OFFICE = frozenset({Role.COUNTY_OFFICE})
ON_SITE = frozenset({Role.INSPECTOR, Role.COUNTY_OFFICE, Role.TOWNSHIP, Role.VILLAGE})
"""Who checks, who is checked, and who repairs."""
COUNTY = frozenset({*ON_SITE, Role.APPROVER, Role.OBSERVER})
"""All who follow a matter; not the departments, which are those accused."""


def evidence(
    table: type[AttachmentRow], path: str, subject: str, find: Find,
    *, writers: Collection[Role] = ON_SITE, readers: Collection[Role] = COUNTY, nameless: bool = False,
    kinds: type[TitledEnum] | None = None,
) -> Router:  # fmt: skip
    """The attachment routes of one aggregate; include them before the aggregate's own.

    `nameless` where the files are about people: then nobody's name is kept as that of a file. `kinds` is what a picture
    may be said to show.
    """
    options = Attachable(table, subject, find, writers, readers, removers=_OFFICE, nameless=nameless, kinds=kinds)
    return attachable(path, f"{subject.rpartition('_')[2]}_id", subject, options)


def case_evidence(table: type[AttachmentRow], path: str, subject: str, model: type[Case]) -> Router:
    """The same for cases: only the reporter and those who judge see what a reporter added.

    The accused body learns the facts from the verdict; a photo could tell it who took it (INS-14). The reporter of an
    anonymous case adds photos with the key of the report, and nothing keeps who that was.
    """

    async def find(tx: Transaction, caller: Caller, case_id: UUID) -> Any:
        case = await cases.get(tx, model, caller, case_id)
        if caller.roles.isdisjoint(JUDGES) and case.reported_by != caller.sub:
            raise NotFound
        return case

    options = Attachable(
        table, subject, find, writers=ON_SITE, readers=COUNTY, removers=_OFFICE, anonymous=model, named=JUDGES
    )
    return attachable(path, f"{subject.rpartition('_')[2]}_id", subject, options)
