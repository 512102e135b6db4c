"""Who did what: an append-only record, written in the transaction of the fact."""

from audit.recording import record

__all__ = ["record"]
