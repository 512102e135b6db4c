"""The client is a package of its own: whoever installs it installs nothing else."""

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

CLIENT = Path(__file__).parents[2] / "clients" / "python"
MODULES = sorted((CLIENT / "kabinet").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CLIENT)))
def test_it_imports_the_standard_library_and_itself(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            imported.add(node.module.split(".")[0])

    assert imported <= sys.stdlib_module_names


def test_it_runs_where_nothing_of_the_site_is(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(CLIENT)!r}); import kabinet.commands; "
               "print([name for name in ('django', 'config', 'tenancy') if name in sys.modules])"]  # fmt: skip
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_its_wheel_has_the_command_and_its_types(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=CLIENT, capture_output=True, check=True)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        [entry_points] = [name for name in names if name.endswith("entry_points.txt")]
        commands = archive.read(entry_points).decode()

    assert "kabinet/py.typed" in names
    assert {str(path.relative_to(CLIENT)) for path in MODULES} <= set(names)
    assert "kabinet = kabinet.commands:main" in commands
    assert not [name for name in names if "Requires-Dist" in name]
    assert tomllib.loads((CLIENT / "pyproject.toml").read_text())["project"]["dependencies"] == []
