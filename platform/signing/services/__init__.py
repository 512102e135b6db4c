"""Everything that can be done about signing. Each verb takes the actor (`by`) and the moment (`now`)."""

from .powers import add_power, confirm_power, revoke_power
from .qualified import sign_qualified
from .quoted_trust import add_needed
from .rechecks import plan_forgotten, reach_again, recheck
from .requests import decline, prolong, recall, remind, request_signatures
from .simple import agreement_of, code_waiting, note_opened, send_code, sign_simple

__all__ = [
    "add_needed",
    "add_power",
    "agreement_of",
    "code_waiting",
    "confirm_power",
    "decline",
    "note_opened",
    "plan_forgotten",
    "prolong",
    "reach_again",
    "recall",
    "recheck",
    "remind",
    "request_signatures",
    "revoke_power",
    "send_code",
    "sign_qualified",
    "sign_simple",
]
