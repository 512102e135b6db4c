"""Gateways that speak as SMS Aero does (gate v2): JSON both ways, basic authentication by e-mail and API key.

It knows no id of ours: after a silence we look for the same text to the same number among what it took.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from ..channels import DeliveryFailed
from ..models import OutboxMessage
from .callbacks import report_url
from .gateways import Address, Handed, Question, Report, SmsRefused, State, Unanswered, checked_id
from .http import moment, post
from .wire import digits

DEFAULT_SIGN = "SMS Aero"
RECEIVED = {1}
# 3 is «rejected» in one edition of its documentation and «handed to the operator» in another: the words decide.
UNDELIVERED = {2: "не доставлено", 6: "отклонено"}
CLOCKS_DIFFER = timedelta(minutes=1)
REFUSALS = {
    HTTPStatus.UNAUTHORIZED: "не принял имя и ключ",
    HTTPStatus.PAYMENT_REQUIRED: "на счёте нет денег",
    HTTPStatus.FORBIDDEN: "не разрешает отправку",
}


class SmsAero:
    has_reports = True

    def __init__(self, address: Address) -> None:
        self.address = address
        self.name = address.name

    def send(self, message: OutboxMessage) -> Handed:
        asked = {
            "number": int(digits(message)),
            "text": message.text,
            "sign": self.address.options.get("sign", DEFAULT_SIGN),
            "callbackUrl": report_url(self.name),
        }
        data = self._post("/v2/sms/send", asked)
        taken = next(_lines(data), {})
        try:
            return Handed(ids=(checked_id(taken.get("id")),))
        except ValueError:
            raise Unanswered(f"{self.name}: непонятный ответ") from None

    def find(self, message: OutboxMessage) -> Handed | None:
        asked_at = message.sms.asked_at
        data = self._post("/v2/sms/list", {"number": int(digits(message)), "text": message.text})
        for line in _lines(data):
            made = moment(line.get("dateCreate"))
            is_older = made and asked_at and made < asked_at - CLOCKS_DIFFER
            if str(line.get("number")) == digits(message) and line.get("text") == message.text and not is_older:
                return Handed(ids=(checked_id(line.get("id")),))
        return None

    def ask(self, questions: Sequence[Question]) -> Iterable[Report]:
        for question in questions:
            data = self._post("/v2/sms/status", {"id": int(question.id) if question.id.isdecimal() else question.id})
            line = next(_lines(data), {})
            if report := self.read({**line, "id": question.id}):
                yield report

    def read(self, told: Mapping[str, Any]) -> Report | None:
        """`id`, `status`, `extendStatus`, and the moment in `dateAnswer`."""
        try:
            message_id, status = checked_id(told.get("id")), int(str(told.get("status")))
        except ValueError:
            return None
        at = moment(told.get("dateAnswer"))
        if status in RECEIVED:
            return Report(id=message_id, state=State.RECEIVED, at=at)
        if status in UNDELIVERED or "reject" in str(told.get("extendStatus")):
            reason = UNDELIVERED.get(status, "отклонено")
            return Report(id=message_id, state=State.UNDELIVERED, at=at, reason=f"{self.name}: {reason}")
        return Report(id=message_id, state=State.UNDERWAY)

    def _post(self, path: str, asked: dict[str, Any]) -> Any:
        key = b64encode(f"{self.address.user}:{self.address.password}".encode()).decode()
        headers = {"Authorization": f"Basic {key}", "Content-Type": "application/json"}
        status, answer = post(self.address, path, json.dumps(asked).encode(), headers)
        if not isinstance(answer, dict):
            raise Unanswered(f"{self.name}: непонятный ответ, код {status}")
        if answer.get("success") is True:
            return answer.get("data")
        if isinstance(answer.get("data"), dict) and answer["data"].keys() & {"number", "numbers"}:
            raise SmsRefused(f"{self.name}: неверный номер")
        words = REFUSALS.get(HTTPStatus(status)) if status in REFUSALS else f"отказ, код {status}"
        raise DeliveryFailed(f"{self.name}: {words}")


def _lines(data: Any) -> Iterator[dict[str, Any]]:
    """One message, a list of them, or the page of a list: numbered, with links beside them."""
    if isinstance(data, dict) and "id" in data:
        yield data
        return
    found = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    yield from (line for line in found if isinstance(line, dict) and "id" in line)
