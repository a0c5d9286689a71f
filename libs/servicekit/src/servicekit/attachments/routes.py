"""The routes of attachments, declared once for each aggregate with `attachable`."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from contracts.titles import TITLES, TitledEnum
from fastapi import Depends, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from servicekit.attachments import repository
from servicekit.attachments.errors import (
    OF_CONTENT,
    AttachmentMissing,
    AttachmentsOff,
    PictureKind,
    PicturesOnly,
    TooManyAttachments,
)
from servicekit.attachments.housekeeping import deleted
from servicekit.attachments.inspection import MOST_BYTES, Inspected, inspect
from servicekit.attachments.kinds import ENDINGS, PICTURES
from servicekit.attachments.models import MOST_OF_A_RECORD, AttachmentRow
from servicekit.attachments.schemas import Attachments, AttachmentView
from servicekit.attachments.store import Store
from servicekit.contract.binary import ANY, BINARY, bytes_as
from servicekit.deletion import prove
from servicekit.errors import Forbidden, NotFound
from servicekit.http import Router, Tx, origin
from servicekit.identity import allowed
from servicekit.locations import at_gateway
from servicekit.problems import refusals
from servicekit.security_log import SecurityKind
from servicekit.tables import Aggregate
from servicekit.transaction import Transaction

_BODY = {"requestBody": {
    "required": True, "content": {ANY: BINARY}, "description": "The file: " + ", ".join(sorted(ENDINGS)) + ".",
}}  # fmt: skip
_FILE = bytes_as(*ENDINGS)
_PRIVATE = {
    "cache-control": "private, no-cache", "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
}  # fmt: skip
Find = Callable[[Transaction, Any, UUID], Awaitable[Any]]
Name = Annotated[str | None, Query(min_length=1, max_length=120, description="what people call the file")]


@dataclass(frozen=True, slots=True)
class Attachable:
    """How the records of one aggregate take attachments.

    `find` yields a record that the caller may see, or raises NotFound: an attachment has the scope of its record.
    `anonymous` is the model of reports whose reporter is not kept; `named` are the roles that never are anonymous.
    With `nameless` what people call a file is not kept: of a person's papers it is the person's name.
    `kinds` is what a picture of these records may be said to show; the table then has a column `kind`.
    """

    table: type[AttachmentRow]
    kind: str
    find: Find
    writers: Collection[StrEnum]
    readers: Collection[StrEnum]
    removers: Collection[StrEnum]
    anonymous: type[Aggregate] | None = None
    named: Collection[StrEnum] = ()
    nameless: bool = False
    kinds: type[TitledEnum] | None = None

    async def for_writing(self, tx: Transaction, caller: Any, record_id: UUID, report_key: str | None) -> Any:
        """The record that gets an attachment; raises NotFound."""
        if report_key is None or self.anonymous is None:
            return await self.find(tx, caller, record_id)
        if not await repository.reported_with_key(tx, report_key, record_id):
            raise NotFound
        return await tx.session.get(self.anonymous, record_id)

    def forgets(self, record: Any, caller: Any) -> bool:
        """Whether nothing may tell who adds to this record."""
        return bool(getattr(record, "anonymous", False)) and caller.roles.isdisjoint(self.named)

    @property
    def kind_query(self) -> Any:
        """The parameter that says what a picture shows, where these records tell that."""
        titles = {TITLES: self.kinds.titles()} if self.kinds else None
        return Query(
            include_in_schema=self.kinds is not None, description="what the picture shows", json_schema_extra=titles
        )

    def shows(self, kind: str | None, media_type: str) -> dict[str, Any]:
        """The column that keeps what a picture shows; raises PictureKind."""
        if kind is None:
            return {}
        if self.kinds is None or kind not in set(self.kinds) or media_type not in PICTURES:
            raise PictureKind
        return {"kind": kind}

    async def one(self, tx: Transaction, caller: Any, record_id: UUID, attachment_id: UUID) -> AttachmentRow:
        """One attachment of a record that the caller may see; raises NotFound and AttachmentMissing."""
        await self.find(tx, caller, record_id)
        found = await repository.one(tx, self.table, self.kind, record_id, attachment_id)
        if found is None:
            raise AttachmentMissing
        return found


def _store(request: Request) -> Store:
    store: Store = request.app.state.attachments
    return store


def attachable(path: str, parameter: str, subject: str, options: Attachable) -> Router:
    """A router with the four routes; include it before those of the aggregate, whose `{action}` would match them.

    `path` is the collection (`/v1/findings`), `parameter` its id's name (`finding_id`), `subject` its English name
    in operation ids (`finding`).
    """
    router = Router(prefix=path, tags=[path.rpartition("/")[2]])
    here = f"/{{{parameter}}}/attachments"
    writer, reader, key = allowed(*options.writers), allowed(*options.readers), Path(alias=parameter)
    report_key = Header(
        min_length=16, max_length=200, include_in_schema=options.anonymous is not None,
        description="the Idempotency-Key of an anonymous report, which only its reporter knows",
    )  # fmt: skip

    def view(row: AttachmentRow) -> AttachmentView:
        href = at_gateway(options.table.__module__, f"{path}/{row.record_id}/attachments/{row.id}")
        return AttachmentView.model_validate({**row.model_dump(), "href": href})

    async def inspected(
        request: Request, caller: Annotated[Any, writer], record_id: Annotated[UUID, key],
        x_report_key: Annotated[str | None, report_key] = None,
    ) -> Inspected:  # fmt: skip
        """The checked content of who may add it. No connection to the database waits for the inspection."""
        async with request.app.state.database.transaction(origin(request)) as tx:
            await options.for_writing(tx, caller, record_id, x_report_key)
        return await inspect(await request.body(), request.app.state.settings.clamd_address)

    async def attach(
        response: Response, file: Annotated[Inspected, Depends(inspected)], tx: Tx,
        store: Annotated[Store, Depends(_store)], caller: Annotated[Any, writer], record_id: Annotated[UUID, key],
        name: Name = None, x_report_key: Annotated[str | None, report_key] = None,
        kind: Annotated[str | None, options.kind_query] = None,
    ) -> AttachmentView:  # fmt: skip
        record = await options.for_writing(tx, caller, record_id, x_report_key)
        forgotten = options.forgets(record, caller)
        if forgotten:
            tx.forget_caller()
            if file.media_type not in PICTURES:
                raise PicturesOnly
        shows = options.shows(kind, file.media_type)
        if len(await repository.of_record(tx, options.table, options.kind, record_id)) >= MOST_OF_A_RECORD:
            raise TooManyAttachments
        sha256 = Store.name_of(file.content)
        await repository.lock_content(tx, sha256)
        await store.put(file.content)
        row = options.table(
            record_kind=options.kind, record_id=record_id, sha256=sha256, media_type=file.media_type,
            size=len(file.content), name=None if forgotten or options.nameless else name,
            uploaded_by=None if forgotten else caller.sub, **shows,
        )  # fmt: skip
        tx.target = tx.add(row)
        added = view(row)
        response.headers["location"] = added.href
        return added

    async def list_all(tx: Tx, caller: Annotated[Any, reader], record_id: Annotated[UUID, key]) -> Attachments:
        await options.find(tx, caller, record_id)
        rows = await repository.of_record(tx, options.table, options.kind, record_id)
        tx.target = None  # the record's version says nothing about its attachments
        return Attachments(items=[view(row) for row in rows])

    async def read(
        request: Request, attachment_id: UUID, tx: Tx, store: Annotated[Store, Depends(_store)],
        caller: Annotated[Any, reader], record_id: Annotated[UUID, key],
    ) -> Response:  # fmt: skip
        row = await options.one(tx, caller, record_id, attachment_id)
        headers = {**_PRIVATE, "etag": f'"{row.sha256}"', "content-disposition": _disposition(row)}
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        content = await store.read(row.sha256)
        tx.log_security(SecurityKind.EXPORT, resource=request.url.path, sha256=row.sha256, size=row.size)
        return StreamingResponse(content, 200, {**headers, "content-length": str(row.size)}, row.media_type)

    async def remove(
        attachment_id: UUID, tx: Tx, caller: Annotated[Any, writer], record_id: Annotated[UUID, key]
    ) -> Response:
        row = await options.one(tx, caller, record_id, attachment_id)
        if row.uploaded_by != caller.sub and caller.roles.isdisjoint(options.removers):
            raise Forbidden("只有上传人和管理单位可以删除附件")
        await prove(tx, rule="attachment_removed", subject=f"attachment/{row.id}", keep_days=0, deleted=[deleted(row)])
        await tx.session.delete(row)
        tx.target = None
        return Response(status_code=204)

    title = subject.replace("_", " ")
    router.add_api_route(
        here, attach, methods=["POST"], status_code=201, name=f"attach_to_{subject}", max_body_size=MOST_BYTES,
        openapi_extra=_BODY, responses=refusals(NotFound, TooManyAttachments, PicturesOnly, PictureKind, *OF_CONTENT),
        description=f"Add a file to a {title}: the body is the file itself. Nobody is ever obliged to. Pictures are "
        "drawn anew without the place and the device that took them.",
    )  # fmt: skip
    router.add_api_route(
        here, list_all, methods=["GET"], name=f"list_{subject}_attachments", responses=refusals(NotFound),
        description=f"The files of a {title}, for those who may see it.",
    )  # fmt: skip
    router.add_api_route(
        f"{here}/{{attachment_id}}", read, methods=["GET"], name=f"read_{subject}_attachment", response_class=Response,
        responses={**_FILE, **refusals(NotFound, AttachmentMissing, AttachmentsOff)},
        description=f"One file of a {title}; who takes it is told by the security log.",
    )  # fmt: skip
    router.add_api_route(
        f"{here}/{{attachment_id}}", remove, methods=["DELETE"], status_code=204, name=f"remove_{subject}_attachment",
        responses=refusals(NotFound, AttachmentMissing, Forbidden),
        description=f"Delete a file of a {title} that was added by mistake; a proof stays, the content goes within two "
        "hours.",
    )  # fmt: skip
    return router


def _disposition(row: AttachmentRow) -> str:
    """RFC 6266: never opened within the page; the ending follows the content, whatever the name says."""
    ending = ENDINGS[row.media_type]
    name = (row.name or f"{row.id}").rpartition("/")[2]
    stem = name[: -len(ending) - 1] if name.lower().endswith(f".{ending}") else name
    return f"attachment; filename=\"{row.id}.{ending}\"; filename*=UTF-8''{quote(f'{stem}.{ending}', safe='')}"
