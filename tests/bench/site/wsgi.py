"""The site as production loads it, which says in each answer how long it worked on it."""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.site.settings"

from config.wsgi import application as site


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """`Server-Timing: app;dur=…`: milliseconds from the call until the answer is whole. (A view's answer is rendered
    before it begins; waiting for a thread and the way over the network are not in it.)
    """
    began = time.perf_counter()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        spent = (time.perf_counter() - began) * 1000
        return start_response(status, [*headers, ("Server-Timing", f"app;dur={spent:.3f}")], *rest)

    return site(environ, start)
