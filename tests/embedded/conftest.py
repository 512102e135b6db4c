import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded.account import outside
from embedded.processes import stop_left_behind

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Inside the checkout: pytest's own folders are closed to the account that PostgreSQL runs under for root."""
    folder = ROOT / ".local" / f"test-{request.node.name[:60]}"
    home = folder / "home"
    yield home
    stop_left_behind(home)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(outside(home), ignore_errors=True)
