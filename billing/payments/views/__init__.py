from .card import act, choose, payment, payment_file, record, split
from .listing import payment_list, queue
from .statements import statement, statement_file, statement_list, take_statement

__all__ = [
    "act",
    "choose",
    "payment",
    "payment_file",
    "payment_list",
    "queue",
    "record",
    "split",
    "statement",
    "statement_file",
    "statement_list",
    "take_statement",
]
