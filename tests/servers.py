"""A pytest plugin: the real servers, started before Django reads its settings, stopped after the last test.

Each worker of a parallel run has servers of its own: a test may stop one or empty it without disturbing another.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from embedded import Stack

HOME = Path(__file__).parents[1] / ".local" / "test"
STACK = pytest.StashKey[Stack]()
# Names of the variables that the first process set: a worker inherits them and must not take its servers for given.
OWN_VARIABLES = "TEST_STACK_VARIABLES"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    for name in os.environ.pop(OWN_VARIABLES, "").split():
        del os.environ[name]
    with one_at_a_time():
        stack = Stack.in_first_free(HOME, fsync=False)
    environment = {**stack.environment, "STATIC_ROOT": str(stack.home.folder / "static")}
    os.environ.update(environment, **{OWN_VARIABLES: " ".join(environment)})
    early_config.stash[STACK] = stack
    early_config.add_cleanup(stack.stop)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Workers that look for free ports at the same moment would find the same ones."""
    HOME.parent.mkdir(parents=True, exist_ok=True)
    with (HOME.parent / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def stack(pytestconfig: pytest.Config) -> Stack:
    """The servers themselves, for tests that stop one in the middle of something."""
    return pytestconfig.stash[STACK]
