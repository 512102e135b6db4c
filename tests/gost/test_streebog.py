"""Streebog: the standard's own examples, and one answer from every implementation this machine has."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gost import streebog
from gost.pure import Streebog
from gost.streebog import BACKENDS, Backend, NoBackend, PurePython

ROOT = Path(__file__).parents[2]

# RFC 6986, section 10; the second message is a line of «Слово о полку Игореве» in windows-1251.
EXAMPLES = [
    (
        b"012345678901234567890123456789012345678901234567890123456789012",
        256,
        "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500",
    ),
    (
        b"012345678901234567890123456789012345678901234567890123456789012",
        512,
        "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa"
        "00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48",
    ),
    (
        "Се ветри, Стрибожи внуци, веютъ с моря стрелами на храбрыя плъкы Игоревы".encode("cp1251"),
        256,
        "9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50",
    ),
    (
        "Се ветри, Стрибожи внуци, веютъ с моря стрелами на храбрыя плъкы Игоревы".encode("cp1251"),
        512,
        "1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376"
        "035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28",
    ),
]


def present() -> list[Backend]:
    found = []
    for make in BACKENDS:
        try:
            found.append(make())
        except OSError:
            continue
    return found


HERE = present()
each_backend = pytest.mark.parametrize("backend", HERE, ids=lambda backend: backend.name)


@each_backend
@pytest.mark.parametrize(("message", "bits", "digest"), EXAMPLES)
def test_the_examples_of_the_standard(backend, message, bits, digest):
    state = backend.new(bits)
    state.update(message)
    assert state.digest_size == bits // 8
    assert state.hexdigest() == digest


@given(parts=st.lists(st.binary(max_size=200), max_size=6), bits=st.sampled_from([256, 512]))
def test_all_implementations_agree(parts, bits):
    answers = set()
    for backend in HERE:
        state = backend.new(bits)
        for part in parts:
            state.update(part)
        answers.add(state.digest())
    whole = Streebog(bits)
    whole.update(b"".join(parts))
    assert answers == {whole.digest()}


@each_backend
def test_any_buffer_is_read(backend):
    data = bytes(range(256)) * 5
    wide = memoryview(data).cast("I")
    every = [data, bytearray(data), memoryview(data), memoryview(bytearray(data)), wide]
    digests = set()
    for buffer in every:
        state = backend.new(256)
        state.update(buffer)
        digests.add(state.digest())
    assert len(digests) == 1


@each_backend
def test_a_digest_may_be_asked_for_on_the_way(backend):
    state = backend.new(256)
    state.update(b"first")
    early = state.digest()
    assert state.digest() == early
    state.update(b"second")
    whole = backend.new(256)
    whole.update(b"firstsecond")
    assert state.digest() == whole.digest() != early


def test_a_file_is_read_once_for_both_lengths():
    message, _, short = EXAMPLES[2]
    _, _, long = EXAMPLES[3]
    assert {bits: digest.hex() for bits, digest in streebog.digests(io.BytesIO(message)).items()} == {
        256: short,
        512: long,
    }


def test_a_file_longer_than_a_chunk():
    data = os.urandom(streebog.CHUNK) + b"tail"
    state = streebog.new(512)
    state.update(data)
    assert streebog.digests(io.BytesIO(data))[512] == state.digest()


def test_an_implementation_can_be_forced(monkeypatch):
    monkeypatch.setenv("STREEBOG_BACKEND", "python")
    assert streebog.backend().name == "python"
    assert isinstance(streebog.new(256), Streebog)


def test_the_fastest_present_is_chosen(monkeypatch):
    monkeypatch.delenv("STREEBOG_BACKEND", raising=False)
    assert streebog.backend().name == HERE[0].name
    assert streebog.backend() is streebog.backend()


def test_an_unknown_implementation_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("STREEBOG_BACKEND", "abacus")
    with pytest.raises(NoBackend, match="abacus"):
        streebog.backend()


class Wrong:
    """A library that answers, but computes something else."""

    name = "wrong"

    def new(self, bits: int) -> Streebog:
        return Streebog(256 if bits == 512 else 512)


class Broken:
    """A library that starts and then refuses to work."""

    name = "broken"

    def new(self, bits: int) -> Streebog:
        raise OSError("not built with Streebog")


def absent() -> Backend:
    raise OSError("no such library")


@pytest.mark.parametrize("bad", [Wrong, Broken, absent])
def test_what_does_not_work_is_passed_over(bad: Callable[[], Backend]):
    assert streebog.first_working([bad, PurePython]).name == "python"


def test_what_computes_wrongly_is_not_used_even_when_asked_for():
    with pytest.raises(NoBackend, match="wrong"):
        streebog.first_working([Wrong, PurePython], "wrong")


def test_there_are_two_lengths():
    with pytest.raises(ValueError, match="384"):
        Streebog(384)


def test_the_package_needs_nothing_of_the_site():
    """It is used before there are settings, and by tools without Django."""
    command = [sys.executable, "-c", "import gost.streebog, gost.curves, sys; assert 'django' not in sys.modules"]
    subprocess.run(command, cwd=ROOT / "platform", check=True)
