from .acts import add_entry, register, withdraw, withdraw_entry
from .files import delete_draft, download, upload
from .reading import case, case_list, updates

__all__ = [
    "add_entry",
    "case",
    "case_list",
    "delete_draft",
    "download",
    "register",
    "updates",
    "upload",
    "withdraw",
    "withdraw_entry",
]
