"""A pytest plugin: the real servers, started before Django reads its settings, stopped after the last test."""

import os
from pathlib import Path

import pytest

from embedded import Stack

HOME = Path(__file__).parents[1] / ".local" / "test"
STACK = pytest.StashKey[Stack]()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        # The first process started them, and its environment came along.
        os.environ["STATIC_ROOT"] += f"-{worker}"
        return
    stack = Stack.in_first_free(HOME, fsync=False)
    os.environ.update(stack.environment, STATIC_ROOT=str(stack.home.folder / "static"))
    early_config.stash[STACK] = stack
    early_config.add_cleanup(stack.stop)


@pytest.fixture(scope="session")
def stack(pytestconfig: pytest.Config) -> Stack:
    """The servers themselves, for tests that stop one in the middle of something."""
    if STACK not in pytestconfig.stash:
        pytest.skip("only the process that started the servers may stop them: run without -n")
    return pytestconfig.stash[STACK]
