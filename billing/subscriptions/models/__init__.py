from .debts import OverdueStep, Pause
from .invoices import Invoice, Series
from .payments import Applied, BankFile, BankLine, Payment
from .plans import Plan, PlanEdition, Subscription
from .seller import Seller
from .usage import LimitNotice, Usage

__all__ = [
    "Applied",
    "BankFile",
    "BankLine",
    "Invoice",
    "LimitNotice",
    "OverdueStep",
    "Pause",
    "Payment",
    "Plan",
    "PlanEdition",
    "Seller",
    "Series",
    "Subscription",
    "Usage",
]
