"""Sessions as Django keeps them in the database, read by one plain statement: every page and every poll begins so."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

READ = f'SELECT session_data FROM "{Session._meta.db_table}" WHERE session_key = %s AND expire_date > %s'  # noqa: S608


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:  # expired, signed out, or never ours: the next one gets a key of its own
            self._session_key = None
            return {}
        return self.decode(row[0])
