"""The HTTP front of the site: it takes whole requests and sends answers, so that no slow client holds a thread.

See docs/adr/0007. The package knows nothing of the site or of Django: what it serves and its limits are arguments.
"""

from .application import Front
from .limits import Limits

__all__ = ["Front", "Limits"]
