from collections.abc import Iterator

import pytest

from embedded import Stack
from tests.server.served import Served, served


@pytest.fixture(scope="module")
def patient(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Waits for slow clients as in production, longer than any test."""
    with served(stack, "patient", tmp_path_factory.mktemp("marks")) as server:
        yield server


@pytest.fixture(scope="module")
def strict(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Waits a second."""
    limits = {"HEADERS_SECONDS": 1, "BODY_IDLE_SECONDS": 1, "BODY_GRACE_SECONDS": 1, "READER_SECONDS": 1}
    with served(stack, "strict", tmp_path_factory.mktemp("marks"), **limits) as server:
        yield server
