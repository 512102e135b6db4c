"""The API as methods. Each makes one call, which may be repeated safely."""

import http.client
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, cast

from . import operations, shapes
from .connection import Answer
from .errors import NoConnection
from .operations import Operation

OURS = uuid.UUID("2f0c8a52-4c0e-4f5a-9a5e-8a4d3a7b6c11")


class Caller(Protocol):
    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer: ...

    def download(self, path: str) -> AbstractContextManager[http.client.HTTPResponse]: ...


class Cabinet:
    """`Cabinet(Connection(url, key))`. Raises Problem for a refusal and NoConnection when there is no answer."""

    def __init__(self, connection: Caller) -> None:
        self._connection = connection

    def me(self) -> shapes.Me:
        return cast(shapes.Me, self._json(operations.ME))

    def cases(self, *, cursor: str = "", limit: int = 50, **filters: str) -> shapes.CasePage:
        """Newest first. `filters` are `q`, `stage`, `tab`, `due`."""
        query = {"cursor": cursor, "limit": str(limit), **filters}
        return cast(shapes.CasePage, self._json(operations.CASES, query=query))

    def every_case(self, **filters: str) -> Iterator[shapes.CaseRow]:
        cursor: str | None = ""
        while cursor is not None:
            page = self.cases(cursor=cursor, limit=100, **filters)
            yield from page["items"]
            cursor = page["next"]

    def case(self, case: int) -> shapes.CaseCard:
        return cast(shapes.CaseCard, self._json(operations.CASE, id=case))

    def feed(self, case: int, *, cursor: str = "", limit: int = 50) -> shapes.EntryPage:
        query = {"cursor": cursor, "limit": str(limit)}
        return cast(shapes.EntryPage, self._json(operations.FEED, query=query, id=case))

    def every_entry(self, case: int) -> Iterator[shapes.EntryShape]:
        cursor: str | None = ""
        while cursor is not None:
            page = self.feed(case, cursor=cursor, limit=100)
            yield from page["items"]
            cursor = page["next"]

    def attach(self, case: int, *, upload: str, key: str, title: str = "", comment: str = "") -> shapes.EntryShape:
        """File an upload: into a draft, or as a document of a submitted case."""
        body = {"upload": upload, "title": title, "comment": comment}
        return cast(shapes.EntryShape, self._json(operations.ATTACH, body=body, key=key, id=case))

    def file(self, document: int) -> AbstractContextManager[http.client.HTTPResponse]:
        return self._connection.download(_path(operations.FILE, id=document))

    def begin_upload(self, *, name: str, size: int, fingerprint: str) -> shapes.UploadShape:
        body = {"name": name, "size": size, "fingerprint": fingerprint}
        return cast(shapes.UploadShape, self._json(operations.BEGIN_UPLOAD, body=body))

    def send_part(self, upload: str, number: int, content: bytes) -> None:
        self._call(operations.SEND_PART, content=content, upload=upload, number=number)

    def finish_upload(self, upload: str) -> shapes.Uploaded:
        return cast(shapes.Uploaded, self._json(operations.FINISH_UPLOAD, upload=upload))

    def start(self, *, key: str) -> shapes.CaseCard:
        """A new draft, or the one that the same key has made."""
        return cast(shapes.CaseCard, self._json(operations.START, key=key))

    def answers(self, case: int) -> tuple[shapes.Answers, str]:
        """And the version of the draft, which `change_answers` compares."""
        answer = self._call(operations.ANSWERS, id=case)
        return cast(shapes.Answers, _read(answer)), answer.etag

    def change_answers(self, case: int, answers: Mapping[str, Any], *, version: str) -> shapes.Answers:
        body = {"answers": dict(answers)}
        return cast(shapes.Answers, self._json(operations.CHANGE_ANSWERS, body=body, version=version, id=case))

    def readiness(self, case: int) -> shapes.Readiness:
        return cast(shapes.Readiness, self._json(operations.READINESS, id=case))

    def submit(self, case: int, *, agreed: Sequence[str], key: str) -> shapes.CaseCard:
        body = {"agreed": list(agreed)}
        return cast(shapes.CaseCard, self._json(operations.SUBMIT, body=body, key=key, id=case))

    def changes(self, *, cursor: str = "", limit: int = 500) -> shapes.ChangesPage:
        return cast(shapes.ChangesPage, self._json(operations.CHANGES, query={"cursor": cursor, "limit": str(limit)}))

    def latest(self) -> str:
        """The cursor of this minute."""
        page = cast(shapes.ChangesPage, self._json(operations.CHANGES, query={"latest": "true"}))
        return page["next"]

    def _json(self, operation: Operation, **sent: Any) -> Any:
        return _read(self._call(operation, **sent))

    def _call(
        self,
        operation: Operation,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        content: bytes | None = None,
        key: str | None = None,
        version: str | None = None,
        **named: object,
    ) -> Answer:
        headers: dict[str, str] = {}
        if operation.makes:
            # A header takes Latin letters only, a key of the caller may be any words.
            headers["Idempotency-Key"] = str(uuid.uuid5(OURS, f"{operation.id} {key}"))
        if operation.compares:
            headers["If-Match"] = version or ""
        asked = {name: value for name, value in (query or {}).items() if value}
        return self._connection.call(
            operation.method, _path(operation, **named), query=asked, body=body, content=content, headers=headers
        )


def _path(operation: Operation, **named: object) -> str:
    return operation.path.format(**{"key": named.get("upload"), **named})


def _read(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except ValueError:
        raise NoConnection("По этому адресу отвечает не API кабинета. Проверьте адрес: kabinet config.") from None
