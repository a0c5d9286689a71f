"""Facts of supervision-svc about a county's programme (实施方案): its measures, and what became of each."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Code, Count, Day, Id


class Strand(TitledEnum, name="programme_strand", title_zh="三联机制"):
    """The three strands of the work: party and government, county and townships, city and county."""

    PARTY_GOVERNMENT = "party_government", "党政协同"
    COUNTY_TOWNSHIP = "county_township", "县乡联动"
    CITY_COUNTY = "city_county", "市县联动"


ProgrammeYear = Annotated[int, Field(ge=2000, le=2200, examples=[2026])]


class _ProgrammeFact(Event):
    collection: ClassVar[str] = "programmes"

    year: ProgrammeYear
    measures: Count


class ProgrammeFiled(_ProgrammeFact):
    """The county office put a programme, new or mended, before the approver. Region is the county."""

    type: ClassVar[str] = "supervision.programme.filed.v1"
    title_zh: ClassVar[str] = "报审实施方案"
    audience: ClassVar[Audience] = Audience.COUNTY


class ProgrammeReturned(_ProgrammeFact):
    """The approver gave a programme back to be mended."""

    type: ClassVar[str] = "supervision.programme.returned.v1"
    title_zh: ClassVar[str] = "退回实施方案"
    audience: ClassVar[Audience] = Audience.COUNTY


class ProgrammePublished(_ProgrammeFact):
    """The approver, another person than who filed it, approved a programme; its measures run from now on."""

    type: ClassVar[str] = "supervision.programme.published.v1"
    title_zh: ClassVar[str] = "印发实施方案"
    audience: ClassVar[Audience] = Audience.READERS


class ProgrammeSuperseded(_ProgrammeFact):
    """A newer programme is instead of this one; its open measures ended."""

    type: ClassVar[str] = "supervision.programme.superseded.v1"
    title_zh: ClassVar[str] = "实施方案被替代"
    audience: ClassVar[Audience] = Audience.READERS


class ProgrammeConcluded(_ProgrammeFact):
    """Every measure of a programme is settled: met, or on the record as missed."""

    type: ClassVar[str] = "supervision.programme.concluded.v1"
    title_zh: ClassVar[str] = "实施方案办结"
    audience: ClassVar[Audience] = Audience.READERS

    met: Count
    missed: Count


class _MeasureFact(Event):
    """What each fact about a measure says. Region is the responsible body's, or the township itself."""

    collection: ClassVar[str] = "programme-measures"

    programme: Id
    strand: Strand
    success: Code
    deadline: Day


class MeasureMet(_MeasureFact):
    """The figures of the deadline, or of a later day, reached what the programme aims at."""

    type: ClassVar[str] = "supervision.programme_measure.met.v1"
    title_zh: ClassVar[str] = "方案任务完成"
    audience: ClassVar[Audience] = Audience.COUNTY


class MeasureOverdue(_MeasureFact):
    """The deadline passed and the figures had not reached the aim."""

    type: ClassVar[str] = "supervision.programme_measure.overdue.v1"
    title_zh: ClassVar[str] = "方案任务逾期"
    audience: ClassVar[Audience] = Audience.COUNTY


class MeasureExplained(_MeasureFact):
    """The responsible body said why the aim was missed and what it does next."""

    type: ClassVar[str] = "supervision.programme_measure.explained.v1"
    title_zh: ClassVar[str] = "说明任务逾期原因"
    audience: ClassVar[Audience] = Audience.COUNTY


class MeasurePostponed(_MeasureFact):
    """The approver gave a measure another deadline; that the one before was missed stays on the record."""

    type: ClassVar[str] = "supervision.programme_measure.postponed.v1"
    title_zh: ClassVar[str] = "方案任务延期"
    audience: ClassVar[Audience] = Audience.COUNTY

    previous: Day


class MeasureMissed(_MeasureFact):
    """The approver closed a measure as missed."""

    type: ClassVar[str] = "supervision.programme_measure.missed.v1"
    title_zh: ClassVar[str] = "方案任务未完成结案"
    audience: ClassVar[Audience] = Audience.COUNTY


class MeasureEnded(_MeasureFact):
    """The programme of a measure was replaced before the measure was settled."""

    type: ClassVar[str] = "supervision.programme_measure.ended.v1"
    title_zh: ClassVar[str] = "方案任务终止"
    audience: ClassVar[Audience] = Audience.COUNTY


EVENTS = (
    ProgrammeFiled, ProgrammeReturned, ProgrammePublished, ProgrammeSuperseded, ProgrammeConcluded,
    MeasureMet, MeasureOverdue, MeasureExplained, MeasurePostponed, MeasureMissed, MeasureEnded,
)  # fmt: skip
"""They count nothing: a programme is measured by the facts of others."""
