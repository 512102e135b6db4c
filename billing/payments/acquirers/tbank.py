"""Интернет-эквайринг Т-Банка, API v2 (https://developer.tbank.ru/eacq/api): JSON that is signed by a `Token`.

The token is the SHA-256 of the values of all plain fields and the password, in the order of their names.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.crypto import constant_time_compare

from .protocol import AcquirerRefused, AcquirerSilent, Keys, Order, Outcome, Told
from .wire import ask

_PAID = {"CONFIRMED"}
_RETURNED = {"REFUNDED", "PARTIAL_REFUNDED"}
_CANCELLED = {"CANCELED", "REJECTED", "DEADLINE_EXPIRED", "REVERSED", "PARTIAL_REVERSED", "AUTH_FAIL"}
LONGEST_ABOUT = 140
# It says of an unknown payment that there is none; of wrong keys, that the token or the terminal is wrong.
_WRONG_KEYS = {"202", "204", "205", "501"}


def token_of(fields: Mapping[str, Any], password: str) -> str:
    """Nested fields (`Receipt`, `DATA`) and the token itself are not signed."""
    plain = {name: value for name, value in fields.items() if not isinstance(value, dict | list) and name != "Token"}
    signed = {**plain, "Password": password}
    return hashlib.sha256("".join(_text(signed[name]) for name in sorted(signed)).encode()).hexdigest()


class TBank:
    def __init__(self, keys: Keys, address: str) -> None:
        self.keys = keys
        self.address = address

    def begin(self, order: Order) -> Told:
        told = self._ask(
            "/Init",
            {
                "Amount": order.kopecks,
                "OrderId": order.number,
                "Description": order.about[:LONGEST_ABOUT],
                "SuccessURL": order.return_url,
                "FailURL": order.return_url,
                "NotificationURL": order.notify_url,
            },
        )
        return self._told(told, page_url=str(told.get("PaymentURL", "")))

    def ask(self, foreign_id: str) -> Told:
        return self._told(self._ask("/GetState", {"PaymentId": foreign_id}))

    def noticed(self, body: bytes) -> tuple[str, str]:
        told = json.loads(body)
        if not isinstance(told, dict) or told.get("TerminalKey") != self.keys.shop:
            raise ValueError("no notice of this terminal")
        if not constant_time_compare(str(told.get("Token", "")), token_of(told, self.keys.secret)):
            raise ValueError("signed by another key")
        receipt = told.get("Url", "")
        return str(told["PaymentId"]), receipt if isinstance(receipt, str) else ""

    def try_keys(self) -> None:
        try:
            self._ask("/GetState", {"PaymentId": "1"})
        except AcquirerRefused as refusal:
            if refusal.why.partition(":")[0] in _WRONG_KEYS:
                raise

    def _ask(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        body = {"TerminalKey": self.keys.shop, **fields}
        status, told = ask("POST", self.address + path, body={**body, "Token": token_of(body, self.keys.secret)})
        if status != 200 or told.get("Success") is not True:
            code, words = told.get("ErrorCode", status), told.get("Details") or told.get("Message", "")
            raise AcquirerRefused(f"{code}: {words}"[:300])
        return told

    def _told(self, told: dict[str, Any], *, page_url: str = "") -> Told:
        try:
            status = str(told["Status"])
            return Told(
                foreign_id=str(told["PaymentId"]),
                number=str(told["OrderId"]),
                kopecks=int(told["Amount"]),
                currency="RUB",  # a terminal knows no other
                outcome=_outcome(status),
                words=status,
                page_url=page_url,
            )
        except (KeyError, TypeError, ValueError):
            raise AcquirerSilent from None


def _outcome(status: str) -> Outcome:
    if status in _PAID:
        return "paid"
    if status in _RETURNED:
        return "returned"
    return "cancelled" if status in _CANCELLED else "pending"


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
