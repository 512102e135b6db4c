"""From whole requests to the site's WSGI application, in a fixed number of threads."""

import asyncio
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from .answer import Answer, Site
from .asgi import Gone, Receive, Scope, Send
from .body import Bodies, Body
from .client import Client, client_of
from .environ import environ_of
from .limits import Limits
from .refusal import Refusal
from .shares import Shares


class Front:
    """An ASGI application. Its threads are always the same, because each keeps a connection to the database."""

    def __init__(
        self, site: Site, *, threads: int, limits: Limits, on_refusal: Callable[[str], None] = lambda code: None
    ) -> None:
        """`on_refusal` is told the code of each request that was refused here, `gone` for a client who has left."""
        self.on_refusal = on_refusal
        self.site = site
        self.limits = limits
        self.pool = ThreadPoolExecutor(threads, "site")
        # The other half of the threads answers pages, however slowly the long answers are read.
        streams = max(1, threads // 2)
        self.streams = Shares(
            streams,
            per_address=max(1, int(streams * limits.address_share)),
            per_company=max(1, int(streams * limits.company_share)),
        )
        self.bodies = Bodies(limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = client_of(scope, trusted_proxies=self.limits.trusted_proxies)
        try:
            body = await self._body(scope, receive, client)
            try:
                await self._answer(scope, receive, send, body, client)
            finally:
                if body:
                    body.close()
        except Refusal as refusal:
            self.on_refusal(refusal.code)
            await refusal.answer(scope, receive, send)
        except Gone:
            self.on_refusal("gone")

    async def _body(self, scope: Scope, receive: Receive, client: Client) -> Body | None:
        headers = dict(scope["headers"])
        if b"content-length" in headers:
            return await self.bodies.take(receive, client, announced=int(headers[b"content-length"]))
        if b"transfer-encoding" in headers:
            return await self.bodies.take(receive, client, announced=None)
        return None

    async def _answer(self, scope: Scope, receive: Receive, send: Send, body: Body | None, client: Client) -> None:
        environ = environ_of(scope, body.file if body else io.BytesIO(), size=body.size if body else None)
        loop = asyncio.get_running_loop()
        answer = Answer(self.site, environ, self.streams, client, loop, receive, send)
        try:
            whole = await loop.run_in_executor(self.pool, answer.make)
            if whole is not None:
                await answer.deliver(whole)
        finally:
            answer.forget_client()
