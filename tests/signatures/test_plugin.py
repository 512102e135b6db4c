"""The way for the plug-in, and only where it is needed."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case
from tests.world import words

from .acts import COMPANY, asked, sent

ROOT = settings.ROOT / "platform"
EXTENSION = "chrome-extension://iifchhfnnmpdbibifmljnfjhpififfog"


@pytest.fixture
def address(case: Case, administrator: User) -> str:
    return f"/signatures/{asked(sent(case, administrator), COMPANY).pk}/"


def policy(answer: Any) -> str:
    found: str = answer["Content-Security-Policy"]
    return next(part.strip() for part in found.split(";") if part.strip().startswith("script-src"))


def test_only_pages_that_sign_let_the_extension_in(signer_client: Client, case: Case, address: str) -> None:
    for page in (address, "/signatures/", "/signatures/setup/"):
        assert EXTENSION in policy(signer_client.get(page))
    for page in ("/cases/", f"/cases/{case.pk}/", "/powers/"):
        assert EXTENSION not in policy(signer_client.get(page))


def test_without_the_vendors_script_one_signs_outside(signer_client: Client, address: str, settings: Any) -> None:
    settings.CADES_LOADER_URL = ""

    for page in (address, "/signatures/setup/"):
        answer = words(signer_client.get(page))
        assert "Подписание в браузере ещё не настроено" in answer
        assert "signing.js" not in answer
    assert '<details class="fold" open>' in words(signer_client.get(address))


def test_the_vendors_script_comes_from_where_it_was_put(signer_client: Client, address: str, settings: Any) -> None:
    settings.CADES_LOADER_URL = "/vendor/cadesplugin_api.js"

    assert '<script src="/vendor/cadesplugin_api.js"></script>' in words(signer_client.get(address))


def test_settings_of_production_refuse_the_stand_in() -> None:
    asked = {**os.environ, "EMBEDDED": "0", "CADES_LOADER_URL": "https://cdn.example.ru/demo/plugin.js"}
    command = [sys.executable, "-c", "import config.settings"]
    ran = subprocess.run(command, env=asked, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode != 0
    assert "WrongSetting: CADES_LOADER_URL is the vendor's script" in ran.stderr


def test_the_stand_in_offers_what_a_computer_would(
    signer_client: Client, applicant_client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.TEST_AUTHORITY_DIR = tmp_path

    offered = signer_client.get("/demo/signer/").json()["certificates"]
    assert ["Платонов" in one["SubjectName"] for one in offered] == [True, True, False]
    mark = offered[0]["Thumbprint"]
    assert signer_client.post("/demo/signer/", {"thumbprint": mark, "hash": "AB" * 32}).json()["signature"]
    assert signer_client.post("/demo/signer/", {"thumbprint": mark, "hash": "AB"}).status_code == 404
    assert applicant_client.post("/demo/signer/", {"thumbprint": mark, "hash": "AB" * 32}).status_code == 404
