"""What people read, print and download about signatures. It is made on request; the signed original is not touched."""

from .downloads import SignatureFile, signature_file
from .paper import PDF, Paper, check_address
from .protocol import protocol_pdf
from .sheet import evidence_sheet, stamped_copy

__all__ = [
    "PDF",
    "Paper",
    "SignatureFile",
    "check_address",
    "evidence_sheet",
    "protocol_pdf",
    "signature_file",
    "stamped_copy",
]
