"""Ways to pay by card or СБП: one small protocol, an adapter for each provider. A provider is asked, never believed."""

from .protocol import KINDS, Acquirer, AcquirerRefused, AcquirerSilent, Order, Told, acquirer_of

__all__ = ["KINDS", "Acquirer", "AcquirerRefused", "AcquirerSilent", "Order", "Told", "acquirer_of"]
