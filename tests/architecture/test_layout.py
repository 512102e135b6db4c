"""The folders are the design's, and `platform` is still the standard library's."""

import importlib
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP_LEVEL = {
    ".ci", ".containerignore", ".gitignore", ".oxfmtrc.json", "CHANGELOG.md", "CONTRIBUTING.md", "Containerfile",
    "LICENSE", "Makefile", "README.md", "SECURITY.md", "UPGRADE.md", "billing", "cabinet", "clients", "compose.yaml",
    "docs", "helm", "manage.py", "platform", "pyproject.toml", "requirements", "templates", "tenants", "tests",
}  # fmt: skip
PACKAGES = [
    "accounts", "api", "audit", "billing", "cabinet", "config", "documents", "embedded", "front", "gost",
    "notifications", "outward", "signing", "telemetry", "tenancy", "tenants", "ui", "webhooks",
]  # fmt: skip


def tracked() -> list[Path]:
    """What is in the repository or about to be: never what a run made."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]  # -z: Russian names as they are
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [Path(name) for name in names if name]


def test_the_top_level_is_the_designs():
    assert {path.parts[0] for path in tracked()} == TOP_LEVEL


def test_every_folder_of_the_platform_is_a_package_we_name():
    folders = {path.parts[1] for path in tracked() if path.parts[0] == "platform"}
    assert folders == set(PACKAGES) - {"billing", "cabinet", "tenants"}


def test_the_platform_folder_is_no_package():
    assert not (ROOT / "platform" / "__init__.py").exists()
    command = [sys.executable, "-c", "import platform; print(platform.__file__)"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    assert Path(found).is_relative_to(sysconfig.get_path("stdlib"))


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_comes_from_this_checkout(name):
    module = importlib.import_module(name)
    assert module.__file__
    assert Path(module.__file__).is_relative_to(ROOT)


def test_no_module_is_named_utils():
    assert [path for path in tracked() if path.name in {"utils.py", "helpers.py", "common.py"}] == []
