"""Changes of the map and of bodies as the gateway tells them, for the tests of the services that follow them."""

from datetime import date

from contracts.gateway import DepartmentRegistered
from contracts.lineage import ChangeKind, ChangeSubject, Succession, TerritoryChanged
from countykit.testing import ServiceUnderTest
from servicekit.consumers import Consumers


async def became(
    svc: ServiceUnderTest, consumers: Consumers, lines: dict[str, str], *, subject: ChangeSubject = ChangeSubject.REGION
) -> None:  # fmt: skip
    """Some codes became others: regions go on under them, bodies were taken over."""
    region = subject is ChangeSubject.REGION
    fact = TerritoryChanged(
        subject=subject, kind=ChangeKind.RECODE if region else ChangeKind.MERGE, effective_on=date(2025, 1, 1),
        stated_on=date(2025, 1, 1), basis="某政函〔2025〕1号批复",
        lines=[Succession(predecessor=old, successor=new, continues=region) for old, new in lines.items()],
    )  # fmt: skip
    await svc.hear(consumers, fact, region="990101000000")


async def ended(
    svc: ServiceUnderTest, consumers: Consumers, body: str, day: date, heir: str, *, name: str = "农业局"
) -> None:  # fmt: skip
    """A body of the county ended on a day, and another one took it over."""
    fact = DepartmentRegistered(code=body, name=name, home="990101000000", valid_to=day)
    await svc.hear(consumers, fact, region=fact.home, sequence=9)
    await became(svc, consumers, {body: heir}, subject=ChangeSubject.DEPARTMENT)
