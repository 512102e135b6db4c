"""From whole requests to the site's WSGI application, in a fixed number of threads."""

import asyncio
import io
import threading
from concurrent.futures import ThreadPoolExecutor

from .answer import Answer, Site
from .asgi import Gone, Receive, Scope, Send
from .body import Bodies, Body
from .environ import environ_of
from .refusal import Refusal


class Front:
    """An ASGI application. The threads are always the same: each keeps its connection to the database."""

    def __init__(self, site: Site, *, threads: int) -> None:
        self.site = site
        self.pool = ThreadPoolExecutor(threads, "site")
        # The rest answers pages, however slowly the long answers are read.
        self.streams = threading.Semaphore(max(1, threads // 2))
        self.bodies = Bodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await self._body(scope, receive)
            try:
                await self._answer(scope, receive, send, body)
            finally:
                if body:
                    body.close()
        except Refusal as refusal:
            await refusal.answer(scope, receive, send)
        except Gone:
            pass

    async def _body(self, scope: Scope, receive: Receive) -> Body | None:
        headers = dict(scope["headers"])
        if b"content-length" in headers:
            return await self.bodies.take(receive, announced=int(headers[b"content-length"]))
        if b"transfer-encoding" in headers:
            return await self.bodies.take(receive, announced=None)
        return None

    async def _answer(self, scope: Scope, receive: Receive, send: Send, body: Body | None) -> None:
        environ = environ_of(scope, body.file if body else io.BytesIO(), size=body.size if body else None)
        loop = asyncio.get_running_loop()
        answer = Answer(self.site, environ, self.streams, loop, receive, send)
        try:
            whole = await loop.run_in_executor(self.pool, answer.make)
            if whole is not None:
                await answer.deliver(whole)
        finally:
            answer.forget_client()
