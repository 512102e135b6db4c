"""The application server: uvicorn in front, the site's WSGI application in threads behind it (docs/adr/0007)."""

import argparse
import functools
import resource
import sys
from concurrent.futures import ThreadPoolExecutor

import uvicorn
from uvicorn.importer import import_from_string
from uvicorn.supervisors import Multiprocess

from front import Front, Limits
from telemetry import exporter

APPLICATION = "config.wsgi:application"
WORKERS = 2
# Per worker. They wait for the database and S3, never for a client, except those that stream (half of them at most);
# each keeps a connection to the database.
THREADS = 16
KEEP_ALIVE_SECONDS = 75  # an idle connection costs memory only
STOP_SECONDS = 25  # for requests in flight; orchestrators kill after 30
DESCRIPTORS = 65_536  # per process: connections and temporary files; systems begin with 1 024
# A worker that does not answer its parent for so long is replaced; sometimes the parent waits so for a dead one too.
HUNG_SECONDS = 10


def command(
    host: str, port: int, *, workers: int = WORKERS, threads: int = THREADS, application: str = APPLICATION
) -> list[str]:
    """The command line that serves the site on host:port."""
    return [
        sys.executable, "-m", "config.server", application,
        "--host", host, "--port", str(port), "--workers", str(workers), "--threads", str(threads),
    ]  # fmt: skip


def front(application: str, threads: int) -> Front:
    """What a worker serves; made in the worker, because the parent process needs nothing of Django."""
    with ThreadPoolExecutor(1) as aside:  # an event loop runs here already, and Django lets no query beside one
        site = aside.submit(import_from_string, application).result()
    return Front(site, threads=threads, limits=limits(), on_refusal=note_refusal)


def note_refusal(code: str) -> None:
    from telemetry import metrics

    metrics.front_refusals.labels(code).inc()


def limits() -> Limits:
    """As the settings of the site say, which the application has loaded."""
    from django.conf import settings

    return Limits(
        headers_seconds=settings.HEADERS_SECONDS,
        body_idle_seconds=settings.BODY_IDLE_SECONDS,
        body_grace_seconds=settings.BODY_GRACE_SECONDS,
        body_bytes_per_second=settings.BODY_BYTES_PER_SECOND,
        body_seconds=settings.BODY_SECONDS,
        reader_seconds=settings.READER_SECONDS,
        request_bytes=settings.MAX_REQUEST_SIZE,
        bodies_bytes=settings.BODIES_ON_DISK,
        trusted_proxies=settings.ALLAUTH_TRUSTED_PROXY_COUNT,
    )


def serve(application: str, host: str, port: int, *, workers: int, threads: int) -> None:
    _allow_many_connections()
    if metrics_port := exporter.port():
        exporter.gather_from_children("web")
        exporter.start(metrics_port)
    config = uvicorn.Config(
        functools.partial(front, application, threads),
        factory=True,
        interface="asgi3",
        http="front.connection:Connection",
        loop="uvloop",
        ws="none",
        lifespan="off",
        host=host,
        port=port,
        workers=workers,
        log_config=None,  # Django's
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # X-Forwarded-* is read by the site, which knows how many proxies to believe
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_worker_healthcheck=HUNG_SECONDS,
    )
    Multiprocess(config, sockets=[config.bind_socket()]).run()


def _allow_many_connections() -> None:
    """Slow clients are cheap as long as there are descriptors for them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serve the site.")
    parser.add_argument("application")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--threads", type=int, default=THREADS)
    asked = parser.parse_args()
    serve(asked.application, asked.host, asked.port, workers=asked.workers, threads=asked.threads)
