"""Everything that can be done with files."""

from .delivery import can_be_read, chunks, link, publish
from .intake import keep, take, take_as_it_is
from .removal import ORPHAN_AGE, discard, remove_unknown, sweep_orphans
from .uploads import begin_upload, cancel_upload, finish_upload, hold_upload, put_part

__all__ = [
    "ORPHAN_AGE",
    "begin_upload",
    "can_be_read",
    "cancel_upload",
    "chunks",
    "discard",
    "finish_upload",
    "hold_upload",
    "keep",
    "link",
    "publish",
    "put_part",
    "remove_unknown",
    "sweep_orphans",
    "take",
    "take_as_it_is",
]
