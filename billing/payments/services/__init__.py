"""Everything that can be done with money that has come."""

from .application import apply, release, set_aside, take_back
from .checkouts import ASK, ask_checkout, begin_checkout, notice, plan_forgotten_checkouts
from .day import confirm_day
from .manual import record_by_hand
from .preferences import choose_acquirer, close_period
from .returns import approve_return, ask_return, finish_return, refuse_return
from .statements import APPLY, MOST_BYTES, apply_statement, plan_forgotten, receive_statement, take_statement
from .telling import TELL, tell

__all__ = [
    "APPLY",
    "ASK",
    "MOST_BYTES",
    "TELL",
    "apply",
    "apply_statement",
    "approve_return",
    "ask_checkout",
    "ask_return",
    "begin_checkout",
    "choose_acquirer",
    "close_period",
    "confirm_day",
    "finish_return",
    "notice",
    "plan_forgotten",
    "plan_forgotten_checkouts",
    "receive_statement",
    "record_by_hand",
    "refuse_return",
    "release",
    "set_aside",
    "take_back",
    "take_statement",
    "tell",
]
