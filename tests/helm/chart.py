"""The chart as Helm renders it."""

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
CHART = ROOT / "helm" / "setevoy-kabinet"
SETS = sorted((CHART / "ci").glob("*-values.yaml"))
Manifest = dict[str, Any]


def helm() -> str | None:
    """The binary that `make chart` fetches, or one of the machine."""
    own = ROOT / ".local" / "tools" / "helm"
    return str(own) if own.exists() else shutil.which("helm")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    found = helm()
    assert found, "no helm: run `make chart`"
    return subprocess.run([found, *arguments], capture_output=True, text=True, check=False)


@cache
def rendered(values: Path) -> list[Manifest]:
    answer = run("template", "release", str(CHART), "--namespace", "kabinet", "--values", str(values))
    assert answer.returncode == 0, answer.stderr
    return [manifest for manifest in yaml.safe_load_all(answer.stdout) if manifest]


def of_kind(values: Path, kind: str) -> list[Manifest]:
    return [manifest for manifest in rendered(values) if manifest["kind"] == kind]


def pod_of(manifest: Manifest) -> Manifest:
    spec = manifest["spec"]
    pod: Manifest = (spec["jobTemplate"]["spec"] if manifest["kind"] == "CronJob" else spec)["template"]["spec"]
    return pod
