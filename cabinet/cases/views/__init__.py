from .acts import add_entry, register, withdraw, withdraw_entry
from .archive import archive
from .files import delete_draft, download, picture, preview, upload, waiting_file
from .history import history
from .information import answer_request, check_answer, close_information, put_file
from .numbers import numbers
from .reading import case, case_list, updates

__all__ = [
    "add_entry",
    "answer_request",
    "archive",
    "case",
    "case_list",
    "check_answer",
    "close_information",
    "delete_draft",
    "download",
    "history",
    "numbers",
    "picture",
    "preview",
    "put_file",
    "register",
    "updates",
    "upload",
    "waiting_file",
    "withdraw",
    "withdraw_entry",
]
