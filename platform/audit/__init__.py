"""The audit: an append-only record of who did what, written in the transaction of the fact."""

from .recording import record

__all__ = ["record"]
