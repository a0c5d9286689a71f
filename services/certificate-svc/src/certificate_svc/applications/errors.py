"""Refusals about applications."""

from typing import Annotated

from pydantic import Field
from servicekit.errors import Conflict, Invalid

from certificate_svc.papers.errors import Recorded


class ItemNotListed(Recorded, Invalid):
    """Certificates outside of the county's list must not be demanded."""

    code = "item_not_listed"
    rule = "CER-01"
    detail = "该证明事项不在本县村级组织可出具证明清单内，不得索要"
    law = "优化营商环境条例第44条"
    similar: Annotated[
        list[str] | None,
        Field(
            description="codes of allowed items that may be meant; nothing is recorded until one is named, or none is "
            "by `not_listed`"
        ),
    ]
    similar_names: Annotated[list[str] | None, Field(description="what they are called, in the same order")]
    question: str | None


class ItemForbidden(Recorded, Invalid):
    """The certificate is on the list of what villages must not issue."""

    code = "item_forbidden"
    detail = "该事项列入不应由基层群众性自治组织出具证明事项清单，依法不予出具"
    law = "民发〔2020〕20号附件"
    item: str
    exception: str | None


class DeliberationMissing(Invalid):
    """Matters of public interest are issued after the villagers' deliberation and a responsible signature."""

    code = "deliberation_missing"
    rule = "CER-03"
    detail = "涉及公共利益或多数群众切身利益的，须经村民议事讨论同意并由负责人签字后出具"
    law = "甘民发〔2020〕99号"


class UseUnfit(Invalid):
    """The county's list binds the item to demanders and purposes, and these are none of them by their words."""

    code = "item_use_unfit"
    rule = "CER-01"
    detail = "清单限定了该事项的索要单位或用途，所填内容对不上；请核对后注明是否属于所列范围"
    law = "优化营商环境条例第44条"
    item: str
    demanders: list[str]
    purposes: list[str]


class ApprovalMissing(Conflict):
    """The county's list wants a second person for this item."""

    code = "approval_missing"
    detail = "该事项须登记现场核实，并由另一人审核后才能出具"
    law = "优化营商环境条例第44条"


class CheckedByApprover(Conflict):
    """The facts are approved by somebody other than who checked them."""

    code = "approval_by_checker"
    detail = "核实人不能审核自己的核实情况，须由另一人审核"


class SecondPersonNeeded(Conflict):
    """An exception is decided by somebody other than who asked for it."""

    code = "exception_needs_second_person"
    rule = "CER-04"
    detail = "据实出具须由另一人审批"
    law = "麦积区通知(2021)；甘民发〔2020〕99号"


class NoNotice(Conflict):
    """Only a refused application has a notice."""

    code = "not_refused"
    detail = "该申请未被拒绝，没有告知书"


class DeceasedWithoutAgent(Invalid):
    """The dead have no rights of their own any more: kin or heirs apply and say who they are."""

    code = "deceased_without_agent"
    detail = "当事人已去世，须由近亲属或继承人代为申请，并填写代办人及其依据"
    law = "《中华人民共和国民法典》第十三条"


class DocumentOfDeceased(Invalid):
    """An earlier application says that the holder of this document has died."""

    code = "document_of_deceased"
    detail = "以该证件办理的记录载明其本人已去世：代他人办理的须填写去世日期和代办人；本人在场的，核对后注明本人健在"
    law = "《中华人民共和国民法典》第十三条"


class MinorWithoutAgent(Invalid):
    """A minor acts through a guardian, unless they live on their own work from 16 years on."""

    code = "minor_without_agent"
    detail = "当事人未满十八周岁，须由父母或者其他监护人代为申请；年满十六周岁、以自己的劳动收入为主要生活来源的除外"
    law = "《中华人民共和国民法典》第十八条、第二十三条"


class AgentNotGuardian(Invalid):
    """For a minor acts who is the guardian."""

    code = "agent_not_guardian"
    detail = "未成年人的证明由其父母或者其他监护人代为申请"
    law = "《中华人民共和国民法典》第二十三条、第二十七条"


class AgentNotKin(Invalid):
    """A mandate ends with the death of who gave it."""

    code = "agent_not_kin"
    detail = "委托随委托人去世而终止，须由近亲属或继承人以自己的身份代为申请"
    law = "《中华人民共和国民法典》第一百七十三条"


class AgentNotAdult(Invalid):
    """Who acts for another must be able to act alone."""

    code = "agent_not_adult"
    detail = "代办人须年满十八周岁"
    law = "《中华人民共和国民法典》第十八条"


class AgentIsHolder(Invalid):
    """Nobody is their own agent."""

    code = "agent_is_holder"
    detail = "代办人与当事人的证件号码相同；本人办理的不填代办人"


class HolderTwice(Invalid):
    """One person stands on a paper once."""

    code = "holder_twice"
    detail = "同一证件号码填写了两次；申请人本人不再填入其他当事人"


class MandateMissing(Conflict):
    """A mandate is in writing, and lies with the application before anything is issued."""

    code = "mandate_missing"
    detail = "委托他人代办的，须先将授权委托书（拍照即可）附在申请上，再出具证明"
    law = "《中华人民共和国民法典》第一百六十五条"


AGENT_REFUSALS = (
    DeceasedWithoutAgent, DocumentOfDeceased, MinorWithoutAgent, AgentNotGuardian, AgentNotKin, AgentNotAdult,
    AgentIsHolder, HolderTwice,
)  # fmt: skip
"""What can be wrong with who applies."""
