"""Gateways that take HTTP, as strict as the real ones: a request they do not understand is refused, not guessed."""

import json
import re
import threading
import time
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

PHONE = re.compile(r"7\d{10}")


class HttpGateway:
    """Runs in a thread until `stop`. `mood` is how the next messages are met; `taken` is what it sends on."""

    def __init__(self) -> None:
        self.mood = ""  # "error": as `error` says, "down", "silent": takes and says nothing, "cut": hangs up before
        self.error: Any = None
        self.taken: list[dict[str, Any]] = []
        self.statuses: dict[str, int] = {}
        self.asked: list[dict[str, Any]] = []  # for statuses
        self.arrived, self.release = threading.Event(), threading.Event()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.meet(self, body)

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    def stop(self) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()

    def meet(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        if self.mood == "cut":
            request.connection.close()
            return
        if self.mood == "down":
            self.say(request, 503, "<html>Service Unavailable</html>")
            return
        code, answer = self.answer(request, body)
        if self.mood in {"silent", "slow"} and self.is_sending(request):
            self.arrived.set()
            self.release.wait(timeout=30)
            if self.mood == "silent":
                request.connection.close()
                return
        self.say(request, code, json.dumps(answer))

    def say(self, request: BaseHTTPRequestHandler, code: int, body: str) -> None:
        request.send_response(code)
        request.send_header("Content-Length", str(len(body.encode())))
        request.end_headers()
        request.wfile.write(body.encode())

    def is_sending(self, request: BaseHTTPRequestHandler) -> bool:
        return "send" in request.path

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Any]:
        raise NotImplementedError


class SmscGateway(HttpGateway):
    """smsc.ru: always 200, what is wrong says `error_code`."""

    @property
    def url(self) -> str:
        return f"smsc+http://grid:p%40ss@127.0.0.1:{self.port}?sender=GORSET&timeout=0.3"

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Any]:
        form = {key: values[0] for key, values in parse_qs(body.decode("ascii"), strict_parsing=True).items()}
        if (form.pop("login"), form.pop("psw")) != ("grid", "p@ss"):
            return 200, {"error": "authorise error", "error_code": 2}
        if (form.pop("fmt"), form.pop("charset")) != ("3", "utf-8"):
            return 200, {"error": "parameters error", "error_code": 1}
        if request.path == "/sys/send.php":
            return 200, self.send(form)
        assert request.path == "/sys/status.php"
        return 200, self.status(form)

    def send(self, form: dict[str, str]) -> Any:
        assert form.keys() == {"id", "phones", "mes", "valid", "sender"}
        assert re.fullmatch(r"[0-9A-Za-z._-]{1,40}", form["id"])
        assert re.fullmatch(r"\d\d:\d\d", form["valid"])
        assert "00:01" <= form["valid"] <= "24:00"
        if self.mood == "error":
            return {"error": "some error", "error_code": self.error, "id": form["id"]}
        if not PHONE.fullmatch(form["phones"]):
            return {"error": "invalid number", "error_code": 7}
        if form["sender"] != "GORSET":
            return {"error": "message is denied", "error_code": 6}
        if any((form["phones"], form["mes"]) == (other["phones"], other["mes"]) for other in self.taken):
            return {"error": "duplicate request, wait a minute", "error_code": 9}
        self.taken.append(form)
        self.statuses.setdefault(form["id"], 0)
        return {"id": form["id"], "cnt": 1}

    def status(self, form: dict[str, str]) -> Any:
        assert form.keys() == {"id", "phone"}
        self.asked.append(form)
        ids, phones = form["id"].split(","), form["phone"].split(",")
        assert len(ids) == len(phones)
        assert all(map(PHONE.fullmatch, phones))
        lines = [self.line(id_) for id_ in ids]
        if len(lines) > 1:
            return [{**line, "id": id_, "phone": phone} for line, id_, phone in zip(lines, ids, phones, strict=True)]
        return lines[0] if lines[0]["status"] != -3 else {"error": "message not found", "error_code": 3}

    def line(self, id_: str) -> dict[str, Any]:
        if id_ not in self.statuses:
            return {"status": -3}
        return {"status": self.statuses[id_], "last_date": "…", "last_timestamp": int(time.time())}


class SmsAeroGateway(HttpGateway):
    """SMS Aero, gate v2: codes of HTTP, and `success` in the answer."""

    @property
    def url(self) -> str:
        return f"smsaero+http://grid@example.ru:k3y@127.0.0.1:{self.port}?sign=Gorset&timeout=0.3"

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Any]:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if (scheme, b64decode(key)) != ("Basic", b"grid@example.ru:k3y"):
            return 401, refusal("Your request was made with invalid credentials.")
        assert request.headers["Content-Type"] == "application/json"
        asked = json.loads(body)
        if request.path == "/v2/sms/send":
            return self.send(asked)
        if request.path == "/v2/sms/list":
            found = [line for line in self.taken if asked == {"number": int(line["number"]), "text": line["text"]}]
            numbered = {str(n): self.shown(line) for n, line in enumerate(found)}
            return 200, {"success": True, "data": {**numbered, "links": {"self": "…"}, "totalCount": len(found)}}
        assert request.path == "/v2/sms/status"
        self.asked.append(asked)
        line = next((line for line in self.taken if line["id"] == asked["id"]), None)
        return (200, {"success": True, "data": self.shown(line)}) if line else (400, refusal("Not found."))

    def send(self, asked: dict[str, Any]) -> tuple[int, Any]:
        assert asked.keys() == {"number", "text", "sign", "callbackUrl"}
        assert isinstance(asked["number"], int)
        if self.mood == "error":
            return self.error
        if not PHONE.fullmatch(str(asked["number"])):
            return 400, {"success": False, "data": {"number": ["incorrect"]}, "message": "Validation error."}
        if asked["sign"] != "Gorset":
            return 400, {"success": False, "data": {"sign": ["not found"]}, "message": "Validation error."}
        line = {**asked, "id": 5000 + len(self.taken), "number": str(asked["number"]), "dateCreate": int(time.time())}
        self.taken.append(line)
        return 200, {"success": True, "data": self.shown(line), "message": None}

    def shown(self, line: dict[str, Any]) -> dict[str, Any]:
        status = self.statuses.get(str(line["id"]), 0)
        words = {0: "queue", 1: "delivery", 2: "undelivered", 3: "smsc reject", 8: "moderation"}[status]
        return {**line, "status": status, "extendStatus": words, "channel": "DIRECT", "cost": "5.49",
                "dateSend": line["dateCreate"]}  # fmt: skip


def refusal(message: str) -> dict[str, Any]:
    return {"success": False, "data": None, "message": message}
