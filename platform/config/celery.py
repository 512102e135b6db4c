"""The queue. A task runs in the schema it was asked for: the header travels with the message.

Prefork only: tenant-schemas-celery keeps the previous schema on the task object, one per process.
"""

import os

from celery.signals import worker_init
from tenant_schemas_celery.app import CeleryApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = CeleryApp("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_what_is_unsafe(**kwargs: object) -> None:
    from signing.trust.checks import refuse_test_roots
    from tenancy.pooler import refuse_untracked_pooler

    refuse_untracked_pooler()
    refuse_test_roots()
