"""Refusals about persons."""

from servicekit.errors import Conflict, Forbidden


class PersonSameAccount(Conflict):
    """An account cannot be stated to be another login of itself."""

    code = "person_same_account"
    detail = "请选择同一人的另一个账号"


class PersonKnown(Conflict):
    """Both accounts are already known as logins of one person."""

    code = "person_known"
    detail = "这两个账号已登记为同一人"


class PersonSingleLogin(Conflict):
    """The account is not stated to be one of several logins of a person."""

    code = "person_single_login"
    detail = "该账号未与其他账号登记为同一人"


class PersonSeparatedAlone(Forbidden):
    """Who stated that accounts belong to one person does not take it back alone."""

    code = "person_separated_alone"
    detail = "同一人登记须由登记人以外的另一名系统运维人员解除，登记账号本人也不能解除"
    law = "GB/T 22239-2019 安全管理制度：关键事务岗位应由多人共同管理"
