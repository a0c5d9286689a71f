"""Refusals of the feed."""

from servicekit.errors import Refusal


class CursorGone(Refusal):
    """Events behind the cursor are no longer kept, or the log was restored from before it; `earliest` begins anew."""

    status = 410
    code = "cursor_gone"
    detail = "该位置之后的事件已超过保存期限，请从 earliest 所给的位置重新读取，缺失部分可用封存文件补齐"
    earliest: str
