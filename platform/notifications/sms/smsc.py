"""Gateways that speak as smsc.ru does (https://smsc.ru/api/http/): forms in, JSON out (`fmt=3`).

The id of a message is ours: the key of the outbox row. So after a silence the gateway can be asked whether it has it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from ..channels import DeliveryFailed
from ..models import OutboxMessage
from .gateways import Address, Handed, Question, Report, SmsRefused, State, Unanswered, checked_id
from .http import moment, post
from .wire import digits, minutes_left

ERRORS = {
    1: "не понял запроса",
    2: "не принял имя и пароль",
    3: "на счёте нет денег",
    4: "на время закрыл доступ",
    5: "не понял запроса",
    6: "не пропускает такой текст или имя отправителя",
    8: "не доставляет на этот номер",
    9: "просит подождать",
}
BAD_NUMBER = 7
# About a message it does not know: the status, or the error where a single one was asked about.
NO_SUCH_STATUS, NO_SUCH_ERROR = -3, 3
RECEIVED = {1, 2, 4}  # reached the telephone; was read; its link was followed
UNDELIVERED = {
    3: "истёк срок доставки",
    20: "телефон недоступен или выключен",
    22: "неверный номер",
    23: "номер запрещён",
    24: "на счёте нет денег",
    25: "номер недоступен",
}
FIRST_FAILURE = 20


class Smsc:
    has_reports = True

    def __init__(self, address: Address) -> None:
        self.address = address
        self.name = address.name

    def send(self, message: OutboxMessage) -> Handed:
        form = {"id": str(message.key), "phones": digits(message), "mes": message.text, "valid": _term(message)}
        if sender := self.address.options.get("sender"):
            form["sender"] = sender
        answer = self._post("/sys/send.php", form)
        if not isinstance(answer, dict):
            raise Unanswered(f"{self.name}: непонятный ответ")
        if _number(answer.get("error_code")) == BAD_NUMBER:
            raise SmsRefused(f"{self.name}: неверный номер")
        self._raise_for(answer)
        return Handed(ids=(str(message.key),))

    def find(self, message: OutboxMessage) -> Handed | None:
        answer = self._status(str(message.key), digits(message))
        is_known = any(_number(line.get("status")) not in (NO_SUCH_STATUS, None) for line in answer)
        return Handed(ids=(str(message.key),)) if is_known else None

    def ask(self, questions: Sequence[Question]) -> Iterable[Report]:
        phones = ",".join(question.recipient.lstrip("+") for question in questions)
        lines = self._status(",".join(question.id for question in questions), phones)
        if len(questions) == 1:  # the answer about one does not repeat its id
            lines = [{**line, "id": questions[0].id} for line in lines]
        return [report for line in lines if (report := self.read(line))]

    def read(self, told: Mapping[str, Any]) -> Report | None:
        """A line of an answer, or a request of the gateway: `id`, `status`, the moment in `last_timestamp` or `ts`."""
        status = _number(told.get("status"))
        try:
            message_id = checked_id(told.get("id"))
        except ValueError:
            return None
        at = moment(told.get("last_timestamp") or told.get("ts"))
        if status in RECEIVED:
            return Report(id=message_id, state=State.RECEIVED, at=at)
        if status in UNDELIVERED or (status is not None and status >= FIRST_FAILURE):
            reason = UNDELIVERED.get(status, f"не доставлено, код {status}")
            return Report(id=message_id, state=State.UNDELIVERED, at=at, reason=f"{self.name}: {reason}")
        return Report(id=message_id, state=State.UNDERWAY)

    def _post(self, path: str, form: dict[str, str]) -> Any:
        signed = {"login": self.address.user, "psw": self.address.password, "charset": "utf-8", "fmt": "3", **form}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        _, answer = post(self.address, path, urlencode(signed).encode(), headers)
        return answer

    def _status(self, ids: str, phones: str) -> list[dict[str, Any]]:
        """A line for each message that the gateway knows."""
        answer = self._post("/sys/status.php", {"id": ids, "phone": phones})
        if isinstance(answer, dict) and _number(answer.get("error_code")) == NO_SUCH_ERROR:
            return []
        lines = answer if isinstance(answer, list) else [answer]
        for line in lines:
            if not isinstance(line, dict):
                raise DeliveryFailed(f"{self.name}: непонятный ответ")
            self._raise_for(line)
        return lines

    def _raise_for(self, answer: dict[str, Any]) -> None:
        if "error_code" in answer:
            code = _number(answer["error_code"])
            raise DeliveryFailed(f"{self.name}: {ERRORS.get(code or 0, f'отказ, код {code}')}")


def _term(message: OutboxMessage) -> str:
    """How long the gateway may try, hours and minutes, a day at most."""
    minutes = minutes_left(message)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _number(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None
