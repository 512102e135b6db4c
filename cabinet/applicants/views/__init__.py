from .data import profile
from .personal import close, download, personal_data
from .staff import applicant, applicant_list, block, create, send_welcome, unblock

__all__ = [
    "applicant",
    "applicant_list",
    "block",
    "close",
    "create",
    "download",
    "personal_data",
    "profile",
    "send_welcome",
    "unblock",
]
