from .card import act, choose, payment, payment_file, record, split
from .exchange import exchange, exchange_file
from .listing import payment_list, queue
from .online import checkout, latest, notice, pay
from .period import period
from .preferences import preferences
from .reports import reconciliation, report, report_file, reports, transfer_document
from .statements import statement, statement_file, statement_list, take_statement

__all__ = [
    "act",
    "checkout",
    "choose",
    "exchange",
    "exchange_file",
    "latest",
    "notice",
    "pay",
    "payment",
    "payment_file",
    "payment_list",
    "period",
    "preferences",
    "queue",
    "reconciliation",
    "record",
    "report",
    "report_file",
    "reports",
    "split",
    "statement",
    "statement_file",
    "statement_list",
    "take_statement",
    "transfer_document",
]
