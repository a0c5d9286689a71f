"""Body of the judgement route."""

from pydantic import Field
from servicekit.bodies import Body
from wording.folding import LONGEST


class DemandText(Body):
    """A demand on a village as somebody writes it, and what a form says beside it."""

    text: str = Field(min_length=1, max_length=LONGEST, examples=["请各村签订安全生产责任状，未完成的扣分并通报"])
    basis: str | None = Field(None, max_length=500, description="the law or document it rests on", examples=["防洪法"])
    payer: str | None = Field(None, max_length=200, description="who pays for it", examples=["县农业农村局"])
    plan_number: str | None = Field(None, max_length=100, description="number of the yearly inspection plan")
