"""Names of the directory: the table that a search reads."""

import sqlalchemy as sa
from contracts.titles import TitledEnum
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from gateway.models import Base


class NameKind(TitledEnum, name="directory_name_kind", title_zh="名称所属"):
    """Whose name it is."""

    REGION = "region", "行政区划"
    DEPARTMENT = "department", "机构"


class DirectoryName(Base, table=True):
    """A name with its spellings, made of the directory at every change of it; the directory itself is audited."""

    __tablename__ = "directory_name"
    __reconciled__ = False
    __table_args__ = (
        *(
            sa.Index(f"directory_name_{name}_idx", name, postgresql_ops={name: "text_pattern_ops"})
            for name in ("code", "name", "pinyin", "initials")
        ),
        sa.Index("directory_name_pairs_idx", "pairs", postgresql_using="gin"),
    )

    kind: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    name: str
    pinyin: str
    initials: str
    pairs: list[str] = Field(sa_type=ARRAY(sa.Text))
