from .acts import add_entry, register, withdraw, withdraw_entry
from .archive import archive
from .files import delete_draft, download, picture, preview, upload, waiting_file
from .history import history
from .information import close_information, complete_answer
from .numbers import numbers
from .reading import case, case_list, updates

__all__ = [
    "add_entry",
    "archive",
    "case",
    "case_list",
    "close_information",
    "complete_answer",
    "delete_draft",
    "download",
    "history",
    "numbers",
    "picture",
    "preview",
    "register",
    "updates",
    "upload",
    "waiting_file",
    "withdraw",
    "withdraw_entry",
]
