"""Refusals about what a certificate says."""

from typing import Annotated
from uuid import UUID

from pydantic import Field
from servicekit.errors import Conflict, Invalid
from servicekit.printing.errors import GlyphMissing, PrintingUnavailable


class WordingUnknown(Invalid):
    """The item has no such wording, or has several and none was named."""

    code = "wording_unknown"
    detail = "该事项没有这种式样，或者有多种式样而没有选定"
    wordings: list[str]


class WordingPrescribed(Invalid):
    """The item has a wording of its own, so the text cannot be free."""

    code = "wording_prescribed"
    detail = "该事项有规定式样，只填写式样中的事实，不能另写正文"
    law = "甘民发〔2020〕99号"
    wordings: list[str]


class WordingOfOneHolder(Invalid):
    """The wording says something of one person that would be ambiguous of several."""

    code = "wording_of_one_holder"
    detail = "该式样的内容属于一人（如分得的金额），须每人分别出具"


class ContentMissing(Invalid):
    """The item has no wording, so the text has to be written."""

    code = "content_missing"
    detail = "该事项没有规定式样，须填写证明正文"


class FactsIncomplete(Invalid):
    """A fact of the wording is absent, or not of its kind, or not in the wording at all."""

    code = "facts_incomplete"
    detail = "式样中的事实没有填全，或者填写不符合要求"


class FactsTooLong(Invalid):
    """The facts do not fit into the code on the paper, so nobody could check them."""

    code = "facts_too_long"
    detail = "须核对的事实过长，二维码容纳不下，请缩短后重试"


class Recorded:
    """What a refusal at the counter brings once it stands on the record: the records that were made, and the letter."""

    name: str | None
    issue_instead: str | None
    demanded_by: str | None
    application_id: UUID | None
    demand_id: UUID | None
    notice: Annotated[str | None, Field(description="path of the printable 告知书")]
    document_href: Annotated[str | None, Field(description="path of the 告知书 as a PDF, at the gateway")]


class OtherIssuer(Recorded, Invalid):
    """Another organisation issues this paper under its own number and seal; whoever comes for it is told which."""

    code = "issued_by_party_branch"
    detail = "该事项由党支部出具并加盖党支部印章，不使用村民委员会编号，也不上公开核验页"
    law = "中国共产党发展党员工作细则"


class NotPrintable(Conflict):
    """The certificate was issued before its text was settled for printing."""

    code = "certificate_without_paper"
    detail = "该证明出具时没有定稿，不能打印，请更正换发"


class CheckMissing(Invalid):
    """Nobody said who checked the facts, neither before nor now."""

    code = "fact_check_missing"
    detail = "尚未登记现场核实，出具时须写明核实人、日期和方式"
    law = "甘民发〔2020〕99号"


class CheckSettled(Conflict):
    """The check is on the record already; what was approved is not replaced in passing."""

    code = "fact_check_recorded"
    detail = "现场核实已经登记，出具时不再另填核实情况"


UNPRINTABLE = (GlyphMissing, PrintingUnavailable)
"""What is to be printed in signs that no font has, or nobody can say now."""
PAPER_REFUSALS = (
    WordingUnknown,
    WordingPrescribed,
    WordingOfOneHolder,
    ContentMissing,
    FactsIncomplete,
    FactsTooLong,
    OtherIssuer,
    CheckMissing,
    *UNPRINTABLE,
)
"""What can be wrong with what a certificate shall say."""
