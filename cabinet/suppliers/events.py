"""Sentences of the journal."""

from typing import Any

from accounts.models import Supplier
from audit import texts, told

_LABELS = {field.name: str(field.verbose_name) for field in Supplier._meta.fields}


def _fields(names: Any) -> str:
    return ", ".join(_LABELS.get(name, name) for name in names)


texts.register(
    {
        "supplier.added": "Добавлен гарантирующий поставщик",
        "supplier.changed": "Изменены сведения о поставщике: {fields}",
        "supplier.blocked": "Поставщику закрыт доступ",
        "case.supplier_chosen": "Заявка передана поставщику: {title}",
        "case.supplier_taken_off": "Поставщик у заявки снят",
        "supplier.unblocked": "Поставщику снова открыт доступ",
    },
    said={"fields": _fields},
)

told.register(
    {
        "case.supplier_chosen": "Заявка передана гарантирующему поставщику",
        "case.supplier_taken_off": "Гарантирующий поставщик у заявки снят",
    },
    group="Гарантирующий поставщик",
)
