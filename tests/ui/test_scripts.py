import re

import pytest

from ui.bundle import SOURCES

FOLDER = SOURCES.parent / "static" / "ui" / "js"
SCRIPTS = sorted(FOLDER.glob("*.js"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_imports_what_exists_and_nothing_from_elsewhere(path):
    imported = re.findall(r"""(?:from|import\()\s*["']([^"']+)["']""", path.read_text())

    assert [name for name in imported if not (name.startswith("./") and (FOLDER / name).exists())] == []


def test_nothing_is_imported_in_a_circle():
    """Names with hashes are computed from contents: a circle has none."""
    needs = {path.name: set(re.findall(r'["\']\./([\w.]+)["\']', path.read_text())) for path in SCRIPTS}
    while ready := {name for name, others in needs.items() if not others & needs.keys()}:
        needs = {name: others for name, others in needs.items() if name not in ready}

    assert needs == {}
