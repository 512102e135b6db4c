"""What can be done about signing. Each verb takes who does it (`by`) and when (`now`)."""

from .asking import ask, decline, prolong, recall, remind
from .powers import add_power, confirm_power, revoke_power
from .qualified import sign_qualified
from .rechecking import plan_forgotten, reach_again, recheck
from .simple import agreement_of, code_waiting, note_opened, send_code, sign_simple
from .upkeep import add_needed

__all__ = [
    "add_needed",
    "add_power",
    "agreement_of",
    "ask",
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
    "revoke_power",
    "send_code",
    "sign_qualified",
    "sign_simple",
]
