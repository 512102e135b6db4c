"""The company as its invoices name it, and what it has to give before it can issue one."""

from typing import Any

from cabinet.company.models import Profile

# In the order of the page «Реквизиты для счетов».
NEEDED = ("bank_name", "bik", "bank_account", "correspondent_account", "vat_regime", "address")
_COPIED = (
    "full_name", "short_name", "inn", "kpp", "ogrn", "address", "phone",
    "bank_name", "bik", "bank_account", "correspondent_account", "vat_regime",
)  # fmt: skip


def missing(about: Profile) -> list[str]:
    """Names of the fields without which no invoice is issued."""
    names = {field.name: str(field.verbose_name) for field in about._meta.fields}
    return [names[name] for name in NEEDED if not getattr(about, name)]


def seller_of(about: Profile) -> dict[str, Any]:
    """The copy that an invoice keeps."""
    return {name: getattr(about, name) for name in _COPIED}
