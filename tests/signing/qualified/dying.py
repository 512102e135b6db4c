"""A process of the site that is ready to die in the middle of taking or checking a signature, again and again.

`python -m tests.signing.qualified.dying` loads the site once. Then each line of its input is a JSON list, SCHEMA, MODEL
and what is to be done: `sign`, REQUEST, USER, FILE, or `recheck`, SIGNATURE. A copy of the process does it and dies, as
if by kill -9, the moment it has written a row of that model. The answer is a line with how the copy has ended.
"""

import json
import os
import signal
import sys
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from django.conf import settings

    settings.SIGNING_PRIVATE_HOSTS = ["127.0.0.1"]
    for line in sys.stdin:
        copy = os.fork()
        if not copy:
            try:
                act(*json.loads(line))
            finally:
                os._exit(0)  # it was to be dead by now
        _pid, status = os.waitpid(copy, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def act(schema: str, model: str, verb: str, number: int, *more: object) -> None:
    from django.apps import apps
    from django.db.models.signals import post_save

    from accounts.models import User
    from signing import services
    from signing.models import Signature, SignatureRequest
    from tenancy.company import inside
    from tenants.models import GridCompany
    from tests.moment import NOW
    from tests.signing.by_certificate import HOUR

    post_save.connect(lambda **_: os.kill(os.getpid(), signal.SIGKILL), sender=apps.get_model(model), weak=False)
    with inside(GridCompany.objects.get(schema_name=schema)):
        if verb == "sign":
            user, file = more
            request = SignatureRequest.objects.get(pk=number)
            services.sign_qualified(request, Path(str(file)).read_bytes(), by=User.objects.get(pk=user), now=NOW)
        else:
            services.recheck(Signature(pk=number), now=NOW + HOUR / 60)


if __name__ == "__main__":
    main()
