"""What can be done about a contract. Every verb writes a fact, says it in the feed and tells both sides."""

from .changes import send_change
from .disagreements import Answer, answer_disagreement, disagree
from .inspections import agree_inspection, propose_inspection
from .milestones import record_milestone
from .offers import INVOICE, send_draft, send_offer
from .payments import confirm_payment, record_payment, reject_payment, withdraw_payment

__all__ = [
    "INVOICE",
    "Answer",
    "agree_inspection",
    "answer_disagreement",
    "confirm_payment",
    "disagree",
    "propose_inspection",
    "record_milestone",
    "record_payment",
    "reject_payment",
    "send_change",
    "send_draft",
    "send_offer",
    "withdraw_payment",
]
