"""Is a pooler told from a direct connection? Asked of the real ones."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tenancy import pooler
from tests import pgbouncer

needs_pgbouncer = pytest.mark.skipif(
    pgbouncer.PROGRAM is None, reason=f"{pgbouncer.NOT_TRIED}: install it (apt-get install pgbouncer)"
)


@pytest.mark.django_db
def test_the_embedded_database_is_reached_directly():
    assert pooler.verdict() == pooler.Verdict(True, "direct", "no pooler between")
    pooler.refuse_untracked_pooler()


@pytest.mark.django_db
@needs_pgbouncer
def test_a_transaction_pooler_that_does_not_track_is_dangerous(tmp_path):
    with pgbouncer.running(tmp_path, mode="transaction", size=1) as connect:
        found = pooler.probe(connect)

    assert (found.safe, found.kind) == (False, "untracked")
    assert "back ends are shared" in found.detail


@pytest.mark.django_db
@needs_pgbouncer
def test_a_session_pooler_is_safe(tmp_path):
    with pgbouncer.running(tmp_path, mode="session", size=5) as connect:
        assert pooler.probe(connect).kind == "session"


@pytest.mark.django_db
@needs_pgbouncer
def test_the_site_refuses_to_start_behind_the_dangerous_one(tmp_path, monkeypatch):
    with pgbouncer.running(tmp_path, mode="transaction", size=1) as connect:
        monkeypatch.setattr(connection, "get_connection_params", lambda: connect.keywords)

        with pytest.raises(ImproperlyConfigured, match="track_extra_parameters"):
            pooler.refuse_untracked_pooler()


@pytest.mark.django_db
def test_a_database_that_is_down_does_not_stop_the_start(monkeypatch):
    monkeypatch.setattr(
        connection, "get_connection_params", lambda: {"host": "127.0.0.1", "port": str(pgbouncer.free_port())}
    )

    pooler.refuse_untracked_pooler()
