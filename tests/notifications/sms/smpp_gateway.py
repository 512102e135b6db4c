"""An SMPP 3.4 server on a socket: the part of the protocol that a gateway needs, byte by byte."""

import contextlib
import itertools
import queue
import socket
import struct
import threading
from typing import Any

BIND_TRANSCEIVER, SUBMIT_SM, DELIVER_SM, UNBIND, ENQUIRE_LINK = 0x09, 0x04, 0x05, 0x06, 0x15
RESPONSE = 0x80000000
OK, WRONG_PASSWORD, THROTTLED, BAD_NUMBER = 0x00, 0x0E, 0x58, 0x0B
MESSAGE_PAYLOAD, RECEIPTED_ID, MESSAGE_STATE = 0x0424, 0x001E, 0x0427


class SmppGateway:
    """The server, which runs in threads until `stop`. `statuses` answers the next submit_sm; later ones get OK."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.is_silent = False
        self.hands_early_receipts = False  # before the answer that tells the id
        self.taken: list[dict[str, Any]] = []
        self.binds = 0
        self.answers: queue.Queue[tuple[int, int]] = queue.Queue()  # the answers to our requests: command and status
        self._ids = itertools.count(0x1F00)
        self._sequence = itertools.count(1)
        self._links: list[socket.socket] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smpp://grid:secret@127.0.0.1:{self.port}?source=GORSET&timeout=0.5"

    def stop(self) -> None:
        self._socket.close()
        self.drop()

    def drop(self) -> None:
        """Close every connection."""
        for link in self._links:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        self._links.clear()

    def receipt(self, message_id: str, state: str, *, with_fields: bool = False) -> int:
        """Send a delivery receipt of a message. Returns the status of the answer."""
        self._deliver(message_id, state, with_fields)
        command, status = self.answers.get(timeout=10)
        assert command == DELIVER_SM | RESPONSE
        return status

    def ask_whether_there(self) -> None:
        self._links[-1].sendall(pdu(ENQUIRE_LINK, OK, next(self._sequence)))
        assert self.answers.get(timeout=10) == (ENQUIRE_LINK | RESPONSE, OK)

    def _deliver(self, message_id: str, state: str, with_fields: bool = False) -> None:
        words = (
            f"id:{message_id} sub:001 dlvrd:001 submit date:2611211200 done date:2611211201 stat:{state} err:000 text:"
        )
        fields = b""
        if with_fields:
            words = ""
            fields = tlv(RECEIPTED_ID, message_id.encode() + b"\0")
            fields += tlv(MESSAGE_STATE, bytes([{"DELIVRD": 2, "UNDELIV": 5}[state]])) + tlv(0x1400, b"vendor")
        body = b"\0" + b"\1\1" + b"79001112233\0" + b"\5\0" + b"GORSET\0" + b"\4\0\0" + b"\0\0" + b"\0\0\0\0"
        body += bytes([len(words)]) + words.encode() + fields
        self._links[-1].sendall(pdu(DELIVER_SM, OK, next(self._sequence), body))

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._socket.accept()
            except OSError:
                return
            self._links.append(link)
            threading.Thread(target=self._talk, args=[link], daemon=True).start()

    def _talk(self, link: socket.socket) -> None:
        try:
            while True:
                length, command, status, sequence = struct.unpack(">LLLL", exactly(link, 16))
                body = exactly(link, length - 16)
                if command & RESPONSE:
                    self.answers.put((command, status))
                elif command == BIND_TRANSCEIVER:
                    system_id, password, _ = body.split(b"\0", 2)
                    is_known = (system_id, password) == (b"grid", b"secret")
                    self.binds += is_known
                    code = OK if is_known else WRONG_PASSWORD
                    link.sendall(pdu(command | RESPONSE, code, sequence, b"smsc\0" if is_known else b""))
                elif command == SUBMIT_SM:
                    self._submit(link, sequence, body)
                else:
                    link.sendall(pdu(command | RESPONSE, OK, sequence))
        except (OSError, EOFError):
            link.close()

    def _submit(self, link: socket.socket, sequence: int, body: bytes) -> None:
        status = self.statuses.pop(0) if self.statuses else OK
        if status != OK:
            link.sendall(pdu(SUBMIT_SM | RESPONSE, status, sequence))
            return
        message_id = f"{next(self._ids):X}"
        self.taken.append({**submitted(body), "id": message_id})
        if self.is_silent:
            return
        if self.hands_early_receipts:
            self._deliver(message_id, "DELIVRD")
        link.sendall(pdu(SUBMIT_SM | RESPONSE, OK, sequence, message_id.encode() + b"\0"))


def submitted(body: bytes) -> dict[str, Any]:
    """The fields of submit_sm. Raises AssertionError where the protocol is broken."""
    service, rest = body.split(b"\0", 1)
    source, after_source = rest[2:].split(b"\0", 1)
    destination, after_destination = after_source[2:].split(b"\0", 1)
    esm_class, after_flags = after_destination[0], after_destination[3:]
    schedule, validity, after_times = after_flags.split(b"\0", 2)
    registered, _, coding, _, length = after_times[:5]
    text, optional = after_times[5 : 5 + length], after_times[5 + length :]
    assert (service, schedule, coding, registered) == (b"", b"", 8, 1)
    assert len(validity) == 16
    assert length <= 140
    if optional:
        tag, size = struct.unpack(">HH", optional[:4])
        assert (tag, size, length) == (MESSAGE_PAYLOAD, len(optional) - 4, 0)
        text = optional[4:]
    return {
        "source": (rest[0], rest[1], source.decode()),
        "destination": (after_source[0], after_source[1], destination.decode()),
        "esm_class": esm_class,
        "validity": validity.decode(),
        "text": text,
    }


def pdu(command: int, status: int, sequence: int, body: bytes = b"") -> bytes:
    return struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body


def tlv(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value


def exactly(link: socket.socket, size: int) -> bytes:
    read = b""
    while len(read) < size:
        part = link.recv(size - len(read))
        if not part:
            raise EOFError
        read += part
    return read
