"""Refusals about changed ways in."""

from servicekit.errors import Conflict, Forbidden


class ChangeOver(Conflict):
    """The change has taken effect, was replaced by a later one, or waited too long."""

    code = "credential_change_over"
    detail = "该变更已生效、已被新的申请取代或已过期，请重新办理"


class ChangedAlone(Forbidden):
    """Who asked for the change, and whose account it is, does not confirm it."""

    code = "credential_changed_alone"
    detail = "须由申请人和账号本人以外的另一名系统运维人员或审计员确认"
    law = "GB/T 22239-2019 安全管理制度：关键事务岗位应由多人共同管理"


class OutsideLoginToOneself(Forbidden):
    """Nobody binds an outside login to their own account."""

    code = "outside_login_to_oneself"
    detail = "不能为本人账号绑定外部身份，请由其他系统运维人员办理"
    law = "GB/T 22239-2019 安全管理制度：关键事务岗位应由多人共同管理"


class OutsideLoginTaken(Conflict):
    """The subject is bound to another account, or the account to another subject."""

    code = "outside_login_taken"
    detail = "该外部身份已绑定其他账号，或该账号已绑定其他外部身份，请先解除"


class OutsideLoginMissing(Conflict):
    """The account is bound to no subject of the provider."""

    code = "outside_login_missing"
    detail = "该账号未绑定外部身份"
