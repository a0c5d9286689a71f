"""Drafts are changed by a merge patch (RFC 7396) until they are submitted."""

import inspect
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError

from servicekit.bodies import Body
from servicekit.errors import Conflict

MERGE_PATCH = "application/merge-patch+json"


class DraftSubmitted(Conflict):
    """The record is no draft any more."""

    code = "draft_submitted"
    detail = "该记录已提交，不能再直接修改；如需更正，请按办理流程退回或更正"


class Patch(Body):
    """The changes of a draft: `class ApplicationPatch(Patch, of=Application)`.

    A field that is absent stays, null removes it, and a list is replaced as a whole. The draft as it would be then is
    checked like a new one.
    """

    whole: ClassVar[type[Body]]

    def __init_subclass__(cls, *, of: type[Body], **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.whole = of
        own = dict(inspect.get_annotations(cls))
        for name, field in of.model_fields.items():
            kind: Any = field.annotation
            own[name] = (Annotated[kind, *field.metadata] if field.metadata else kind) | None
            setattr(cls, name, Field(None, title=field.title, description=field.description))
        cls.__annotations__ = own

    def onto(self, draft: Mapping[str, Any]) -> Any:
        """The draft with the changes, checked like a new one; raises RequestValidationError."""
        sent = self.model_dump(exclude_unset=True)
        kept = {name: draft[name] for name in self.whole.model_fields if name in draft}
        merged = {name: value for name, value in (kept | sent).items() if value is not None}
        try:
            return self.whole.model_validate(merged)
        except ValidationError as refused:
            errors = [{**each, "loc": ("body", *each["loc"])} for each in refused.errors()]
            raise RequestValidationError(errors) from refused


def patch_body(model: type[Patch]) -> dict[str, Any]:
    """What a route of a patch adds to its document: the media type of RFC 7396 beside plain JSON."""
    reference = {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}
    return {"requestBody": {"content": {MERGE_PATCH: reference}}}
