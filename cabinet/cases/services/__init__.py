"""What can be done with a case. Every verb records itself in the feed and in the audit and tells the other side."""

from .answers import put_file, put_words, send_answer, take_out
from .decisions import answer, mark_seen, register, withdraw
from .drafts import (
    attach,
    delete_draft,
    detach,
    keep_draft,
    open_draft,
    start_draft,
    submit,
    sweep_blank_drafts,
    sweep_draft,
    write_into_draft,
)
from .feed import add_document, add_message, add_note, add_status, withdraw_entry
from .information import Verdict, ask_information, check_answer, close_information
from .numbers import are_given_by_template, change_numbers
from .origin import note_origin
from .outcome import Outcome, status_of, statuses_for
from .papers import file_paper, want_papers
from .placement import locked
from .sending import file_unsigned, is_followed, locked_requests, send_for_signing

__all__ = [
    "Outcome",
    "Verdict",
    "add_document",
    "add_message",
    "add_note",
    "add_status",
    "answer",
    "are_given_by_template",
    "ask_information",
    "attach",
    "change_numbers",
    "check_answer",
    "close_information",
    "delete_draft",
    "detach",
    "file_paper",
    "file_unsigned",
    "is_followed",
    "keep_draft",
    "locked",
    "locked_requests",
    "mark_seen",
    "note_origin",
    "open_draft",
    "put_file",
    "put_words",
    "register",
    "send_answer",
    "send_for_signing",
    "start_draft",
    "status_of",
    "statuses_for",
    "submit",
    "sweep_blank_drafts",
    "sweep_draft",
    "take_out",
    "want_papers",
    "withdraw",
    "withdraw_entry",
    "write_into_draft",
]
