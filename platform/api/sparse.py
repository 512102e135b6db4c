"""`fields=`: an answer with the named fields alone, for programs that read much and need little."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.serializers import Serializer

from .problems import FieldsWrong

NAME = "fields"
PARAMETER = OpenApiParameter(
    NAME, str, OpenApiParameter.QUERY, required=False,
    description="Только эти поля, через запятую; у списка — каждой записи. Остальных, и обязательных, в ответе нет",
)  # fmt: skip


class UnknownField(FieldsWrong):
    status = 400
    code = "field_unknown"
    message = "Таких полей в ответе нет: проверьте имена в fields."


def wanted(query: Mapping[str, str], shape: type[Serializer]) -> frozenset[str] | None:
    """The names that were asked for; None for all of them. Raises UnknownField."""
    names = [name.strip() for name in query.get(NAME, "").split(",") if name.strip()]
    known = shape().fields.keys()
    if unknown := [name for name in dict.fromkeys(names) if name not in known]:
        raise UnknownField({NAME: [f"Поля «{name}» нет, есть: {', '.join(known)}" for name in unknown]})
    return frozenset(names) or None


def only(data: Mapping[str, Any], names: frozenset[str], shape: type[Serializer]) -> dict[str, Any]:
    """Of each record of a list, or of the object itself."""
    if "items" in data and "items" not in shape().fields:
        return {**data, "items": [_cut(item, names) for item in data["items"]]}
    return _cut(data, names)


def _cut(record: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name in names}
