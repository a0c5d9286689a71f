"""The rules of burden reduction by their codes, as refusals (`rule`), indicators and guides name them."""

from functools import cache

from pydantic import BaseModel, ConfigDict
from servicekit.shipped import shipped_data


class Rule(BaseModel):
    """One rule that can be checked, such as FRM-04."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    category: str
    name: str
    check: str
    """What a program looks at, as a code."""
    threshold: str
    severity: str
    source: str
    """The law or document that it comes from."""
    provenance: str
    """`found`: read in its source; `general-knowledge`: not verified in one."""


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of the catalogue."""
    document = shipped_data("countykit", "rules.yaml")
    return tuple(Rule(**{name: str(value) for name, value in item.items()}) for item in document["items"])
