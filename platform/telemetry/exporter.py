"""One port for Prometheus per pod, beside the site's own and never behind its Ingress.

The processes of a pod (a server and its workers) write their values into files of one folder. The process that has
started the others answers on the port with the sum over them.
"""

import os
import shutil
import tempfile
from pathlib import Path

PORT = "METRICS_PORT"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SLOTS = "METRICS_BY_SLOT"


def port() -> int | None:
    """The port that this pod was given; None: nobody asks for metrics."""
    given = os.environ.get(PORT, "").strip()
    return int(given) if given else None


def gather_from_children(name: str, *, by_slot: bool = False) -> None:
    """Have this process and those it starts write into a new folder. To be called before any of them counts.

    `by_slot`: the processes are those of a pool, each of which takes the place of one before it.
    """
    os.environ[SLOTS] = "1" if by_slot else ""
    folder = Path(tempfile.gettempdir()) / f"metrics-{name}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)  # of an earlier process with the same number
    folder.mkdir(parents=True)
    os.environ[FOLDER] = str(folder)


def name_processes() -> None:
    """Let a process of a pool go on in the file of the one before it: workers replace theirs after 500 tasks, and
    each would leave a file for ever. To be called before the first metric is made."""
    if os.environ.get(SLOTS):
        from billiard.process import current_process
        from prometheus_client import values

        values.ValueClass = values.MultiProcessValue(lambda: getattr(current_process(), "index", "main"))


def start(port: int, *, address: str = "0.0.0.0") -> None:  # noqa: S104  (a pod has one address; a policy guards it)
    """Answer on `port` from a thread of this process, for as long as the process lives."""
    from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = REGISTRY
    if FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    start_http_server(port, addr=address, registry=registry)
