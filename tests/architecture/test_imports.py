"""Inside a package imports are relative, so that an absolute one is an arrow between layers."""

import ast
from pathlib import Path

import pytest

PLATFORM = Path(__file__).parents[2] / "platform"
PACKAGES = ["accounts", "audit", "notifications", "tenancy"]


def of_itself(source: str, package: str) -> list[str]:
    """Absolute imports of the package's own modules."""
    found = []
    for node in ast.walk(ast.parse(source)):
        named: list[str] = []
        if isinstance(node, ast.ImportFrom) and not node.level:
            named = [node.module or ""]
        elif isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        found += [f"import of {name}" for name in named if name.split(".")[0] == package]
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_its_own_modules_relatively(package: str) -> None:
    files = [path for path in (PLATFORM / package).rglob("*.py") if "migrations" not in path.parts]
    found = {str(path.relative_to(PLATFORM)): of_itself(path.read_text(), package) for path in files}

    assert {path: lines for path, lines in found.items() if lines} == {}
    assert len(files) > 3


@pytest.mark.parametrize("line", ["import audit.texts", "from audit import texts", "def late():\n    import audit"])
def test_the_test_sees_them(line: str) -> None:
    assert of_itself(line, "audit")
