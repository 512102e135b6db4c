"""ЮKassa, API v3 (https://yookassa.ru/developers/api): JSON, Basic authorisation, a key against repetition.

Its notices bear no signature: the secret in our address keeps strangers out, and the order is asked about anyhow.
"""

import json
from base64 import b64encode
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from .protocol import AcquirerRefused, AcquirerSilent, Keys, Order, Outcome, Told
from .wire import ask

_OUTCOMES: dict[str, Outcome] = {
    "pending": "pending",
    "waiting_for_capture": "pending",
    "succeeded": "paid",
    "canceled": "cancelled",
}
LONGEST_ABOUT = 128


class YooKassa:
    def __init__(self, keys: Keys, address: str) -> None:
        self.keys = keys
        self.address = address

    def begin(self, order: Order) -> Told:
        body = {
            "amount": {"value": f"{order.kopecks // 100}.{order.kopecks % 100:02}", "currency": "RUB"},
            "capture": True,
            "confirmation": {"type": "redirect", "return_url": order.return_url},
            "description": order.about[:LONGEST_ABOUT],
            "metadata": {"order": order.number},
        }
        return self._told(self._ask("POST", "/payments", body=body, once=order.number))

    def ask(self, foreign_id: str) -> Told:
        return self._told(self._ask("GET", f"/payments/{quote(foreign_id, safe='')}"))

    def noticed(self, body: bytes) -> tuple[str, str]:
        told = json.loads(body)
        about = told["object"] if isinstance(told, dict) and told.get("type") == "notification" else None
        if not isinstance(about, dict):
            raise ValueError("no notice of a payment")
        # A notice of a refund names the payment by another field.
        foreign_id = about.get("payment_id") or about.get("id")
        if not isinstance(foreign_id, str):
            raise ValueError("no payment is named")
        return foreign_id, ""

    def try_keys(self) -> None:
        self._ask("GET", "/payments?limit=1")

    def _ask(self, method: str, path: str, *, body: dict[str, Any] | None = None, once: str = "") -> dict[str, Any]:
        signed = b64encode(f"{self.keys.shop}:{self.keys.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {signed}", **({"Idempotence-Key": once} if once else {})}
        status, told = ask(method, self.address + path, headers=headers, body=body)
        if status != 200:
            raise AcquirerRefused(f"{told.get('code', status)}: {told.get('description', '')}"[:300])
        return told

    def _told(self, told: dict[str, Any]) -> Told:
        try:
            amount, status = told["amount"], str(told["status"])
            outcome = _OUTCOMES[status]
            if outcome == "paid" and Decimal((told.get("refunded_amount") or {}).get("value", 0)) > 0:
                outcome = "returned"
            return Told(
                foreign_id=str(told["id"]),
                number=str((told.get("metadata") or {}).get("order", "")),
                kopecks=int(Decimal(amount["value"]) * 100),
                currency=str(amount["currency"]),
                outcome=outcome,
                words=status,
                paid_at=datetime.fromisoformat(told["captured_at"]) if told.get("captured_at") else None,
                page_url=str((told.get("confirmation") or {}).get("confirmation_url", "")),
            )
        except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError):
            raise AcquirerSilent from None
