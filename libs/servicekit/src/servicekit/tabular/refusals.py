"""What can be wrong with an uploaded table as a whole. The codes are those that `servicekit.sheets` reports."""

from servicekit.errors import Invalid, TooLarge


class TableUnreadable(Invalid):
    """The uploaded file is not a readable XLSX, XLS, ODS, CSV or JSON table."""

    code = "table_unreadable"
    detail = "文件无法读取，请使用 .xlsx、.xls、.ods、.csv 或 JSON 表格"


class TableSuspicious(Invalid):
    """The uploaded workbook unpacks to far more than its size, or holds macros or entities."""

    code = "table_suspicious"
    detail = "文件结构异常（可能是压缩炸弹，或含有宏、外部实体），已拒绝读取"


class TableTooDemanding(Invalid):
    """Reading the file takes more memory or time than a table may."""

    code = "table_too_demanding"
    detail = "读取该文件所需的内存或时间超出限制，请只保留需要的数据行和列，删除图片和多余的工作表后重新上传"


class TableProtected(Invalid):
    """The workbook is encrypted with a password."""

    code = "table_protected"
    detail = "文件设有打开密码，请去掉密码后重新上传"


class TableIsMarkup(Invalid):
    """The file is Excel 2003 XML or a web page under another name."""

    code = "table_is_markup"
    detail = "文件是 Excel 2003 XML 或网页格式，请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传"


class TableWithoutRows(Invalid):
    """There is no row below the head."""

    code = "table_without_rows"
    detail = "表头下面没有数据行"


class HeadMissing(Invalid):
    """No sheet has a row that names the columns."""

    code = "table_head_missing"
    detail = "找不到表头"


class ColumnsMissing(Invalid):
    """The head lacks required columns."""

    code = "columns_missing"
    detail = "表头缺少必填的栏目"


class HeadsDoubled(Invalid):
    """Two columns have the same head."""

    code = "heads_doubled"
    detail = "有两列的表头相同"


class QuotationStray(Invalid):
    """A quotation mark in the CSV has no partner or stands within a cell."""

    code = "csv_quotation"
    detail = "CSV 中有多余的引号"


UNREADABLE = (
    TableUnreadable, TableSuspicious, TableTooDemanding, TableProtected, TableIsMarkup, TableWithoutRows, HeadMissing,
    ColumnsMissing, HeadsDoubled, QuotationStray, TooLarge,
)  # fmt: skip
"""Every refusal of a file as a whole, for an import route's documentation."""
BY_CODE = {refusal.code: refusal for refusal in UNREADABLE}
