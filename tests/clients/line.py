"""A line to the server that can be cut in the middle of what is sent."""

import socket
import threading
from contextlib import suppress
from types import TracebackType

PIECE = 64 * 1024


class Line:
    """Forwards connections to `target`. `sent` counts what went to the server; from `cut_at` on nothing passes."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.sent = 0
        self.cut_at: int | None = None
        self.cut = threading.Event()  # it has been cut
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> "Line":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        self._hang_up()

    def cut_after(self, size: int) -> None:
        self.cut.clear()
        self.cut_at = self.sent + size

    def mend(self) -> None:
        self.cut_at = None

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # closed
                return
            if self.cut.is_set() and self.cut_at is not None:
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", self.target))
            self._open |= {client, server}
            for source, sink, is_sending in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._forward, args=(source, sink, is_sending), daemon=True).start()

    def _forward(self, source: socket.socket, sink: socket.socket, is_sending: bool) -> None:
        try:
            while piece := source.recv(PIECE):
                if is_sending and self._is_cut_by(len(piece)):
                    self._hang_up()
                    return
                sink.sendall(piece)
        except OSError:
            pass
        finally:
            for one in (source, sink):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
                self._open.discard(one)

    def _is_cut_by(self, size: int) -> bool:
        with self._lock:
            if self.cut_at is not None and self.sent + size > self.cut_at:
                self.cut.set()
                return True
            self.sent += size
            return False

    def _hang_up(self) -> None:
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
