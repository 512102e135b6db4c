"""The first operator of an installation is made by a command."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

ANSWERS = ["--email", "Timur@example.ru", "--last-name", "Соколов", "--first-name", "Тимур"]


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text("три слова и число 17\n")
    return file


def test_an_operator_made_by_the_command_signs_in(db, password_file):
    call_command("make_operator", *ANSWERS, "--password-file", str(password_file))

    browser = Client(HTTP_HOST=settings.PLATFORM_HOST)
    browser.post("/accounts/login/", {"login": "timur@example.ru", "password": "три слова и число 17"})

    assert browser.get("/companies/").status_code == 200


def test_a_weak_password_makes_nobody(db, password_file):
    password_file.write_text("12345678901")

    with pytest.raises(CommandError, match="цифр"):
        call_command("make_operator", *ANSWERS, "--password-file", str(password_file))


def test_an_operator_is_not_made_twice(db, password_file):
    call_command("make_operator", *ANSWERS, "--password-file", str(password_file))

    with pytest.raises(CommandError, match="занят"):
        call_command("make_operator", *ANSWERS, "--password-file", str(password_file))
