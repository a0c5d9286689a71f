"""Bodies of the agreement routes."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from contracts.purchases import Receiver
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View

from checklist_svc.admissions.agreements.models import PAYMENTS, WORKFLOW

_LONGEST = timedelta(days=3653)
Yuan = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2, examples=["6000.00"])]


class Instalment(Body):
    """What is paid by which day."""

    due_on: date = Field(title="付款日期")
    amount_yuan: Yuan = Field(title="金额(元)")


class AgreementSigning(Body):
    """What a department and a receiver agreed on; the signed paper is added as an attachment."""

    admission_id: UUID = Field(description="the admitted task")
    region: str = Field(pattern="^[0-9]{12}$", description="the village that the work is done in")
    receiver: Receiver
    receiver_name: str = Field(min_length=2, max_length=200, examples=["青石村股份经济合作社"])
    content: str = Field(min_length=2, max_length=2000, examples=["每月巡查隐患点2次并填写巡查记录"])
    price_yuan: Yuan
    signed_on: date
    instalments: list[Instalment] = Field(min_length=1, max_length=24)

    @model_validator(mode="after")
    def _after_signing(self) -> Self:
        if not all(timedelta() <= each.due_on - self.signed_on <= _LONGEST for each in self.instalments):
            raise PydanticCustomError("dates_disordered", "付款日期不得早于签订日期，也不得晚于其后十年")
        return self


class Acceptance(Body):
    """On which day, and with what result, the department accepted the work."""

    accepted_on: date
    reason: str = Field(min_length=2, max_length=500, examples=["按约定完成，资料齐全"])


class Reason(Body):
    """Why."""

    reason: str = Field(min_length=2, max_length=500)


class PaymentEntry(Body):
    """How an instalment was paid."""

    amount_yuan: Yuan
    paid_on: date
    voucher: str = Field(min_length=2, max_length=100, examples=["国库支付凭证2026-0317号"])


class AgreementView(ResourceView):
    """An agreement as it is shown."""

    table_title = "委托协议"
    workflow = WORKFLOW

    region: RegionCode = Field(title="村")
    department: DepartmentCode = Field(title="委托机构")
    title: str = Field(title="事项名称")
    number: str = Field(title="准入编号")
    admission_id: UUID = Field(title="准入申请")
    receiver: Receiver = Field(title="承接方类别")
    receiver_name: str = Field(title="承接方名称")
    content: str = Field(title="约定内容")
    price_yuan: Decimal = Field(title="价款(元)")
    signed_on: date = Field(title="签订日期")
    accepted_on: date | None = Field(title="验收日期")
    reason: str | None = Field(title="说明")
    created_at: datetime = Field(title="登记时间")


class PaymentView(ResourceView):
    """An instalment as it is shown."""

    table_title = "委托经费付款"
    workflow = PAYMENTS

    region: RegionCode = Field(title="村")
    department: DepartmentCode = Field(title="付款机构")
    agreement_id: UUID = Field(title="委托协议")
    title: str = Field(title="事项名称")
    receiver_name: str = Field(title="承接方名称")
    due_on: date = Field(title="应付日期")
    amount_yuan: Decimal = Field(title="金额(元)")
    paid_on: date | None = Field(title="支付日期")
    voucher: str | None = Field(title="支付凭证")
    reason: str | None = Field(title="说明")


class BodyDues(View):
    """What one body agreed to pay in the reader's region, what of it has fallen due, and what it owes."""

    department: DepartmentCode
    agreed_yuan: Decimal
    due_yuan: Decimal
    paid_yuan: Decimal = Field(description="recorded as paid by the body")
    confirmed_yuan: Decimal = Field(description="of it, confirmed as arrived by the townships")
    unpaid_yuan: Decimal = Field(description="due and not paid")
    unpaid: int = Field(description="instalments that are due and not paid")
    villages_owed: int


class Dues(View):
    """What bodies owe villages, the greatest debt first."""

    as_of: date
    bodies: list[BodyDues]
