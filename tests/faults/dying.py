"""A process of the site that is killed at a chosen moment: `python -m tests.faults.dying HOST EMAIL MOMENT REQUEST…`.

Each REQUEST is a JSON list of an address and a form; they are sent to the real application as that person (the address
"look" is the worker's task, with the number of a document). Just before the function named MOMENT would run the process
ends, as if by kill -9: no clean-up, no rollback of its own, no answer.
"""

import json
import os
import sys
from typing import Any
from unittest import mock

import django

DEATH = 9


def main(host: str, email: str, moment: str, *requests: str) -> None:
    django.setup()
    from django.test import Client

    from accounts.models import User
    from documents.tasks import process
    from tenancy.company import inside
    from tenants.models import GridCompany

    client = Client(HTTP_HOST=host)
    company = next(company for company in GridCompany.objects.all() if company.host == host)
    with inside(company):
        client.force_login(User.objects.get(email=email))
    with mock.patch(moment, die):
        for request in requests:
            address, form = json.loads(request)
            if address == "look":
                with inside(company):
                    process(form)
            else:
                client.post(address, form, headers={"Accept": "application/json"})


def die(*args: Any, **kwargs: Any) -> None:
    os._exit(DEATH)


if __name__ == "__main__":
    main(*sys.argv[1:])
