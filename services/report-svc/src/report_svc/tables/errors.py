"""Refusals about tables that come back."""

from servicekit.errors import Invalid

from report_svc.register.errors import FILL_ONCE


class TemplateChanged(Invalid):
    """The workbook is not of the form's present template: its columns or its check codes were changed."""

    code = "template_changed"
    detail = "模板与报表当前的栏目不一致或校验码被改动，请重新下载汇总表后填写"
    law = FILL_ONCE


class TableOfNobody(Invalid):
    """The workbook does not say of which form and period it is."""

    code = "table_form_unknown"
    detail = "表中的“报表编码”或“填报期”与您辖区内的填报安排不符，请使用下载的汇总表"
