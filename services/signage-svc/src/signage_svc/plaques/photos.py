"""What a picture of a board shows."""

from contracts.titles import TitledEnum


class DisposalPhoto(TitledEnum, name="disposal_photo", title_zh="处置照片"):
    """On which side of a disposal a picture was taken."""

    BEFORE = "before", "处置前"
    AFTER = "after", "处置后"
