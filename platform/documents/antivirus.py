"""The virus scanner: ClamAV's clamd, asked over its socket. Without CLAMD_ADDRESS nothing is scanned."""

import select
import socket
import struct
import time
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

    Raises ScannerDown, also for an answer that is cut, is none of clamd's, or calls clean what it has not read whole.
    The name of the virus is not kept, because nothing depends on it.
    """
    try:
        with _connected() as clamd:
            is_whole = _stream(clamd, content)
            answer = _answer(clamd)
    except OSError as error:
        raise ScannerDown from error
    if _NOT_LOOKED_THROUGH in answer:
        return Document.Scan.FAILED
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Document.Scan.INFECTED
    if answer == "stream: OK" and is_whole:
        return Document.Scan.CLEAN
    if answer.endswith(" ERROR"):
        return Document.Scan.FAILED
    raise ScannerDown


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


def _stream(clamd: socket.socket, content: Iterable[bytes]) -> bool:
    """Send the file by INSTREAM: each piece follows its length in four bytes, an empty piece ends the file.

    Returns whether clamd took all of it. It hangs up on a file that exceeds its limit, and its answer says so.
    """
    try:
        clamd.sendall(b"zINSTREAM\0")
        for piece in content:
            clamd.sendall(struct.pack("!I", len(piece)) + piece)
            if select.select([clamd], [], [], 0)[0]:  # it speaks before the end of the file
                return False
        clamd.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def _answer(clamd: socket.socket) -> str:
    """What clamd says up to the NUL that ends it; "" if it hangs up before. Raises TimeoutError."""
    said, ends_at = b"", time.monotonic() + ANSWER_SECONDS
    while b"\0" not in said:
        clamd.settimeout(max(ends_at - time.monotonic(), 0.001))
        piece = clamd.recv(_ANSWER_BYTES)
        if not piece or len(said) > _ANSWER_BYTES:
            return ""
        said += piece
    return said.partition(b"\0")[0].decode(errors="replace")
