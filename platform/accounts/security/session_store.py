"""Sessions in the database, read by one plain statement, because every page and every poll reads one.

The engine of SESSION_ENGINE; `accounts.models.Session` is its table.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

# The precision of «Последнее обращение»: most pages then write nothing.
SEEN_EVERY = timedelta(minutes=5)

READ = "SELECT session_data, seen_at FROM accounts_session WHERE session_key = %s AND expire_date > %s"
SEEN = "UPDATE accounts_session SET seen_at = %s WHERE session_key = %s"


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from ..models import Session  # imported late, because settings name the engine before models are loaded

        return Session

    def load(self) -> dict[str, Any]:
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.session_key, now])
            row = cursor.fetchone()
            if row is not None and now - row[1] > SEEN_EVERY:
                cursor.execute(SEEN, [now, self.session_key])
        if row is None:  # expired, ended or unknown: a new session gets a new key
            self._session_key = None
            return {}
        return self.decode(row[0])

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        session.seen_at = timezone.now()
        return session
