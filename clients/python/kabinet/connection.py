"""Requests over HTTP by the standard library: patient with cuts, careful with the key."""

import http.client
import json
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

from .errors import KabinetError, NoConnection, Problem

API = "/api/v1"
TIMEOUT = 60  # seconds without a byte
TRIES = 6
LONGEST_PAUSE = 60.0  # seconds
LARGEST_ANSWER = 64 * 1024 * 1024  # bytes of JSON: a longer answer is not one of the API
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def etag(self) -> str:
        return self.headers.get("ETag", "")


class Connection:
    """One call at a time to one cabinet; every call may be sent again, because each bears its Idempotency-Key."""

    def __init__(self, url: str, key: str, *, pause: Callable[[float], None] = time.sleep) -> None:
        self.address = address_of(url)
        if not key.isascii() or not key.isprintable() or " " in key or not key:
            raise KabinetError("Ключ не похож на ключ API: скопируйте его ещё раз целиком, без пробелов и переносов.")
        self._key = key
        self._pause = pause

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Raises Problem for a refusal, NoConnection when nothing comes back after several tries."""
        target = self.address.path + API + path + (f"?{urlencode(query)}" if query else "")
        sent = {"Authorization": f"Bearer {self._key}", "Accept": "application/json", **(headers or {})}
        data = content
        if content is not None:
            sent["Content-Type"] = "application/octet-stream"
        elif body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        elif method == "POST":
            data = b""  # so that its length is said
        return self._with_patience(lambda: self._answer(method, target, data, sent))

    @contextmanager
    def download(self, path: str) -> Iterator[http.client.HTTPResponse]:
        """The bytes behind a redirection. The key goes to the cabinet only, never to the storage that it names."""
        answer = self.call("GET", path)
        if answer.status not in {301, 302, 303, 307, 308}:
            raise NoConnection("Кабинет не дал ссылку на файл. Повторите позже.")
        place = urlsplit(urljoin(self.address.geturl() + path, answer.headers.get("Location", "")))
        if place.scheme != "https" and not (place.scheme == "http" and self.address.scheme == "http"):
            raise NoConnection("Кабинет дал ссылку на файл без https. Сообщите об этом сетевой организации.")
        storage = _opened(place)
        try:
            storage.request("GET", place.path + (f"?{place.query}" if place.query else ""))
            response = storage.getresponse()
            if response.status != 200:
                raise NoConnection(f"Хранилище не отдало файл ({response.status}). Повторите позже.")
            yield response
        except (OSError, http.client.HTTPException) as error:
            raise NoConnection("Связь оборвалась, файл скачан не целиком. Повторите команду.") from error
        finally:
            storage.close()

    def _with_patience(self, send: Callable[[], Answer]) -> Answer:
        for tried in range(1, TRIES + 1):
            pause = min(2.0 ** (tried - 1), LONGEST_PAUSE)
            try:
                return send()
            except ssl.SSLCertVerificationError as error:
                raise NoConnection(
                    f"Сертификат {self.address.hostname} не прошёл проверку, ключ не передан. Проверьте адрес кабинета."
                ) from error
            except Problem as problem:
                if not problem.is_temporary or tried == TRIES:
                    raise
                if problem.retry_after is not None:
                    pause = min(problem.retry_after, LONGEST_PAUSE)
            except (OSError, http.client.HTTPException) as error:
                if tried == TRIES:
                    raise NoConnection(
                        f"Нет связи с {self.address.netloc}. Проверьте адрес и сеть и повторите команду: "
                        "что уже сделано, второй раз не сделается."
                    ) from error
            self._pause(pause)
        raise AssertionError("the last try returns or raises")

    def _answer(self, method: str, target: str, data: bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = _opened(self.address)
        try:
            connection.request(method, target, body=data, headers=dict(headers))
            response = connection.getresponse()
            body = response.read(LARGEST_ANSWER + 1)
        finally:
            connection.close()
        if len(body) > LARGEST_ANSWER:
            raise NoConnection("Ответ слишком велик: это не API кабинета. Проверьте адрес.")
        if response.status >= 400:
            raise _problem(response, body)
        return Answer(response.status, response.headers, body)


def address_of(url: str) -> SplitResult:
    """The address of a cabinet. Raises KabinetError; a key is not sent in the clear, except to this computer."""
    try:
        address = urlsplit(url.strip())
        port, host = address.port, address.hostname
    except ValueError:
        port, host = None, None
    if host is None or address.scheme not in {"http", "https"} or address.username or port == 0:
        raise KabinetError("Адрес кабинета выглядит так: https://кабинет.вашей-сети.рф. Проверьте его.")
    if address.scheme == "http" and not (host in LOCAL or host.endswith(".localhost")):
        raise KabinetError("Адрес начинается с http://: ключ ушёл бы открытым текстом. Замените на https://.")
    at = host.encode("idna").decode() if ":" not in host else f"[{host}]"
    path = address.path.rstrip("/").removesuffix(API)
    return SplitResult(address.scheme, f"{at}:{port}" if port else at, path, "", "")


def _opened(address: SplitResult) -> http.client.HTTPConnection:
    host = address.hostname or ""
    if host.endswith(".localhost"):  # RFC 6761: this computer, though not every resolver knows
        connection: http.client.HTTPConnection = _OfThisComputer(host, address.port, timeout=TIMEOUT)
        return connection
    if address.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, address.port, timeout=TIMEOUT, context=context)
    return http.client.HTTPConnection(host, address.port, timeout=TIMEOUT)


class _OfThisComputer(http.client.HTTPConnection):
    def connect(self) -> None:
        name, self.host = self.host, "127.0.0.1"
        try:
            super().connect()
        finally:
            self.host = name


def _problem(response: http.client.HTTPResponse, body: bytes) -> Problem:
    """A refusal; also one that was made by a proxy, which knows no RFC 9457."""
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        said = {}
    given = said.get("errors")
    errors = {
        str(name): [str(one) for one in sentences]
        for name, sentences in (given.items() if isinstance(given, dict) else [])
        if isinstance(sentences, list)
    }
    after = response.headers.get("Retry-After", "")
    return Problem(
        status=response.status,
        code=str(said.get("code", "unknown")),
        detail=str(said.get("detail", "Сервер ответил отказом без объяснения.")),
        errors=errors,
        request_id=str(said.get("request_id", "")),
        retry_after=float(after) if after.isdecimal() else None,
    )
