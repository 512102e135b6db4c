"""Settings are split by subject: one name has one place, and what cannot be is said at the start."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import config.settings

FOLDER = Path(config.settings.__file__).parent
MODULES = sorted(path for path in FOLDER.glob("*.py") if path.stem != "__init__")
PRODUCTION = {
    "PYTHONPATH": f"{FOLDER.parents[1]}{os.pathsep}{FOLDER.parents[2]}",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "DATABASE_URL": "postgres://kabinet@127.0.0.1:1/kabinet",
    "REDIS_URL": "redis://127.0.0.1:1",
    "S3_ENDPOINT_URL": "http://127.0.0.1:1",
    "S3_BUCKET": "documents",
    "S3_ACCESS_KEY": "key",
    "S3_SECRET_KEY": "secret",
    "SIGNING_SEAL_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
}


def started(**changed: str | None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in {**PRODUCTION, **changed}.items() if value is not None}
    command = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_every_module_is_part_of_the_settings() -> None:
    text = (FOLDER / "__init__.py").read_text()

    assert re.findall(r"^from \.(\w+) import \*", text, flags=re.M) == [path.stem for path in MODULES]


def test_a_name_is_given_in_one_module() -> None:
    """Of two the later import would win, silently."""
    given: dict[str, list[str]] = {}
    for path in MODULES:
        for name in set(re.findall(r"^(?:    )?([A-Z][A-Z0-9_]*) =", path.read_text(), flags=re.M)):
            given.setdefault(name, []).append(path.stem)

    assert {name: places for name, places in given.items() if len(places) > 1} == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 120


def test_production_starts() -> None:
    assert started().stderr == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        *(({name: None}, f"{name} is not set") for name in PRODUCTION if name != "PYTHONPATH"),
        ({"EMBEDDED": "yes"}, "EMBEDDED is 1 or 0"),
        ({"SECRET_KEY_FALLBACKS": PRODUCTION["SECRET_KEY"]}, "SECRET_KEY_FALLBACKS holds the secret that is in use"),
        ({"SECRET_KEY_FALLBACKS_FILE": "/nowhere/key"}, "SECRET_KEY_FALLBACKS_FILE: "),
        ({"SIGNING_SEAL_KEY": "AAEC"}, "SIGNING_SEAL_KEY is 32 bytes in Base64"),
        ({"CADES_LOADER_URL": "demo/plugin.js"}, "CADES_LOADER_URL is the vendor's script"),
        ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL looks like"),
        ({"DATABASE_DIRECT_URL": "mysql://a/b"}, "DATABASE_URL looks like"),
        ({"EMAIL_URL": "pop3://a"}, "EMAIL_URL looks like"),
        ({"SMS_GATEWAYS": "pigeon://a:b@c"}, "SMS_GATEWAYS looks like"),
        ({"CONN_MAX_AGE": "long"}, "CONN_MAX_AGE is a whole number"),
        ({"BEHIND_PROXY": "maybe"}, "BEHIND_PROXY is 1 or 0"),
    ],
    ids=str,
)
def test_what_cannot_be_stops_the_start(changed: dict[str, str | None], said: str) -> None:
    failed = started(**changed)

    assert failed.returncode != 0
    assert said in failed.stderr.splitlines()[-1]
