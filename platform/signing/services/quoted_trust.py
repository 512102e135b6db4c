"""What verdicts need of the trust they were reached by."""

from ..models import Signature, SignatureCheck
from ..trust.removal import Needed


def add_needed(needed: Needed) -> None:
    """Add what the verdicts of this company quote, so that each can be reached again."""
    for verdicts in (SignatureCheck.objects.order_by(), Signature.objects.order_by()):
        quoted = verdicts.filter(trust_version__isnull=False).values_list("trust_version", "report__lists")
        needed.add((version, lists) for version, lists in quoted.distinct().iterator() if version is not None)
