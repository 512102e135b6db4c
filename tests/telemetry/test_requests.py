"""A request has an id that leads from an answer, an error and a task to its log lines; nothing personal is in them."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from celery import current_app
from django.test import Client
from prometheus_client import REGISTRY

from accounts.models import User
from telemetry import context
from telemetry.logs import Json, Known
from telemetry.tasks import ID, SENT_AT
from tenants.models import GridCompany

OURS = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}")


@pytest.fixture
def lines(settings: Any) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the log says of requests, as production writes it."""
    settings.LOG_REQUESTS = True
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(Json())
    handler.addFilter(Known())
    log = logging.getLogger("access")
    log.addHandler(handler)
    yield lambda: [json.loads(line) for line in said.getvalue().splitlines()]
    log.removeHandler(handler)


def series(name: str) -> list[dict[str, str]]:
    """The labels of every series of this name."""
    return [sample.labels for metric in REGISTRY.collect() for sample in metric.samples if sample.name == name]


def test_each_answer_names_its_request(browser: Client) -> None:
    first, second = browser.get("/help/"), browser.get("/help/")
    assert OURS.fullmatch(first["X-Request-ID"])
    assert OURS.fullmatch(second["X-Request-ID"])
    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.parametrize("odd", ["short", "a" * 65, "a b c d e f g", "<script>alert(1)</script>", "йцукенгшщз"])
def test_an_id_is_taken_from_a_trusted_proxy_and_only_if_it_looks_like_one(
    browser: Client, settings: Any, odd: str
) -> None:
    given = {"X-Request-ID": "0af7651916cd43dd8448eb211c80319c"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert OURS.fullmatch(browser.get("/help/", headers=given)["X-Request-ID"])
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert browser.get("/help/", headers=given)["X-Request-ID"] == given["X-Request-ID"]
    assert OURS.fullmatch(browser.get("/help/", headers={"X-Request-ID": odd})["X-Request-ID"])


def test_a_line_tells_company_and_route_and_nothing_that_was_typed(
    applicant_client: Client, applicant: User, company: GridCompany, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    missing = applicant_client.get("/cases/987654/")
    applicant_client.get("/cases/", {"q": "Полушкина Зоя"})
    first, second = lines()

    assert (first["route"], first["status"], first["method"]) == ("case", 404, "GET")
    assert (second["route"], second["status"], second["company"]) == ("case_list", 200, company.schema_name)
    assert first["request_id"] == missing["X-Request-ID"] != second["request_id"]
    assert first["ms"] >= first["database_ms"] > 0
    for typed in ("987654", "Полушкина", applicant.email):
        assert typed not in json.dumps([first, second], ensure_ascii=False)


def test_labels_do_not_grow_with_what_clients_invent(browser: Client, settings: Any) -> None:
    settings.METRICS = True
    for n in range(3):
        browser.generic(f"INVENTED{n}", f"/no-such-page-{n}/")
    counted = series("kabinet_requests_total")

    assert [one for one in counted if one["method"] == "other" and one["route"] == "none"]
    assert "no-such-page" not in str(counted)
    assert "INVENTED" not in str(counted)


def test_a_company_is_a_label_only_where_an_operator_wants_it(
    browser: Client, other_browser: Client, company: GridCompany, settings: Any
) -> None:
    settings.METRICS = True
    settings.METRICS_COMPANIES = False
    other_browser.get("/help/")
    settings.METRICS_COMPANIES = True
    browser.get("/help/")
    assert {one["company"] for one in series("kabinet_company_requests_total")} == {company.schema_name}


def test_the_code_on_the_page_of_an_error_is_the_id_of_its_request(
    company: GridCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("cabinet.home.views.current", fail)
    answer = Client(HTTP_HOST=company.host, raise_request_exception=False).get("/help/")
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()


def test_a_task_carries_the_id_of_the_request_that_asked_for_it() -> None:
    context.begin("aaaa-bbbb-cccc")
    with current_app.connection_for_write() as connection, connection.channel() as channel:
        queue = current_app.amqp.queues["default"].bind(channel)
        queue.declare()
        queue.purge()
        current_app.send_task("tenancy.sweep")
        message = queue.get(no_ack=True)
    assert message is not None
    assert message.headers[ID] == "aaaa-bbbb-cccc"
    assert message.headers[SENT_AT] > 0
