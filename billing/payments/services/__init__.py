"""Everything that can be done with money that has come."""

from .application import apply, release, set_aside, take_back
from .day import confirm_day
from .manual import record_by_hand
from .returns import approve_return, ask_return, finish_return, refuse_return
from .statements import APPLY, MOST_BYTES, apply_statement, plan_forgotten, receive_statement, take_statement
from .telling import TELL, tell

__all__ = [
    "APPLY",
    "MOST_BYTES",
    "TELL",
    "apply",
    "apply_statement",
    "approve_return",
    "ask_return",
    "confirm_day",
    "finish_return",
    "plan_forgotten",
    "receive_statement",
    "record_by_hand",
    "refuse_return",
    "release",
    "set_aside",
    "take_back",
    "take_statement",
    "tell",
]
