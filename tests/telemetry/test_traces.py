"""Traces show what a request and its tasks waited for, go where they are sent, and name nobody."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from celery import shared_task
from django.db import connection
from django.test import Client
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from accounts.models import User
from telemetry import tasks, traces
from tenants.models import GridCompany


class Collector(BaseHTTPRequestHandler):
    spans: ClassVar[list[Span]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            for scope in resource.scope_spans:
                self.spans.extend(scope.spans)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing: the test looks at what came."""


class Sent:
    def __call__(self) -> list[Span]:
        traces.send_what_is_left()
        return Collector.spans

    def named(self, name: str) -> Span:
        found = [span for span in self() if span.name == name]
        assert found, [span.name for span in Collector.spans]
        return found[-1]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sent]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(traces.ENDPOINT, f"http://127.0.0.1:{server.server_port}")
    Collector.spans.clear()
    traces.provider.cache_clear()
    yield Sent()
    traces.provider().shutdown()
    traces.provider.cache_clear()
    if traces.statement in connection.execute_wrappers:
        connection.execute_wrappers.remove(traces.statement)
    server.shutdown()
    server.server_close()


@shared_task(name="tests.telemetry.look")
def look() -> None:
    GridCompany.objects.count()


@shared_task(name="tests.telemetry.break")
def break_off() -> None:
    raise ValueError("Полушкина Зоя")


def told(span: Span) -> dict[str, Any]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


def test_a_request_shows_its_route_and_its_statements(
    applicant_client: Client, applicant: User, company: GridCompany, sent: Sent
) -> None:
    answer = applicant_client.get("/cases/", {"q": "Полушкина Зоя"})

    request = sent.named("GET case_list")
    assert told(request)["http.response.status_code"] == 200
    assert told(request)["company"] == company.schema_name
    assert told(request)["request_id"] == answer["X-Request-ID"]
    statement = sent.named("SELECT cases_case")
    assert (statement.trace_id, statement.parent_span_id) == (request.trace_id, request.span_id)


def test_no_trace_names_a_person_or_what_was_looked_for(
    applicant_client: Client, applicant: User, company: GridCompany, sent: Sent
) -> None:
    applicant_client.get("/cases/", {"q": "Полушкина Зоя"})
    applicant_client.get("/cases/987654/")
    break_off.apply()
    said = b"".join(span.SerializeToString() for span in sent()).decode(errors="replace")
    for secret in ("Полушкина", applicant.email, applicant.last_name, "987654"):
        assert secret not in said


def test_a_task_belongs_to_the_trace_of_its_request(company: GridCompany, sent: Sent) -> None:
    headers: dict[str, Any] = {}
    with traces.request_span(None):
        tasks.sign_message(headers=headers)

    class Message:
        """What a worker makes of the headers of a message."""

        delivery_info: ClassVar[dict[str, Any]] = {"routing_key": "default"}

    class Task:
        name, request = look.name, Message()

    for name, value in headers.items():
        setattr(Task.request, name, value)
    tasks.begin(task=Task)
    look()
    tasks.end(task=Task, state="SUCCESS")

    request, task = sent.named("request"), sent.named(look.name)
    assert (task.trace_id, task.parent_span_id) == (request.trace_id, request.span_id)
    assert sent.named("SELECT tenants_gridcompany").parent_span_id == task.span_id


def test_a_task_that_fails_ends_as_failed(company: GridCompany, sent: Sent) -> None:
    break_off.apply()
    failed = sent.named(break_off.name)
    assert failed.status.code == failed.status.STATUS_CODE_ERROR
    assert told(failed)["error.type"] == "ValueError"


def test_a_stranger_cannot_choose_the_trace(browser: Client, settings: Any, sent: Sent) -> None:
    given = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    browser.get("/help/", headers=given)
    assert sent.named("GET help").trace_id.hex() != given["traceparent"][3:35]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    browser.get("/help/", headers=given)
    assert sent.named("GET help").trace_id.hex() == given["traceparent"][3:35]


def test_nothing_is_traced_where_nobody_asked(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(traces.ENDPOINT, raising=False)
    traces.provider.cache_clear()
    browser.get("/help/")
    assert not traces.provider.cache_info().currsize


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ('SELECT "cases_case"."id" FROM "cases_case" WHERE "cases_case"."number" = %s', "SELECT cases_case"),
        ('INSERT INTO "audit_record" ("event") VALUES (%s)', "INSERT audit_record"),
        ('UPDATE "cases_case" SET "stage" = %s WHERE "id" IN (SELECT 1 FROM "x")', "UPDATE cases_case"),
        ('DELETE FROM "tenancy_duework" WHERE "id" = %s', "DELETE tenancy_duework"),
        ('SAVEPOINT "s1_x1"', "SAVEPOINT"),
        ("SELECT pg_advisory_xact_lock(%s)", "SELECT"),
        ("SET search_path = 'a', 'public'", "SET"),
    ],
)
def test_a_statement_is_named_by_verb_and_table(sql: str, name: str) -> None:
    assert traces.named(sql) == name
