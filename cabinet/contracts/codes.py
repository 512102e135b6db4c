"""Codes of the facts that this room records itself; the others are those of the milestones of a rule pack.

A code that the edition knows as an event is an event of the clock. Codes are stored and never changed.
"""

from enum import StrEnum


class Code(StrEnum):
    SENT = "sent_to_sign"  # documents that become the fact of `details["becomes"]` when they are signed
    OFFER = "offer_placed"
    PAYMENT = "payment"  # money has come, whatever follows of it
    PAYMENT_CONFIRMED = "payment_confirmed"
    PAYMENT_REJECTED = "payment_rejected"
    PAID = "paid"
    PAID_LAST = "paid_last"
    DRAFT = "draft_sent"
    DRAFT_ANSWERED = "draft_answered"
    DISAGREEMENT_ANSWERED = "disagreement_answered"
    CONCLUDED = "contract_concluded"
    AMENDED = "contract_amended"
    APPLICANT_CHANGED = "applicant_changed"
    TERMINATED = "terminated"
    INSPECTION_PROPOSED = "inspection_proposed"
    INSPECTION_AGREED = "inspection_agreed"


# Facts of the pack that rules of this room depend on.
CONDITIONS_DONE = "conditions_done"
INSPECTED = "inspected"
