from .data import profile
from .personal import close, download, personal_data
from .staff import applicant, applicant_list, block, create, give_access, send_welcome, unblock

__all__ = [
    "applicant",
    "applicant_list",
    "block",
    "close",
    "create",
    "download",
    "give_access",
    "personal_data",
    "profile",
    "send_welcome",
    "unblock",
]
