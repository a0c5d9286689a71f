"""What anybody learns of an issued document."""

from datetime import date

from pydantic import Field

from servicekit.bodies import View


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
