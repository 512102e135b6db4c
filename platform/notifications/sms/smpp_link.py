"""One bound connection to an SMPP gateway for each process of the worker, and the thread that reads it.

The gateway sends receipts over whichever connection it likes, whenever it likes, and drops one that does not answer its
enquire_link: somebody has to read all the time.
"""

import logging
import os
import select
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from smpplib import consts, exceptions
from smpplib import smpp as pdus
from smpplib.client import Client

from ..channels import DeliveryFailed
from . import reports
from .gateways import Address, Report

log = logging.getLogger(__name__)

DEFAULT_PORT = 2775
BIND_SECONDS = 5
IDLE_SECONDS = 30.0  # without a word from the gateway, then it is asked whether it is there
TICK = 0.5
# A receipt may overtake the answer it belongs to: it is tried again until the row must have been written.
EARLY_SECONDS = 30.0
MOST_EARLY = 1000
WRONG_ACCOUNT = {consts.SMPP_ESME_RINVPASWD, consts.SMPP_ESME_RINVSYSID, consts.SMPP_ESME_RBINDFAIL}

Answer = tuple[int, str]  # the status of submit_sm_resp and the id of the message
Reader = Callable[[Any], Report | None]


class NoAnswer(Exception):
    """The link broke, or was silent, after a message had left."""


class Link:
    def __init__(self, address: Address, read_receipt: Reader) -> None:
        self.address = address
        self.read_receipt = read_receipt
        self.is_alive = True
        self._writing = threading.Lock()
        self._waiting: dict[int, Future[Answer]] = {}
        self._early: list[tuple[Report, float]] = []
        self._client = self._bound()
        self._thread = threading.Thread(target=self._listen, name=f"sms-{address.name}", daemon=True)
        self._thread.start()

    def submit(self, parts: list[dict[str, Any]]) -> list[Answer]:
        """Send every part and wait for the answers. Raises DeliveryFailed if nothing has left, NoAnswer."""
        futures: list[Future[Answer]] = []
        for fields in parts:
            try:
                futures.append(self._submit(fields))
            except (exceptions.ConnectionError, exceptions.PDUError, AttributeError) as error:
                self.close()
                if futures:
                    raise NoAnswer from error
                raise DeliveryFailed(f"{self.address.name}: связь прервалась") from None
        until = time.monotonic() + self.address.seconds
        try:
            return [future.result(max(0.0, until - time.monotonic())) for future in futures]
        except FutureTimeout:
            self.close()
            raise NoAnswer from None

    def close(self) -> None:
        """Those who wait learn that no answer will come."""
        self.is_alive = False
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=BIND_SECONDS)

    def _bound(self) -> Client:
        name = self.address.name
        client = Client(
            self.address.host,
            self.address.port or DEFAULT_PORT,
            timeout=BIND_SECONDS,
            logger_name="smpp",
            allow_unknown_opt_params=True,
        )
        try:
            client.connect()
            client.bind_transceiver(system_id=self.address.user, password=self.address.password)
        except exceptions.PDUError as error:
            client.disconnect()
            status = error.args[1] if len(error.args) > 1 else 0
            words = "не принял имя и пароль" if status in WRONG_ACCOUNT else f"отказ при входе, код {status:#x}"
            raise DeliveryFailed(f"{name}: {words}") from None
        except (exceptions.ConnectionError, exceptions.UnknownCommandError, OSError):
            client.disconnect()
            raise DeliveryFailed(f"{name}: нет связи") from None
        return client

    def _submit(self, fields: dict[str, Any]) -> Future[Answer]:
        future: Future[Answer] = Future()
        with self._writing:
            pdu = pdus.make_pdu("submit_sm", client=self._client, **fields)
            self._waiting[pdu.sequence] = future
            self._client.send_pdu(pdu)
        return future

    def _listen(self) -> None:
        heard_at, is_asked = time.monotonic(), False
        try:
            while self.is_alive:
                readable, _, _ = select.select([self._client._socket], [], [], TICK)
                if readable:
                    self._act(self._client.read_pdu())
                    heard_at, is_asked = time.monotonic(), False
                elif time.monotonic() - heard_at > IDLE_SECONDS:
                    if is_asked:
                        break
                    self._send(pdus.make_pdu("enquire_link", client=self._client))
                    heard_at, is_asked = time.monotonic(), True
                self._try_early_ones()
        except Exception as error:  # a broken link, or a PDU that cannot be read: then what follows cannot be either
            log.info("%s: the link is gone (%s)", self.address.name, type(error).__name__)
        finally:
            self.is_alive = False
            self._client.disconnect()
            for future in self._waiting.values():
                future.set_exception(NoAnswer())
            connections.close_all()

    def _act(self, pdu: Any) -> None:
        if pdu.command in {"submit_sm_resp", "generic_nack"}:
            if future := self._waiting.pop(pdu.sequence, None):
                message_id = getattr(pdu, "message_id", None) or b""
                future.set_result((pdu.status, message_id.decode("latin-1")))
        elif pdu.command == "deliver_sm":
            self._answer(pdu, "deliver_sm_resp", self._take(self.read_receipt(pdu)))
        elif pdu.command == "enquire_link":
            self._answer(pdu, "enquire_link_resp")
        elif pdu.command == "unbind":
            self._answer(pdu, "unbind_resp")
            self.is_alive = False

    def _take(self, report: Report | None) -> int:
        """What the gateway is answered: a receipt that could not be noted is to come again."""
        if report is None:
            return int(consts.SMPP_ESME_ROK)
        try:
            if not self._note(report) and len(self._early) < MOST_EARLY:
                self._early.append((report, time.monotonic() + EARLY_SECONDS))
        except DatabaseError:
            log.exception("%s: a receipt could not be noted", self.address.name)
            return int(consts.SMPP_ESME_RX_T_APPN)
        return int(consts.SMPP_ESME_ROK)

    def _try_early_ones(self) -> None:
        if not self._early:
            return
        early, self._early = self._early, []
        for report, until in early:
            try:
                if time.monotonic() < until and not self._note(report):
                    self._early.append((report, until))
            except DatabaseError:
                self._early.append((report, until))

    def _note(self, report: Report) -> bool:
        close_old_connections()
        return reports.take(self.address.name, report, now=timezone.now())

    def _answer(self, pdu: Any, command: str, status: int = consts.SMPP_ESME_ROK) -> None:
        answer = pdus.make_pdu(command, client=self._client, status=status)
        answer.sequence = pdu.sequence
        self._send(answer)

    def _send(self, pdu: Any) -> None:
        with self._writing:
            self._client.send_pdu(pdu)


_links: dict[tuple[int, str, str, int | None], Link] = {}
_choosing = threading.Lock()


def link_of(address: Address, read_receipt: Reader) -> Link:
    """The link of this process to the gateway, bound anew if the last one is gone. Raises DeliveryFailed."""
    # A forked process must not write into its parent's connection.
    place = (os.getpid(), address.name, address.host, address.port)
    with _choosing:
        link = _links.get(place)
        if link is None or not link.is_alive:
            link = _links[place] = Link(address, read_receipt)
        return link


def close_links() -> None:
    """Let go of every link of this process."""
    with _choosing:
        for place in [place for place in _links if place[0] == os.getpid()]:
            _links.pop(place).close()
