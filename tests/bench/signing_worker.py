"""A worker that looks at signatures again: `python -m tests.bench.signing_worker SCHEMA NUMBER…`.

Prints {"seconds", "above_idle" (bytes)} as JSON.
"""

import json
import sys
import time
from pathlib import Path

import django


def main(schema: str, *numbers: str) -> None:
    django.setup()
    from django.utils import timezone

    import config.celery  # noqa: F401  (what a worker has loaded before its first task)
    import signing.tasks  # noqa: F401
    from documents.storage import storage
    from signing import services
    from signing.models import Signature
    from tenancy.company import inside_schema

    with inside_schema(schema):
        storage().answers()
        Signature.objects.count()
        idle, start = _memory("VmRSS"), time.perf_counter()
        for number in numbers:
            services.recheck(Signature(pk=int(number)), now=timezone.now())
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "above_idle": _memory("VmHWM") - idle}))


def _memory(what: str) -> int:
    """In bytes: VmRSS now, VmHWM at most. (`getrusage` tells of the process that started this one, too.)"""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines[what].split()[0]) * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
