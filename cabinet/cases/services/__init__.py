"""What can be done with a case. Every verb records itself in the feed and in the audit and tells the other side."""

from .decisions import mark_seen, register, statuses_for, withdraw
from .drafts import (
    attach,
    delete_draft,
    detach,
    keep_draft,
    open_draft,
    start_draft,
    submit,
    sweep_blank_drafts,
    write_into_draft,
)
from .feed import add_document, add_message, add_note, add_status, locked, withdraw_entry
from .sending import send_for_signing

__all__ = [
    "add_document",
    "add_message",
    "add_note",
    "add_status",
    "attach",
    "delete_draft",
    "detach",
    "keep_draft",
    "locked",
    "mark_seen",
    "open_draft",
    "register",
    "send_for_signing",
    "start_draft",
    "statuses_for",
    "submit",
    "sweep_blank_drafts",
    "withdraw",
    "withdraw_entry",
    "write_into_draft",
]
