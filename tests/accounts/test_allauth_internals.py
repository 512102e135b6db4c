"""The whole surface of allauth that may change without a word stands in one module: what we rely on, and nothing else.

After an upgrade of allauth these tests say what has moved. What the parts do is shown by the tests of signing in, of
the second factor and of the limits.
"""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.stages import AuthenticateStage

import accounts
from accounts.allauth_glue import internals
from accounts.allauth_glue.adapter import AccountAdapter
from accounts.allauth_glue.second_factor import SecondFactorStage
from accounts.backends import IdentifierBackend

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "platform/accounts/allauth_glue/internals.py"
PACKAGES = ("platform", "cabinet", "tenants", "tests")
X: Any = object()

# As we call them.
CALLS: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = [
    (internals.perform_login, (X, X), {}),
    (internals.get_authentication_records, (X, X), {}),
    (internals.record_authentication, (X, X), {"method": "password", "reauthenticated": True}),
    (
        internals.consume, (X,),
        {"app": "allauth.account", "action": "a", "key": "k", "limit_get": True, "dry_run": True},
    ),
    (internals.truncate_ip, ("::1",), {}),
    (internals.RecoveryCodes.activate, (X,), {}),
    (internals.RecoveryCodes, (X,), {}),
    (internals.TOTP.activate, (X, "secret"), {}),
    (internals.WebAuthn.add, (X, "name", {}), {}),
    (internals.begin_authentication, (X,), {}),
    (internals.begin_registration, (X,), {"passwordless": False}),
]  # fmt: skip
OVERRIDDEN: list[tuple[type, str, tuple[Any, ...], dict[str, Any]]] = [
    (AuthenticationBackend, "_authenticate_by_email", (X, "login", "password"), {}),
    (DefaultAccountAdapter, "_get_login_attempts_cache_key", (X, X), {"email": "login"}),
]
CALLED: list[tuple[type, str, tuple[Any, ...], dict[str, Any]]] = [
    (AuthenticationBackend, "_check_password", (X, X, "password"), {}),
    (AuthenticateStage, "_should_handle", (X, X), {}),
]


@pytest.mark.parametrize(("call", "args", "more"), CALLS, ids=lambda value: getattr(value, "__qualname__", ""))
def test_what_we_call_takes_what_we_give(call: Callable[..., Any], args: Any, more: Any) -> None:
    inspect.signature(call).bind(*args, **more)


@pytest.mark.parametrize(("owner", "name", "args", "more"), OVERRIDDEN + CALLED)
def test_private_methods_are_where_they_were(owner: type, name: str, args: Any, more: Any) -> None:
    inspect.signature(vars(owner)[name]).bind(*args, **more)


@pytest.mark.parametrize(("owner", "name", "args", "more"), OVERRIDDEN)
def test_allauth_still_calls_what_we_override(owner: type, name: str, args: Any, more: Any) -> None:
    tree = ast.parse(inspect.getsource(inspect.getmodule(owner)))  # type: ignore[arg-type]
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]

    assert any(isinstance(call, ast.Attribute) and call.attr == name for call in calls)


def test_our_classes_stand_on_the_place() -> None:
    assert issubclass(IdentifierBackend, internals.Backend)
    assert issubclass(AccountAdapter, internals.WithKeyOfTries)
    assert issubclass(SecondFactorStage, internals.SecondStep)


def imported(source: str) -> list[str]:
    """Modules that a file imports, names taken from them included."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def is_internal(name: str) -> bool:
    return name.startswith("allauth.") and "internal" in name.split(".")


def test_no_other_module_imports_internals() -> None:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path != PLACE]
    found = {str(path): [name for name in imported(path.read_text()) if is_internal(name)] for path in files}

    assert {path: names for path, names in found.items() if names} == {}
    assert any(map(is_internal, imported(PLACE.read_text())))


@pytest.mark.parametrize(
    "line",
    [
        "from allauth.core.internal import ratelimit",
        "from allauth.core import internal",
        "import allauth.mfa.internal.flows.trust as trust",
        "def late():\n    from allauth.account.internal.flows.login import resume_login",
    ],
)
def test_the_test_sees_them(line: str) -> None:
    assert any(map(is_internal, imported(line)))


def modules_of_accounts() -> list[Any]:
    names = [found.name for found in pkgutil.walk_packages(accounts.__path__, "accounts.")]
    return [importlib.import_module(name) for name in names if ".migrations." not in name]


def test_no_other_class_overrides_a_private_method_of_allauth() -> None:
    ours = {
        kind
        for module in modules_of_accounts()
        for kind in vars(module).values()
        if inspect.isclass(kind) and kind.__module__.startswith("accounts.") and kind.__module__ != internals.__name__
    }
    found = [
        f"{kind.__qualname__}.{name}"
        for kind in ours
        for name in vars(kind)
        for base in kind.__mro__[1:]
        if base.__module__.startswith("allauth.") and name.startswith("_") and not name.startswith("__")
        if name in vars(base)
    ]

    assert found == []
    assert len(ours) > 50
