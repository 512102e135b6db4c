"""Protocols of simple signatures: composed, sealed, chained, examined; the head of their chain leaves the platform."""

from .composition import MAX_SIZE, NotAProtocol, about, describe, next_in_chain, read, short_hash

__all__ = ["MAX_SIZE", "NotAProtocol", "about", "describe", "next_in_chain", "read", "short_hash"]
