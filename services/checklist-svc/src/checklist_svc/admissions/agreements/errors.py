"""Refusals about agreements and payments."""

from servicekit.errors import Conflict, Invalid

_LAW = "村民委员会组织法(2018)第37条"


class AgreementUnadmitted(Conflict):
    """Only admitted work can be entrusted."""

    code = "agreement_unadmitted"
    rule = "LST-05"
    detail = "只有持有有效准入编号的事项可以签订委托协议，约定内容须在准入范围以内"
    law = _LAW


class AgreementExists(Conflict):
    """There is one agreement at a time on a task in a village."""

    code = "agreement_exists"
    rule = "LST-05"
    detail = "该村该事项已有履行中的委托协议；需要变更的，请先解除原协议"
    law = "村民委员会组织法(2018)第37条"


class InstalmentsUnequal(Invalid):
    """What is paid over time is the price, no more and no less."""

    code = "instalments_unequal"
    rule = "LST-05"
    detail = "各期付款金额之和须等于协议价款"
    law = _LAW


class OverFunding(Conflict):
    """A body promises no more than the funds that its task was admitted with."""

    code = "agreement_over_funding"
    rule = "LST-05"
    detail = "协议价款合计超出准入时载明的经费金额"
    law = _LAW
    funding_yuan: str
    promised_yuan: str


class PaymentDiffers(Invalid):
    """An instalment is paid as agreed: more or less needs another agreement."""

    code = "payment_differs"
    rule = "LST-05"
    detail = "支付金额须等于约定的本期金额；多付、少付的，请先变更协议"
    law = _LAW
    amount_yuan: str


class AgreementMissing(Conflict):
    """Entrusted work reaches a village with an agreement on its price, or not at all."""

    code = "agreement_missing"
    rule = "LST-05"
    detail = "以购买服务方式派交的，须先与所列各村的承接方签订委托协议(费随事转)"
    law = _LAW
    villages: list[str]
