"""The queue. A task runs in the schema it was asked for: the header travels with the message.

Prefork only: tenant-schemas-celery keeps the previous schema on the task object, one per process.
"""

import os
from importlib import import_module

from celery.signals import beat_init, worker_init
from tenant_schemas_celery.app import CeleryApp

from telemetry import exporter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = CeleryApp("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
import_module("telemetry.tasks")  # its signals time and count every task


@worker_init.connect
def refuse_what_is_unsafe(**kwargs: object) -> None:
    from signing.trust.checks import refuse_test_roots
    from tenancy.pooler import refuse_untracked_pooler

    refuse_untracked_pooler()
    refuse_test_roots()


@worker_init.connect
def export_what_children_count(**kwargs: object) -> None:
    if (port := exporter.port()) and exporter.FOLDER in os.environ:
        exporter.start(port)


@beat_init.connect
def export_what_the_installation_has(**kwargs: object) -> None:
    """By beat, because there is one of it: what every pod told would have to be divided by their number."""
    if port := exporter.port():
        from prometheus_client import REGISTRY

        from config.gauges import Gauges

        REGISTRY.register(Gauges())
        exporter.start(port)
