"""The notice of personal data (告知书) that people are given, with the limits that are really set."""

from certificate_svc.settings import Settings

_NOTICE = """个人信息处理告知书

依据《中华人民共和国个人信息保护法》第十七条、第十八条，就本系统办理村级证明事项中处理您的个人信息告知如下：

一、谁在处理。受理您申请的村（居）民委员会，以及对其负有指导、审核职责的乡镇人民政府（街道办事处）。

二、为什么处理。为您出具或者依法不予出具村级证明，并便于用证单位核验证明真伪。处理依据为履行法定职责所必需（第十三条第一款第三项）。

三、处理哪些信息。您的姓名、居民身份证号码、联系电话、用途，以及证明内容所必需的事实。由他人代办或者一份证明涉及数人的，还包括代办人、其他当事人的上述信息。其中居民身份证号码、亲属关系等属于敏感个人信息：\
缺少上述信息无法确认当事人身份，可能影响证明出具；系统对其加密保存，查看原文须写明用途并留痕。

四、怎样处理。信息加密保存在本级部署的系统中，不向境外提供，不用于画像、评分或者自动化决策。公开核验证明时不显示您的姓名和证件号码；证明的二维码中签有隐去部分内容的姓名和正文中的事实，只能由持有证明的人读出。

五、保存多久。
（一）申请材料：自最后一次办理之日起 {application_keep_days} 日；
（二）不予出具的申请及其理由：自最后一次办理之日起 {refusal_keep_days} 日；\
索要证明记录的附件：自上传之日起 {refusal_keep_days} 日；
（三）已出具的证明：自最后一次办理之日起 {certificate_keep_days} 日；
（四）系统访问日志：{security_log_keep_days} 日。
期满由系统自动删除个人信息并留存删除凭证，仅保留不能识别到个人的统计内容。

六、您的权利。您可以向受理的村（居）民委员会或者乡镇人民政府（街道办事处）要求查阅、复制、更正您的个人信息；对不予出具的决定，\
可以要求书面说明理由；法律规定的保存期限届满前的删除请求，按第四十七条第二款办理。

七、匿名反映。通过本系统匿名反映加重基层负担问题的，系统不记录反映人的账号、网络地址和请求编号。
"""


def privacy_notice(settings: Settings) -> str:
    """The text, to be shown or printed before anything is asked."""
    return _NOTICE.format(**settings.model_dump(include={
        "application_keep_days", "refusal_keep_days", "certificate_keep_days", "security_log_keep_days",
    }))  # fmt: skip
