"""A server on this machine that speaks as the two providers do, and remembers what it was asked."""

import json
import threading
import uuid
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from billing.payments.acquirers.tbank import token_of

SHOP, SECRET = "100500", "live_secret"


@dataclass
class Provider:
    """Orders by the provider's id; a test changes them as people pay."""

    address: str = ""
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    silent: bool = False

    def only(self) -> dict[str, Any]:
        [order] = self.orders.values()
        return order


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        self.answer(b"")

    def do_POST(self) -> None:
        self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def answer(self, body: bytes) -> None:
        provider = self.provider
        provider.asked.append(f"{self.command} {self.path}")
        if provider.silent:
            self.reply(502, {})
        elif self.path.startswith("/v3"):
            self.yookassa(body)
        else:
            self.tbank(json.loads(body))

    def yookassa(self, body: bytes) -> None:
        signed = b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        if signed != f"{SHOP}:{SECRET}":
            self.reply(401, {"type": "error", "code": "invalid_credentials", "description": "Wrong shopId or key"})
            return
        if self.command == "POST":
            once, told = self.headers["Idempotence-Key"], json.loads(body)
            assert told["confirmation"]["type"] == "redirect"
            assert told["amount"]["currency"] == "RUB"
            if once not in self.provider.by_key:
                name = str(uuid.uuid4())
                self.provider.by_key[once] = name
                self.provider.orders[name] = {
                    "id": name, "status": "pending", "paid": False, "amount": told["amount"],
                    "metadata": told["metadata"], "test": True, "created_at": "2026-03-05T10:00:00.000Z",
                    "confirmation": {"type": "redirect", "confirmation_url": f"https://yoomoney.ru/{name}"},
                }  # fmt: skip
            self.reply(200, self.provider.orders[self.provider.by_key[once]])
        elif "?" in self.path:
            self.reply(200, {"type": "list", "items": []})
        else:
            found = self.provider.orders.get(self.path.rpartition("/")[2])
            self.reply(200 if found else 404, found or {"type": "error", "code": "not_found", "description": ""})

    def tbank(self, told: dict[str, Any]) -> None:
        if told["TerminalKey"] != SHOP or told["Token"] != token_of(told, SECRET):
            self.reply(200, {"Success": False, "ErrorCode": "204", "Message": "Неверный токен"})
            return
        if self.path == "/v2/Init":
            assert isinstance(told["Amount"], int)
            name = str(len(self.provider.orders) + 700)
            self.provider.orders[name] = {
                "Success": True, "ErrorCode": "0", "TerminalKey": SHOP, "Status": "NEW", "PaymentId": name,
                "OrderId": told["OrderId"], "Amount": told["Amount"],
            }  # fmt: skip
            self.reply(200, {**self.provider.orders[name], "PaymentURL": f"https://securepay.tinkoff.ru/{name}"})
        else:
            found = self.provider.orders.get(told["PaymentId"])
            self.reply(200, found or {"Success": False, "ErrorCode": "255", "Message": "Платеж не найден"})

    def reply(self, status: int, told: dict[str, Any]) -> None:
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Nothing: the tests speak."""


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"provider": provider}))
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
