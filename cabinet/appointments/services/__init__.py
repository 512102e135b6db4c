"""What is done with visits and with the timetable."""

from .attendance import mark_visit
from .bookings import Wanted, book, cancel, move
from .reminders import TASK as REMIND
from .reminders import remind
from .timetables import save_timetable
from .visitor import Visitor
from .waiting import TASK as TELL
from .waiting import tell_waiting, wait_for_time

__all__ = [
    "REMIND",
    "TELL",
    "Visitor",
    "Wanted",
    "book",
    "cancel",
    "mark_visit",
    "move",
    "remind",
    "save_timetable",
    "tell_waiting",
    "wait_for_time",
]
