import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg2
import pytest


@pytest.fixture(scope="module")
def empty_database() -> Iterator[str]:
    """The address of a database of its own, as a new cluster finds it."""
    address = urlsplit(os.environ["DATABASE_URL"])
    connection = psycopg2.connect(address.geturl())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS rendered WITH (FORCE)")
        cursor.execute("CREATE DATABASE rendered")
    yield address._replace(path="/rendered").geturl()
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE rendered WITH (FORCE)")
    connection.close()
