"""The environment of a request for WSGI (PEP 3333)."""

import sys
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from .asgi import Scope

NOT_PASSED = {"transfer-encoding", "content-length"}  # the body is complete, and `size` is its length
SEPARATORS = {"HTTP_COOKIE": "; "}


def environ_of(scope: Scope, body: IO[bytes], *, size: int | None) -> dict[str, Any]:
    """The environment; `size` is None if there is no body. PEP 3333 requires text to be bytes decoded as latin-1."""
    host, port = scope["server"]
    client, _port = scope["client"] or ("", 0)  # None if the client has already left
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name in NOT_PASSED or "_" in name:  # X_Forwarded_For would pass for a header set by a proxy
            continue
        key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
        environ[key] = f"{environ[key]}{SEPARATORS.get(key, ',')}{value}" if key in environ else value
    if size is not None:
        environ["CONTENT_LENGTH"] = str(size)
    return environ
