"""What can be wrong with an uploaded file. The codes of the first group are those that the worker reports."""

from servicekit.errors import Conflict, Invalid, NotFound, TooLarge, Unavailable


class AttachmentType(Invalid):
    """The content is none of the accepted kinds of file."""

    code = "attachment_type"
    detail = "只接受照片（JPEG、PNG、WebP）、PDF、OFD、DOCX 和 XLSX；以文件内容为准，与文件名无关"


class AttachmentHeic(AttachmentType):
    """A picture in HEIC, which browsers cannot show."""

    code = "attachment_heic"
    detail = "照片是 HEIC 格式，请在手机相机设置中选择“兼容性最佳”，或另存为 JPEG 后上传"


class AttachmentUnreadable(Invalid):
    """The file is damaged."""

    code = "attachment_unreadable"
    detail = "文件已损坏或不完整，无法读取"


class AttachmentLocked(Invalid):
    """The file needs a password, so nobody could read it as evidence."""

    code = "attachment_locked"
    detail = "文件设有打开密码，请取消密码后上传"


class AttachmentActive(Invalid):
    """The file holds a program: a macro, a script, another file."""

    code = "attachment_active"
    detail = "文件含有宏、脚本或嵌入的其他文件，请另存为不含宏的文件或打印为 PDF 后上传"


class PictureTooLarge(Invalid):
    """The picture has more pixels than any camera that is meant here makes."""

    code = "picture_too_large"
    detail = "图片超过 6400 万像素，请缩小后上传"


class AttachmentTooDemanding(Invalid):
    """Looking at the file takes more memory or time than it may."""

    code = "attachment_too_demanding"
    detail = "处理该文件所需的内存或时间超出限制，请缩小后上传"


class AttachmentEmpty(Invalid):
    """There is no content."""

    code = "attachment_empty"
    detail = "没有收到文件内容"


class AttachmentTooLarge(TooLarge):
    """The file is larger than an attachment may be."""

    code = "attachment_too_large"
    detail = "文件超过 20 MB"


class AttachmentInfected(Invalid):
    """The scanner recognised malicious content."""

    code = "attachment_infected"
    detail = "杀毒程序认为文件含有恶意内容，未予保存"


class ScanUnavailable(Unavailable):
    """The scanner that is configured cannot be reached; nothing is stored unscanned."""

    code = "scan_unavailable"
    detail = "杀毒服务暂时不可用，文件未保存，请稍后重试"


class AttachmentsOff(Unavailable):
    """No place for attachments is configured, or it cannot be reached."""

    code = "attachments_unavailable"
    detail = "附件存储未配置或暂时不可用，请联系运维人员"


class TooManyAttachments(Conflict):
    """The record has as many attachments as it may."""

    code = "too_many_attachments"
    detail = "该记录的附件已达 50 个"


class PicturesOnly(Invalid):
    """An anonymous report takes pictures only: other files name their author."""

    code = "anonymous_pictures_only"
    detail = "匿名反映只能附照片：其他文件里带有作者信息；照片中的拍摄位置和设备信息会自动去除"


class PictureKind(Invalid):
    """What a picture shows is said of pictures, with one of the kinds that the record knows."""

    code = "attachment_kind"
    detail = "该记录没有这一照片类别，或所传文件不是照片"


class AttachmentMissing(NotFound):
    """The record has no such attachment."""

    code = "attachment_not_found"
    detail = "该记录没有这个附件，或附件已删除"


OF_CONTENT = (
    AttachmentType, AttachmentHeic, AttachmentUnreadable, AttachmentLocked, AttachmentActive, PictureTooLarge,
    AttachmentTooDemanding, AttachmentEmpty, AttachmentTooLarge, AttachmentInfected, ScanUnavailable, AttachmentsOff,
)  # fmt: skip
BY_CODE = {refusal.code: refusal for refusal in OF_CONTENT}
