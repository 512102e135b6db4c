"""Operators and gateways that speak SMPP 3.4: submit_sm out, delivery receipts in deliver_sm back.

Options of the URL: `source`, the sender's name; `payload=1`, long texts whole in message_payload instead of parts with
headers; `hex=1`, for the gateways that give an id in hexadecimal and report on it in decimal.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from smpplib import consts, gsm

from ..channels import DeliveryFailed
from ..models import OutboxMessage
from .gateways import Address, Handed, Question, Report, SmsRefused, State, Unanswered, checked_id
from .smpp_link import NoAnswer, link_of
from .wire import digits, minutes_left

ERRORS = {
    consts.SMPP_ESME_RINVSRCADR: "не пропускает имя отправителя",
    consts.SMPP_ESME_RTHROTTLED: "просит подождать",
    consts.SMPP_ESME_RMSGQFUL: "просит подождать",
}
UNDELIVERED = {
    "EXPIRED": "истёк срок доставки",
    "DELETED": "удалено",
    "UNDELIV": "не доставлено",
    "REJECTD": "отклонено",
}
# message_state, where the receipt has it as a number.
STATES = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 8: "REJECTD"}
RECEIPT_ID = re.compile(r"\bid:\s*([0-9A-Za-z._-]{1,64})")
RECEIPT_STATE = re.compile(r"\bstat:\s*([A-Z]{5,8})")
NUMBERING_PLAN_ISDN = 1


class Smpp:
    has_reports = True

    def __init__(self, address: Address) -> None:
        self.address = address
        self.name = address.name

    def send(self, message: OutboxMessage) -> Handed:
        link = link_of(self.address, self.receipt)
        try:
            answers = link.submit(self._parts(message))
        except NoAnswer as error:
            raise Unanswered(f"{self.name}: не ответил") from error
        for status, _ in answers:
            if status == consts.SMPP_ESME_RINVDSTADR:
                raise SmsRefused(f"{self.name}: неверный номер")
            if status != consts.SMPP_ESME_ROK:
                raise DeliveryFailed(f"{self.name}: {ERRORS.get(status, f'отказ, код {status:#x}')}")
        try:
            return Handed(ids=tuple(checked_id(self._plain(message_id)) for _, message_id in answers))
        except ValueError:
            raise Unanswered(f"{self.name}: непонятный ответ") from None

    def find(self, message: OutboxMessage) -> Handed | None:
        return None  # without its id a message cannot be asked about

    def ask(self, questions: Sequence[Question]) -> Iterable[Report]:
        """Reports come by themselves. What waits at the gateway comes over a bound link, so there must be one."""
        link_of(self.address, self.receipt)
        return []

    def read(self, told: Mapping[str, str]) -> Report | None:
        return None  # not over HTTP

    def receipt(self, pdu: Any) -> Report | None:
        """A delivery receipt; None if the PDU is something else, such as an SMS to us."""
        words = (pdu.short_message or pdu.message_payload or b"").decode("latin-1")
        told_id, told_state = RECEIPT_ID.search(words), RECEIPT_STATE.search(words)
        if pdu.receipted_message_id:
            message_id = pdu.receipted_message_id.rstrip(b"\0").decode("latin-1")
        elif told_id:
            message_id = told_id[1]
        else:
            return None
        try:
            message_id = checked_id(message_id)
        except ValueError:
            return None
        state = STATES.get(pdu.message_state or 0) or (told_state[1] if told_state else "")
        if state == "DELIVRD":
            return Report(id=message_id, state=State.RECEIVED)
        if state in UNDELIVERED:
            return Report(id=message_id, state=State.UNDELIVERED, reason=f"{self.name}: {UNDELIVERED[state]}")
        return Report(id=message_id, state=State.UNDERWAY)

    def _parts(self, message: OutboxMessage) -> list[dict[str, Any]]:
        """The fields of each submit_sm. Always UCS-2: our texts are Russian, alphabet 0 is every gateway's own."""
        encoding = consts.SMPP_ENCODING_ISO10646
        source = self.address.options.get("source", "")
        minutes = minutes_left(message)
        common = {
            "source_addr_ton": consts.SMPP_TON_INTL if source.isdecimal() else consts.SMPP_TON_ALNUM,
            "source_addr_npi": NUMBERING_PLAN_ISDN if source.isdecimal() else 0,
            "source_addr": source,
            "dest_addr_ton": consts.SMPP_TON_INTL,
            "dest_addr_npi": NUMBERING_PLAN_ISDN,
            "destination_addr": digits(message),
            "data_coding": encoding,
            "registered_delivery": 1,  # a receipt whatever became of it
            # From now on: days, hours, minutes; R means that it is no moment but a length.
            "validity_period": f"0000{minutes // 1440:02}{minutes // 60 % 24:02}{minutes % 60:02}00000R",
        }
        whole = message.text.encode("utf-16-be")
        if self.address.options.get("payload") == "1" and len(whole) > consts.UCS2_LENGTH:
            return [{**common, "message_payload": whole}]
        parts, _, esm_class = gsm.make_parts(message.text, encoding)
        return [{**common, "short_message": part, "esm_class": esm_class} for part in parts]

    def _plain(self, message_id: str) -> str:
        """As receipts will call it."""
        if self.address.options.get("hex") != "1":
            return message_id
        return str(int(message_id, 16))
