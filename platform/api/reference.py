"""The OpenAPI description as people read it: chapters of operations, each with what it takes and what it gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from .description import description

TYPES = {
    "string": "строка", "integer": "целое", "number": "число", "boolean": "true или false", "array": "список",
    "object": "объект",
}  # fmt: skip
FORMATS = {"date": "дата", "date-time": "время", "uuid": "UUID", "decimal": "десятичное, строкой", "binary": "файл"}


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    told: str
    is_required: bool


@dataclass(frozen=True)
class Operation:
    anchor: str
    method: str
    path: str
    summary: str
    told: str
    headers: list[Field]
    query: list[Field]
    takes: list[Field]
    gives: list[Field]


@cache
def chapters() -> list[tuple[str, list[Operation]]]:
    found: dict[str, list[Operation]] = {}
    for path, methods in description()["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_operation(path, method, told))
    return list(found.items())


def _operation(path: str, method: str, told: Mapping[str, Any]) -> Operation:
    parameters = told.get("parameters", [])
    done: Mapping[str, Any] = next((body for status, body in told["responses"].items() if status.startswith("2")), {})
    return Operation(
        anchor=told["operationId"],
        method=method.upper(),
        path=f"/api/v1{path}",
        summary=told["summary"],
        told=told.get("description", ""),
        headers=[_parameter(one) for one in parameters if one["in"] == "header"],
        query=[_parameter(one) for one in parameters if one["in"] == "query"],
        takes=list(_body(told.get("requestBody", {}))),
        gives=list(_body(done)),
    )


def _parameter(told: Mapping[str, Any]) -> Field:
    return Field(told["name"], _type(told["schema"]), told.get("description", ""), told.get("required", False))


def _body(told: Mapping[str, Any]) -> Iterator[Field]:
    for content in told.get("content", {}).values():
        schema = _resolved(content.get("schema", {}))
        required = schema.get("required", [])
        for name, field in schema.get("properties", {}).items():
            yield Field(name, _type(field), _told(field), name in required)
        return  # the same in every form


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        found: Mapping[str, Any] = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _type(schema: Mapping[str, Any]) -> str:
    schema = _resolved(schema)
    kind = schema.get("type", "")
    kinds = kind if isinstance(kind, list) else [kind]
    known = [FORMATS.get(schema.get("format", "")) or TYPES.get(one, "") for one in kinds if one != "null"]
    choices = [str(choice) for choice in schema.get("enum", []) if choice not in {"", None}]
    return ": ".join(filter(None, [" или ".join(filter(None, known)), ", ".join(choices)]))


def _told(schema: Mapping[str, Any]) -> str:
    told: str = schema.get("description", "")
    return told
