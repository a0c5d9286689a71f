"""Numbers, dispatches and rules as checklist-svc tells them, for the tests of the services that read them."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from contracts.assignments import AssignmentEnd, AssignmentEnded, TaskAssigned, WorkClass
from contracts.checklist import AdmissionEnd, AdmissionGranted, AdmissionWithdrawn
from contracts.number_rules import NumberArea, NumberMode, NumberRuleApproved, NumberRuleWithdrawn
from countykit.testing import ServiceUnderTest
from servicekit.consumers import Consumers

COUNTY = "990101000000"
NUMBER = "990101-2025-000001-2"


class Numbers:
    """The county's numbers, as one service hears of them."""

    def __init__(self, svc: ServiceUnderTest, consumers: Consumers, *, first: date, last: date) -> None:
        self.svc, self.consumers, self.first, self.last = svc, consumers, first, last

    async def granted(
        self, department: str, number: str = NUMBER, regions: tuple[str, ...] = (), *, by_assignment: bool = False,
        region: str = COUNTY,
    ) -> UUID:  # fmt: skip
        admission = uuid4()
        fact = AdmissionGranted(
            title="村级防汛值守", number=number, starts_on=self.first, valid_until=self.last, regions=list(regions),
            by_assignment=by_assignment,
        )  # fmt: skip
        await self._hear(fact, admission, region=region, department=department)
        return admission

    async def withdrawn(self, admission: UUID, day: date) -> None:
        fact = AdmissionWithdrawn(number=NUMBER, by=AdmissionEnd.DEPARTMENT)
        await self._hear(fact, admission, sequence=2, at=datetime(day.year, day.month, day.day, 2, tzinfo=UTC))

    async def dispatched(self, admission: UUID, village: str, number: str = NUMBER) -> UUID:
        assignment = uuid4()
        fact = TaskAssigned(
            title="村级防汛值守", number=number, admission=admission, work_class=WorkClass.ASSIST, frequency="monthly",
            starts_on=self.first, until=self.last,
        )  # fmt: skip
        await self._hear(fact, assignment, region=village)
        return assignment

    async def recalled(self, assignment: UUID, village: str, day: date) -> None:
        fact = AssignmentEnded(title="村级防汛值守", number=NUMBER, by=AssignmentEnd.DEPARTMENT, ended_on=day)
        await self._hear(fact, assignment, region=village, sequence=2)

    async def ruled(self, area: NumberArea, mode: NumberMode, starts_on: date, *, region: str = COUNTY) -> UUID:
        rule = uuid4()
        await self._hear(NumberRuleApproved(area=area, mode=mode, starts_on=starts_on), rule, region=region)
        return rule

    async def unruled(self, rule: UUID, area: NumberArea, mode: NumberMode, starts_on: date) -> None:
        await self._hear(NumberRuleWithdrawn(area=area, mode=mode, starts_on=starts_on), rule, sequence=2)

    async def _hear(self, fact, subject, *, region=COUNTY, department=None, sequence=1, at=None):
        await self.svc.hear(
            self.consumers, fact, region=region, subject_id=subject, sequence=sequence, department=department, at=at
        )
