import pytest
from django.test import Client

from tests import world


@pytest.fixture
def administrators(administrator_client: Client) -> Client:
    """The browser of the administrator, with the password given just now."""
    asked = administrator_client.get("/exchange/")
    assert asked["Location"].startswith("/accounts/confirm/")
    given = administrator_client.post(asked["Location"], {"password": world.PASSWORD})
    assert given["Location"] == "/exchange/"
    return administrator_client
