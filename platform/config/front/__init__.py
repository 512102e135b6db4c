"""What stands between the network and the site: whole requests go in, answers go out, and nobody slow holds a thread
(docs/adr/0007)."""

from .application import Front

__all__ = ["Front"]
