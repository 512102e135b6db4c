"""Cases of every kind by the API: lists, cards, feeds, and what people do on a card."""

from .acts import AskedEndpoint, DocumentsEndpoint, MessagesEndpoint, WithdrawalEndpoint
from .reading import CaseEndpoint, CasesEndpoint, FeedEndpoint, FileEndpoint

__all__ = [
    "AskedEndpoint",
    "CaseEndpoint",
    "CasesEndpoint",
    "DocumentsEndpoint",
    "FeedEndpoint",
    "FileEndpoint",
    "MessagesEndpoint",
    "WithdrawalEndpoint",
]
