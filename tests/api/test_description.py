"""What programs read of the API is what the API is."""

from pathlib import Path

from django.test import Client

from api.description import as_yaml, description

CHECKED_IN = Path(__file__).parents[2] / "docs/api/openapi.yaml"


def test_the_description_that_is_checked_in_is_not_stale() -> None:
    assert CHECKED_IN.read_bytes() == as_yaml(), "manage.py describe_api > docs/api/openapi.yaml"


def test_it_is_openapi_3_1_with_every_operation_named() -> None:
    told = description()

    assert told["openapi"].startswith("3.1")
    names = [one["operationId"] for methods in told["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names)) >= 20
    assert all(one["summary"] and one["tags"] for methods in told["paths"].values() for one in methods.values())


def test_everybody_may_read_it(browser: Client) -> None:
    page, plain = browser.get("/api/"), browser.get("/api/openapi.yaml")

    assert page.status_code == plain.status_code == 200
    assert plain.content == as_yaml()
    text = page.content.decode()
    for path in description()["paths"]:
        assert f"/api/v1{path}" in text
    assert 'src="http' not in text
