"""Packs are read once in a process, however many pages ask for them."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from cabinet.rules import packs


@pytest.fixture
def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    packs.load.cache_clear()
    packs.editions.cache_clear()
    read: list[str] = []
    of_python = Path.read_text

    def note(file: Path, *args: str) -> str:
        if file.suffix == ".toml":
            read.append(file.name)
        return of_python(file, *args)

    monkeypatch.setattr(Path, "read_text", note)
    return read


def test_an_edition_is_read_once(files_read: list[str]) -> None:
    first = packs.pack_on("electricity", date(2026, 5, 1))

    assert [packs.pack_on("electricity", date(2026, 5, day)) is first for day in range(1, 31)] == [True] * 30
    assert files_read == ["2026-01-01.toml"]


def test_pages_do_not_read_it_again(files_read: list[str], applicant_client: Client) -> None:
    for _ in range(3):
        assert applicant_client.get("/cases/").status_code == 200

    assert files_read == ["2026-01-01.toml"]
