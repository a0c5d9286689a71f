"""What this service prints: the tables, and the documents of its aggregates."""

from typing import Any

from countykit import cases, directory
from countykit.identity import Role
from countykit.printing import OFFICIAL, county_numbers, village_numbers
from countykit.regions import county_of
from countykit.workdays import today
from countykit.written import chinese_day
from fastapi import Request
from servicekit.printing.issuing import Draft, Printable
from servicekit.printing.models import IssuedDocumentRow, SerialRow
from servicekit.printing.routes import document_checks, printable
from servicekit.printing.templates import Template
from servicekit.transaction import Transaction

from checklist_svc.admissions import notice
from checklist_svc.admissions import repository as admissions
from checklist_svc.admissions.errors import NotAdmitted
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.reviews.repository import of_admission
from checklist_svc.admissions.states import State
from checklist_svc.groups import repository as groups
from checklist_svc.imposed_tasks import notice as verdict
from checklist_svc.imposed_tasks.errors import TaskNotCharged
from checklist_svc.imposed_tasks.models import ImposedTask
from checklist_svc.models import Base
from checklist_svc.refusals import letter, repository
from checklist_svc.refusals.models import RefusedDemand

REFUSAL = Template(
    "refusal",
    1,
    "checklist_svc",
    "ff7d2230e2e1036bcd7ff86897755c4d3ea789730cbd3c4ea61fb56336cf2080",
    layouts=(OFFICIAL,),
)

ADMISSION = Template(
    "admission",
    1,
    "checklist_svc",
    "034dded6d1baac36704ac53bd5a8e589798d10de526ccddf994b820d91ce3fe6",
    layouts=(OFFICIAL,),
)


IMPOSITION = Template(
    "imposition",
    1,
    "checklist_svc",
    "974aebf8842cb481492cd1b29fad8f022adf6c174ff36efb48756aaeeec6b14a",
    layouts=(OFFICIAL,),
)


class IssuedDocument(IssuedDocumentRow, Base, table=True):
    """A document that this service issued."""

    __tablename__ = "issued_document"


class DocumentSerial(SerialRow, Base, table=True):
    """The last serial of a village's documents of one kind in a year."""

    __tablename__ = "document_serial"


async def _draft(_: Request, __: Transaction, refused: RefusedDemand) -> Draft:
    written = letter.parts(refused.letter)
    content = {"addressee": written.addressee, "paragraphs": written.paragraphs, "day": written.day}
    return Draft(written.title, written.village, today(refused.created_at), content)


async def _find(tx: Transaction, caller: Any, key: Any) -> RefusedDemand:
    return await repository.get(tx, caller.scope, key)


async def _notice(_: Request, tx: Transaction, admission: Admission) -> Draft:
    county = await directory.region(tx, county_of(admission.region), "county")
    addressee = await directory.known_department(tx, admission.department)
    reviews = await of_admission(tx, admission.id, admission.round)
    day = today(admission.decided_at or tx.now)
    where = [await directory.known_region(tx, code) for code in admission.regions or [admission.region]]
    places = "、".join(place.name for place in where)
    content = {
        "addressee": addressee.name, "paragraphs": notice.paragraphs(admission, reviews, places),
        "day": chinese_day(day),
    }  # fmt: skip
    return Draft(notice.TITLE, f"{county.name}减负办", day, content)


async def _admitted(tx: Transaction, caller: Any, key: Any) -> Admission:
    admission = await admissions.get(tx, caller.scope, key)
    if admission.state != State.GRANTED:
        raise NotAdmitted
    return admission


async def _charged(tx: Transaction, caller: Any, key: Any) -> ImposedTask:
    task = await cases.get(tx, ImposedTask, caller, key)
    if task.state not in cases.CHARGING:
        raise TaskNotCharged
    return task


async def _verdict(_: Request, tx: Transaction, task: ImposedTask) -> Draft:
    county = await directory.region(tx, county_of(task.region), "county")
    addressee = await directory.known_department(tx, task.department)
    group = await groups.name_of(tx, task.group_id)
    day = today(task.judged_at or tx.now)
    content = {
        "addressee": addressee.name, "paragraphs": verdict.paragraphs(task, group), "day": chinese_day(day),
    }  # fmt: skip
    return Draft(verdict.TITLE, f"{county.name}减负办", day, content)


ROUTERS = [
    printable("/v1/admissions", "admission_id", "admission", Printable(
        IssuedDocument, "admission", _admitted, frozenset(Role), (ADMISSION,),
        village_numbers(DocumentSerial, "ZR"), _notice,
    ), NotAdmitted),
    printable("/v1/refusals", "refusal_id", "refusal", Printable(
        IssuedDocument, "refusal", _find, frozenset(Role), (REFUSAL,), village_numbers(DocumentSerial, "BJ"), _draft,
    )),
    printable("/v1/imposed-tasks", "task_id", "imposed_task", Printable(
        IssuedDocument, "imposition", _charged, frozenset(Role), (IMPOSITION,),
        county_numbers(DocumentSerial, "PJ"), _verdict,
    ), TaskNotCharged),
    document_checks(IssuedDocument),
]  # fmt: skip
