"""What can be wrong when a document is wanted."""

from typing import Self

from servicekit.errors import Conflict, Invalid, NotFound, Unavailable


class FormatUnavailable(Invalid):
    """This document is given as PDF only."""

    code = "format_unavailable"
    detail = "该文书不能编辑，只提供 PDF"


class TemplateWithdrawn(Conflict):
    """This release no longer has the template that the document was issued with."""

    code = "template_withdrawn"
    detail = "该文书出具时所用的模板版本已不在系统中，请联系运维人员"


class DocumentUnknown(NotFound):
    """No document has this code."""

    code = "document_unknown"
    detail = "没有这个核验码对应的文书，请核对后重新输入"


class GlyphMissing(Invalid):
    """No font has a character of the document; an empty box in a name would be somebody else's name."""

    code = "glyph_missing"
    detail = "现有字体缺少文书中的生僻字"

    @classmethod
    def of(cls, *signs: str) -> Self:
        """The refusal that names the signs, and for who reads it without the font each one's code."""
        named = "、".join(f"“{sign}”（{_code(sign)}）" for sign in signs)
        return cls(f"现有字体缺少{named}字，请运维人员在 SONGBANG_FONTS_DIR 中加入含该字的字体后重试")


class PrintingUnavailable(Unavailable):
    """The document could not be laid out."""

    code = "printing_unavailable"
    detail = "暂时无法生成文书，请稍后重试"


def _code(sign: str) -> str:
    return "+".join(f"U+{ord(part):04X}" for part in sign)
