"""HTTP about judgements: advice while typing, stored nowhere."""

from asyncio import to_thread

from countykit.identity import Anyone
from pydantic import Field
from servicekit.bodies import Body
from servicekit.http import Router
from wording.columns import Column, ColumnJudgement, PairJudgement, compare_columns, judge_column

router = Router(prefix="/v1/judgements", tags=["judgements"])


class ColumnTitle(Body):
    """A column: its title, the title of its form, its unit."""

    title: str = Field(min_length=1, max_length=100, examples=["脱贫户数"])
    form: str | None = Field(None, max_length=200, description="the form's title", examples=["驻村帮扶工作月报"])
    unit: str | None = Field(None, max_length=20, examples=["户"])


class ColumnQuestion(ColumnTitle):
    """A column, and perhaps another one to compare it with."""

    other: ColumnTitle | None = Field(None, description="a second column: may one be filled in from the other?")


class ColumnAnswer(ColumnJudgement):
    """The judgement of a column, and how it stands to the other one."""

    comparison: PairJudgement | None = None


@router.post("")
async def judge_column_title(body: ColumnQuestion, _: Anyone) -> ColumnAnswer:
    """Which data elements a column asks for, and who has them already; `flag` means a village need not type it."""
    return await to_thread(_judged, body)


def _judged(body: ColumnQuestion) -> ColumnAnswer:
    judgement = judge_column(body.title, form=body.form, unit=body.unit)
    comparison = compare_columns(_column(body), _column(body.other)) if body.other else None
    return ColumnAnswer(**judgement.model_dump(), comparison=comparison)


def _column(title: ColumnTitle) -> Column:
    return Column(title.title, title.form or "", title.unit or "")
