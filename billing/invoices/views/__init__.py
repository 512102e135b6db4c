from .card import cancellation, file, invoice, next_part, paid
from .interest import interest
from .issue import correction, new
from .lists import invoices
from .requisites import requisites

__all__ = [
    "cancellation",
    "correction",
    "file",
    "interest",
    "invoice",
    "invoices",
    "new",
    "next_part",
    "paid",
    "requisites",
]
