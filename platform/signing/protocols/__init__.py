"""Protocols of simple signatures: they are composed, sealed, chained and examined; the head of the chain is emailed."""

from .composition import MAX_SIZE, NotAProtocol, about, describe, next_in_chain, read, short_hash

__all__ = ["MAX_SIZE", "NotAProtocol", "about", "describe", "next_in_chain", "read", "short_hash"]
