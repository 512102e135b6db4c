"""A process of the site that is killed at a chosen moment: `python -m tests.faults.dying HOST SESSION MOMENT ACT…`.

Each ACT is a JSON list. An address and a form are sent to the real application with the cookie of that session; "look"
with the number of a document is the worker's task, "open" with the details of a company is the operators' service, and
"spare" with nothing is the task that fills the pool of schemas. Just before the function named MOMENT would run the
process ends, as if by kill -9: no clean-up, no rollback of its own, no answer.
"""

import json
import os
import sys
from typing import Any
from unittest import mock

import django

DEATH = 9


def main(host: str, session: str, moment: str, *acts: str) -> None:
    django.setup()
    with mock.patch(moment, die):
        for act in acts:
            what, details = json.loads(act)
            ACTS.get(what, _send)(host=host, session=session, what=what, details=details)


def _send(*, host: str, session: str, what: str, details: Any) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client(HTTP_HOST=host)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.post(what, details, headers={"Accept": "application/json"})


def _look(*, host: str, details: Any, **_: Any) -> None:
    from documents.tasks import process
    from tenancy.company import inside
    from tenants.models import Domain

    with inside(Domain.objects.get(domain=host).tenant):
        process(details)


def _open(*, details: Any, **_: Any) -> None:
    from tests.conftest import open_company

    open_company(**details)


def _spare(**_: Any) -> None:
    from tenants.spares import prepare_spare

    prepare_spare()


ACTS = {"look": _look, "open": _open, "spare": _spare}


def die(*args: Any, **kwargs: Any) -> None:
    os._exit(DEATH)


if __name__ == "__main__":
    main(*sys.argv[1:])
