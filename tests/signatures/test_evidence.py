"""«Скачать всё для проверки» proves itself: one file of Python, alone in a folder, gives one of three answers."""

import subprocess
import sys
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases.models import Case, Entry
from signing.evidence import files
from signing.protocols import heads
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests import world
from tests.signing import by_sms
from tests.world import words

from .acts import sent, signed_by_company, signs_by_sms

pytestmark = pytest.mark.usefixtures("trusted")
VERIFIER = Path(files.__file__).with_name("verifier.py")
Parts = dict[str, bytes]


@pytest.fixture
def parts(
    applicant_client: Client,
    case: Case,
    administrator: User,
    applicant: User,
    pki: Pki,
    head_of_company: Identity,
) -> Parts:
    """Of a contract that both have signed, the second protocol of its company; a head has left between."""
    other = world.person(3, last_name="Посторонний", first_name="Иван")
    by_sms.signed(other, now=timezone.now())
    heads.leave(now=timezone.now())
    entry: Entry = sent(case, administrator)
    signed_by_company(entry, pki, head_of_company, administrator)
    entry.refresh_from_db()
    signs_by_sms(entry, applicant)
    answer = applicant_client.get(f"/documents/{entry.pk}/proof/")
    assert answer.status_code == 200, words(answer)
    with zipfile.ZipFile(BytesIO(cast(StreamingHttpResponse, answer).getvalue())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def verdict(parts: Mapping[str, bytes], folder: Path) -> tuple[int, str]:
    """What the program says of these parts in a folder with nothing else; the verifier is its own copy."""
    folder.mkdir()
    program = folder.with_name(f"{folder.name}.py")
    program.write_bytes(VERIFIER.read_bytes())
    for name, content in parts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-I", str(program), str(folder)], capture_output=True, text=True, cwd=folder, check=False
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout.strip().splitlines()[-1]


def changed(content: bytes, how: int) -> bytes:
    middle = len(content) // 2
    return [content + b" ", content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :], b""][how]


def test_the_whole_archive_holds(parts: Parts, tmp_path: Path) -> None:
    assert verdict(parts, tmp_path / "whole") == (0, "ВСЁ ВЕРНО")


def test_each_part_is_needed_and_none_may_be_changed(parts: Parts, tmp_path: Path) -> None:
    assert len(parts) >= 15
    for n, name in enumerate(parts):
        code, said = verdict({other: parts[other] for other in parts if other != name}, tmp_path / f"cut{n}")
        assert (code, said.split(":")[0]) == (2, "НЕДОСТАТОЧНО ДАННЫХ"), (name, said)
        for how in range(3):
            code, said = verdict({**parts, name: changed(parts[name], how)}, tmp_path / f"changed{n}-{how}")
            assert (code, said.split(":")[0]) == (1, "НАРУШЕНО"), (name, how, said)


def test_the_zip_itself_may_be_given_and_its_own_program_run(parts: Parts, tmp_path: Path) -> None:
    packed = tmp_path / "архив.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    own = tmp_path / "own"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(own)
    for arguments in ([str(own / files.VERIFIER)], [str(own / files.VERIFIER), str(packed)]):
        done = subprocess.run([sys.executable, "-I", *arguments], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout.strip().splitlines()[-1]) == (0, "ВСЁ ВЕРНО"), done.stdout
    packed.write_bytes(packed.read_bytes()[:-100])
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(packed)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "НЕДОСТАТОЧНО ДАННЫХ" in done.stdout


def test_nobody_else_is_in_it(parts: Parts) -> None:
    assert not [name for name, content in parts.items() if "Посторонний".encode() in content]
