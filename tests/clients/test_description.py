"""What the client sends and expects stands in the description of the API."""

import http.client
import types
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

import jsonschema_rs
import pytest
import yaml

from kabinet import shapes
from kabinet.cabinet import Cabinet
from kabinet.connection import Answer
from kabinet.operations import ALL, Operation

ROOT = Path(__file__).parents[2]
TOLD: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "api" / "openapi.yaml").read_text("utf-8"))
SCHEMAS: dict[str, Any] = TOLD["components"]["schemas"]
SHAPES = [shape for shape in vars(shapes).values() if is_typeddict(shape)]
KEY = "6f1c1c5e-0000-4000-8000-000000000000"
CALLS: dict[str, Any] = {
    "me": lambda cabinet: cabinet.me(),
    "cases": lambda cabinet: cabinet.cases(cursor="x", q="дом", stage="draft", tab="all", due="late"),
    "case": lambda cabinet: cabinet.case(1),
    "feed": lambda cabinet: cabinet.feed(1, cursor="x"),
    "attach": lambda cabinet: cabinet.attach(1, upload=KEY, key="план", title="План", comment="Да"),
    "file": lambda cabinet: cabinet.file(1),
    "begin_upload": lambda cabinet: cabinet.begin_upload(name="план.pdf", size=1, fingerprint="x"),
    "send_part": lambda cabinet: cabinet.send_part(KEY, 1, b"x"),
    "finish_upload": lambda cabinet: cabinet.finish_upload(KEY),
    "start": lambda cabinet: cabinet.start(key="дом"),
    "answers": lambda cabinet: cabinet.answers(1),
    "change_answers": lambda cabinet: cabinet.change_answers(1, {"type": "new"}, version='"0"'),
    "readiness": lambda cabinet: cabinet.readiness(1),
    "submit": lambda cabinet: cabinet.submit(1, agreed=["passport"], key="дом"),
    "changes": lambda cabinet: cabinet.changes(cursor="x"),
    "latest": lambda cabinet: cabinet.latest(),
}


class Recorder:
    """Stands where the connection does, and answers as little as is needed."""

    def __init__(self) -> None:
        self.method, self.path = "", ""
        self.query: Mapping[str, str] = {}
        self.headers: Mapping[str, str] = {}
        self.body: Any = None
        self.content: bytes | None = None

    def call(self, method: str, path: str, *, query: Any = None, body: Any = None, content: Any = None,
             headers: Any = None) -> Answer:  # fmt: skip
        self.method, self.path, self.body, self.content = method, path, body, content
        self.query, self.headers = query or {}, headers or {}
        return Answer(200, http.client.HTTPMessage(), b'{"next": ""}')

    def download(self, path: str) -> AbstractContextManager[http.client.HTTPResponse]:
        self.method, self.path = "GET", path
        return None  # type: ignore[return-value]


def told_of(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = TOLD["paths"][operation.path][operation.method.lower()]
    return found


def called(name: str) -> tuple[Recorder, Operation]:
    recorder = Recorder()
    CALLS[name](Cabinet(recorder))
    [operation] = [one for one in ALL if one.method == recorder.method and _fits(one.path, recorder.path)]
    return recorder, operation


def _fits(template: str, path: str) -> bool:
    wanted, given = template.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        a == b if not a.startswith("{") else b and "{" not in b for a, b in zip(wanted, given, strict=True)
    )


def test_every_method_is_looked_at_here() -> None:
    methods = {name for name in vars(Cabinet) if not name.startswith("_")}

    assert {name for name in methods if not name.startswith("every_")} == set(CALLS)
    assert {called(name)[1] for name in CALLS} == set(ALL)


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.id)
def test_a_call_is_an_operation_of_the_description(operation: Operation) -> None:
    told = told_of(operation)
    headers = {one["name"] for one in told.get("parameters", []) if one["in"] == "header"}

    assert told["operationId"] == operation.id
    assert ("Idempotency-Key" in headers, "If-Match" in headers) == (operation.makes, operation.compares)


@pytest.mark.parametrize("name", CALLS)
def test_what_is_sent_is_described(name: str) -> None:
    sent, operation = called(name)
    told = told_of(operation)
    parameters = {(one["in"], one["name"]) for one in told.get("parameters", [])}
    needed = {one["name"] for one in told.get("parameters", []) if one.get("required") and one["in"] != "path"}

    assert {("query", one) for one in sent.query} | {("header", one) for one in sent.headers} <= parameters
    assert needed <= {*sent.query, *sent.headers}
    content = told.get("requestBody", {}).get("content", {})
    if sent.content is not None:
        assert "application/octet-stream" in content
    elif sent.body is not None:
        schema = content["application/json"]["schema"]
        jsonschema_rs.validate({**schema, "components": TOLD["components"]}, sent.body)
        fields = SCHEMAS[schema["$ref"].rsplit("/", 1)[1]]["properties"]
        assert set(sent.body) <= set(fields)
    else:
        assert not told.get("requestBody", {}).get("required")


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_an_answer_has_the_fields_that_the_client_reads(shape: type) -> None:
    schema = SCHEMAS[shape.__name__]
    for name, kind in get_type_hints(shape).items():
        assert name in schema["required"], name
        assert kinds_of(kind) == kinds_told(schema["properties"][name]), name


def kinds_of(hint: Any) -> set[str]:
    if get_origin(hint) in {Union, types.UnionType}:
        return set().union(*(kinds_of(part) for part in get_args(hint)))
    if is_typeddict(hint):
        return {"object"}
    return {{str: "string", int: "integer", bool: "boolean", list: "array", dict: "object", type(None): "null"}[
        get_origin(hint) or hint
    ]}  # fmt: skip


def kinds_told(schema: dict[str, Any]) -> set[str]:
    if "$ref" in schema:
        return kinds_told(SCHEMAS[schema["$ref"].rsplit("/", 1)[1]])
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema:
            return set().union(*(kinds_told(one) for one in schema[several]))
    if "enum" in schema:
        return {"string"}
    told = schema["type"]
    return set(told) if isinstance(told, list) else {told}
