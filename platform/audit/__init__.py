"""The audit: an append-only record of who did what, written in the transaction of the fact."""

from audit.recording import record

__all__ = ["record"]
