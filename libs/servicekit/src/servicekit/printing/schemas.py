"""Where the document of a record is, and what anybody learns of an issued one."""

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from servicekit.bodies import View
from servicekit.locations import at_gateway


class OnPaper(View):
    """The view of a record that is printed; `paper` is the path of its document within the service."""

    paper: ClassVar[str]

    id: UUID
    document_href: str | None = Field(
        None, title="文书地址", description="path of the printed document at the gateway; null where there is none"
    )

    @property
    def has_paper(self) -> bool:
        """Whether this record has a document."""
        return True

    @model_validator(mode="after")
    def _with_paper(self) -> Self:
        if self.has_paper:
            self.document_href = at_gateway(type(self).__module__, self.paper.format(id=self.id))
        return self


class DocumentCheck(View):
    """What the verification code of a document proves, and what it does not."""

    number: str = Field(title="编号")
    title: str = Field(title="文书名称")
    issuer: str = Field(title="出具单位")
    issued_on: date = Field(title="出具日期")
    copies: int = Field(title="已出具份数", description="how often it was printed or downloaded")
    proves: str = Field(
        "该编号的文书由所列单位于所列日期通过本系统出具。请逐项核对纸面上的编号、单位和日期。", title="可以证明"
    )
    leaves_open: str = Field("纸面其他内容是否被改动，以出具单位留存的文书和印章为准。", title="不能证明")
