"""A refusal says its sentence with the values of the moment, and nobody forgets one of them."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from tenancy.errors import DomainError

ROOT = Path(__file__).parents[2]
PACKAGES = ["accounts", "audit", "documents", "notifications", "signing", "tenancy", "tenants", "cabinet"]


class Refusal(DomainError):
    message = "Файл «{name}» больше {limit}."


def test_the_sentence_is_filled_with_the_values() -> None:
    assert Refusal(name="план.pdf", limit="50 МБ").message == "Файл «план.pdf» больше 50 МБ."
    assert str(Refusal(name="план.pdf", limit="50 МБ")) == "Файл «план.pdf» больше 50 МБ."


def test_values_come_from_people_and_are_never_formatted() -> None:
    assert Refusal(name="{limit.__class__}", limit=1).message == "Файл «{limit.__class__}» больше 1."


def test_a_whole_sentence_is_taken_as_it_is() -> None:
    assert Refusal("Скобки {name} — это слова").message == "Скобки {name} — это слова"


def test_a_missing_value_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Refusal(name="план.pdf")


def refusals() -> dict[str, set[str] | None]:
    """What each refusal asks for, by the name of its class; None where the class has an `__init__` of its own."""
    for package in PACKAGES:
        module = importlib.import_module(package)
        for found in pkgutil.walk_packages(module.__path__, f"{package}."):
            if found.name.rpartition(".")[2] == "errors" or "errors" in found.name:
                importlib.import_module(found.name)
    wanted: dict[str, set[str] | None] = {}
    for kind in _below(DomainError):
        if kind.__module__.startswith("tests."):
            continue
        asks = {name.partition(".")[0] for _, name, _, _ in Formatter().parse(kind.message) if name}
        has_own = any("__init__" in vars(base) for base in kind.__mro__[: kind.__mro__.index(DomainError)])
        known = None if has_own else asks
        wanted[kind.__name__] = known if wanted.get(kind.__name__, known) == known else None
    return wanted


def _below(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def mistaken(source: str, wanted: dict[str, set[str] | None]) -> list[str]:
    """Places where a refusal is made without a value that its sentence names, or with one that it does not."""
    tree, found = ast.parse(source), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            asks = wanted.get(_name(node.func))
            gives = {keyword.arg for keyword in node.keywords}
            if asks is not None and not node.args and gives != asks:
                found.append(f"{node.lineno}: {ast.unparse(node)}")
        if isinstance(node, ast.Raise) and node.exc is not None and wanted.get(_name(node.exc)):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_every_refusal_gets_the_values_of_its_sentence() -> None:
    wanted = refusals()
    files = [path for package in ("platform", "cabinet", "tenants") for path in (ROOT / package).rglob("*.py")]
    found = {str(path.relative_to(ROOT)): mistaken(path.read_text(), wanted) for path in files}

    assert {path: lines for path, lines in found.items() if lines} == {}
    assert wanted["WrongCode"] == {"left"}


@pytest.mark.parametrize("line", ["raise WrongCode", "raise WrongCode()", "error = errors.WrongCode(lft=3)"])
def test_the_test_sees_them(line: str) -> None:
    assert mistaken(line, {"WrongCode": {"left"}})
