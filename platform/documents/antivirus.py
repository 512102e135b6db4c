"""Viruses are looked for by ClamAV's clamd, over its socket, when CLAMD_ADDRESS names one."""

import socket
import struct
from collections.abc import Iterable

from django.conf import settings

from .models import Document

CONNECT_SECONDS = 5
ANSWER_SECONDS = 120  # for a large archive, unpacked
_ANSWER_BYTES = 4096
# Beyond its MaxFileSize, MaxScanSize and others clamd says "OK" of what it has not seen; with AlertExceedsMax, this.
_NOT_LOOKED_THROUGH = "Heuristics.Limits.Exceeded"


class ScannerDown(Exception):
    """clamd does not answer; nothing is known of the file, so it waits."""


def is_on() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def scan(content: Iterable[bytes]) -> Document.Scan:
    """CLEAN, INFECTED, or FAILED: clamd answered that it cannot tell (too large for it, its own limits).

    Raises ScannerDown. Which virus it was is not kept: it changes nothing of what is done.
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
    raise ScannerDown  # it was stopped while it looked


def answers() -> bool:
    """For the health page."""
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
    """INSTREAM: pieces, each after its length in four bytes; an empty one ends the file."""
    try:
        clamd.sendall(b"zINSTREAM\0")
        for piece in content:
            clamd.sendall(struct.pack("!I", len(piece)) + piece)
        clamd.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has heard enough (a file over its limit) and says so below
    said = b""
    while not said.endswith(b"\0") and len(said) < _ANSWER_BYTES:
        if not (piece := clamd.recv(_ANSWER_BYTES)):
            break
        said += piece
    return said.rstrip(b"\0").decode(errors="replace")
