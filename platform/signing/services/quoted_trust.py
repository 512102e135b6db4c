"""The versions of trust that verdicts quote and that must therefore be kept."""

from ..models import Signature, SignatureCheck
from ..trust.removal import Needed


def add_needed(needed: Needed) -> None:
    """Add what the verdicts of this company quote, so that each verdict can be reproduced."""
    for verdicts in (SignatureCheck.objects.order_by(), Signature.objects.order_by()):
        quoted = verdicts.filter(trust_version__isnull=False).values_list("trust_version", "report__lists")
        needed.add((version, lists) for version, lists in quoted.distinct().iterator() if version is not None)
