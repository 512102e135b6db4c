"""Cases of every kind by the API: lists, cards, feeds, and what people do on a card."""

from .acts import AskedEndpoint, DocumentsEndpoint, MessagesEndpoint, WithdrawalEndpoint
from .changes import ChangesEndpoint, EventsEndpoint
from .reading import CaseEndpoint, CasesEndpoint, FeedEndpoint, FileEndpoint

__all__ = [
    "AskedEndpoint",
    "CaseEndpoint",
    "CasesEndpoint",
    "ChangesEndpoint",
    "DocumentsEndpoint",
    "EventsEndpoint",
    "FeedEndpoint",
    "FileEndpoint",
    "MessagesEndpoint",
    "WithdrawalEndpoint",
]
