"""The virus scanner: ClamAV's clamd, asked over its socket. Without CLAMD_ADDRESS nothing is scanned."""

import socket
import struct
from collections.abc import Iterable

from django.conf import settings

from .models import Document

CONNECT_SECONDS = 5
ANSWER_SECONDS = 120  # for a large archive, unpacked
_ANSWER_BYTES = 4096
# Above its limits (MaxFileSize, MaxScanSize) clamd answers "OK" although it has not read the file. With the option
# AlertExceedsMax it answers this name instead.
_NOT_LOOKED_THROUGH = "Heuristics.Limits.Exceeded"


class ScannerDown(Exception):
    """clamd does not answer. Nothing is known about the file, so it is scanned later."""


def is_on() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def scan(content: Iterable[bytes]) -> Document.Scan:
    """Return CLEAN or INFECTED; FAILED if clamd answered that the file is beyond its limits.

    Raises ScannerDown. The name of the virus is not kept, because nothing depends on it.
    """
    try:
        with _connected() as clamd:
            answer = _stream(clamd, content)
    except OSError as error:
        raise ScannerDown from error
    if _NOT_LOOKED_THROUGH in answer:
        return Document.Scan.FAILED
    if answer.endswith(" FOUND"):
        return Document.Scan.INFECTED
    if answer.endswith(" OK"):
        return Document.Scan.CLEAN
    if answer.endswith(" ERROR"):
        return Document.Scan.FAILED
    raise ScannerDown  # clamd was stopped during the scan


def answers() -> bool:
    """Whether clamd answers now, for the health page."""
    try:
        with _connected() as clamd:
            clamd.settimeout(CONNECT_SECONDS)
            clamd.sendall(b"zPING\0")
            return clamd.recv(_ANSWER_BYTES).rstrip(b"\0\n") == b"PONG"
    except OSError:
        return False


def _connected() -> socket.socket:
    address = settings.CLAMD_ADDRESS
    if not address.startswith("/"):
        host, _colon, port = address.rpartition(":")
        clamd = socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS)
    else:
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(CONNECT_SECONDS)
        try:
            clamd.connect(address)
        except OSError:
            clamd.close()
            raise
    clamd.settimeout(ANSWER_SECONDS)
    return clamd


def _stream(clamd: socket.socket, content: Iterable[bytes]) -> str:
    """Send the file by INSTREAM: each piece follows its length in four bytes, an empty piece ends the file."""
    try:
        clamd.sendall(b"zINSTREAM\0")
        for piece in content:
            clamd.sendall(struct.pack("!I", len(piece)) + piece)
        clamd.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # the file exceeds clamd's limit, and the answer below says so
    said = b""
    while not said.endswith(b"\0") and len(said) < _ANSWER_BYTES:
        if not (piece := clamd.recv(_ANSWER_BYTES)):
            break
        said += piece
    return said.rstrip(b"\0").decode(errors="replace")
