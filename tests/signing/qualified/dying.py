"""A process that dies the moment it writes a row of a given model, in the middle of taking or checking a signature.

python -m tests.signing.qualified.dying SCHEMA MODEL sign REQUEST USER FILE
python -m tests.signing.qualified.dying SCHEMA MODEL recheck SIGNATURE
"""

import os
import signal
import sys
from pathlib import Path

import django


def main(schema: str, model: str, verb: str, number: str, *more: str) -> None:
    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.db.models.signals import post_save

    from accounts.models import User
    from signing import services
    from signing.models import Signature, SignatureRequest
    from tenancy.company import inside
    from tenants.models import GridCompany
    from tests.moment import NOW
    from tests.signing.by_certificate import HOUR

    post_save.connect(lambda **_: os.kill(os.getpid(), signal.SIGKILL), sender=apps.get_model(model), weak=False)
    settings.SIGNING_PRIVATE_HOSTS = ["127.0.0.1"]
    with inside(GridCompany.objects.get(schema_name=schema)):
        if verb == "sign":
            user, file = more
            request = SignatureRequest.objects.get(pk=number)
            by = User.objects.get(pk=user)
            services.sign_qualified(request, Path(file).read_bytes(), by=by, now=NOW)
        else:
            services.recheck(Signature(pk=int(number)), now=NOW + HOUR / 60)


if __name__ == "__main__":
    main(*sys.argv[1:])
