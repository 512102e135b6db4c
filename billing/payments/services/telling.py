"""Letters about money that no contract tells of. They are due work: an import does not wait for them."""

import uuid
from datetime import datetime

from billing.reckoning.kopecks import in_roubles
from cabinet.cases.letters import notices
from tenancy import due

from ..models import Settlement

TELL = "payments.tell"


def tell(settlement: Settlement, *, now: datetime) -> None:
    """Both sides of the case read that money has come for its invoice. The same one again is the same letter."""
    invoice = settlement.invoice
    assert invoice is not None  # noqa: S101  (an application has an invoice)
    state = "Счёт оплачен." if invoice.is_paid else f"Осталось заплатить {in_roubles(invoice.left)}."
    news = notices.News(
        "поступила оплата", f"По счёту {invoice.number} поступило {in_roubles(settlement.kopecks)}. {state}"
    )
    notices.told_both(invoice.case, news, event=f"payment-{uuid.uuid5(settlement.key, 'letter')}")
    due.settle(TELL, settlement.pk)
