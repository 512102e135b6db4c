"""Refusals made before the site is asked: one Russian sentence, as a page or as JSON for a script."""

import asyncio
import contextlib
import json
from html import escape

from .asgi import Receive, Scope, Send, part, start

# A client that is still sending would see a reset instead of the answer, so its data are discarded for a while.
LINGER_SECONDS = 5

PAGE = '<!doctype html><html lang="ru"><meta charset="utf-8"><title>{0}</title><p>{0}</p></html>'


class Refusal(Exception):
    status: int
    code: str
    message: str
    retry_after: int | None = None  # seconds

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer and end the connection, because the rest of the body must not be taken for a request."""
        kind, text = self._in_form_for(scope)
        body = text.encode()
        headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(body)))]
        headers += [("Cache-Control", "no-store"), ("Connection", "close")]
        if self.retry_after:
            headers.append(("Retry-After", str(self.retry_after)))
        await start(send, self.status, headers)
        await part(send, body)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINGER_SECONDS):
                while (message := await receive())["type"] != "http.disconnect" and message.get("more_body"):
                    pass
        await part(send, b"", last=True)

    def _in_form_for(self, scope: Scope) -> tuple[str, str]:
        accepted = dict(scope["headers"]).get(b"accept", b"")
        if accepted.startswith(b"application/json"):  # as in tenancy.middleware.refusal_response
            return "application/json", json.dumps({"code": self.code, "error": self.message}, ensure_ascii=False)
        return "text/html", PAGE.format(escape(self.message))


class TooLarge(Refusal):
    status = 413
    code = "too_large"
    message = "Слишком много данных за один раз. Отправьте файлы по одному."


class TooSlow(Refusal):
    status = 408
    code = "too_slow"
    message = "Данные шли слишком медленно. Проверьте связь и отправьте ещё раз."


class NoRoom(Refusal):
    status = 503
    code = "no_room"
    message = "Сейчас отправляют слишком много файлов. Повторите через минуту."
    retry_after = 60


class NoRoomHere(Refusal):
    status = 429
    code = "no_room_here"
    message = "С вашего адреса сейчас отправляют слишком много файлов. Дождитесь, пока они дойдут, и повторите."
    retry_after = 60


class TooManyDownloads(Refusal):
    status = 503
    code = "too_many_downloads"
    message = "Сейчас скачивают слишком многие. Повторите через минуту."
    retry_after = 60


class TooManyDownloadsHere(Refusal):
    status = 429
    code = "too_many_downloads_here"
    message = "С вашего адреса уже скачивают несколько файлов. Дождитесь, пока они скачаются, и повторите."
    retry_after = 60
