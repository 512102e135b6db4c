"""What can be done with an invoice. Sums that payments bring are written by `billing.payments`."""

from .cancellation import cancel
from .issue import issue, issue_next
from .notice import say_paid
from .papers import DRAW, draw, plan_forgotten
from .placing import place

__all__ = ["DRAW", "cancel", "draw", "issue", "issue_next", "place", "plan_forgotten", "say_paid"]
