"""Redis: the cache, the queue of tasks and what beat does when."""

from celery.schedules import crontab
from kombu import Queue

from .. import env

REDIS_URL = env.secret("REDIS_URL")
REDIS_TIMEOUT = 1  # seconds
CACHES = {
    "default": {
        "BACKEND": "tenancy.cache.ResilientRedisCache",
        "LOCATION": f"{REDIS_URL}/1",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
        "OPTIONS": {"socket_timeout": REDIS_TIMEOUT, "socket_connect_timeout": REDIS_TIMEOUT},
    }
}

CELERY_BROKER_URL = f"{REDIS_URL}/0"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": REDIS_TIMEOUT,
    "socket_connect_timeout": REDIS_TIMEOUT,
    "retry_on_timeout": False,
    # kombu would try again by itself for six seconds at every nudge; the row is safe and the sweeper comes.
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "visibility_timeout": 3600,
    # A free process looks into the queues in the order in which they stand below, not by turns.
    "queue_order_strategy": "priority",
}
# Letters and SMS never wait behind scans, previews, made documents and receivers of webhooks, which take seconds to
# minutes: a worker may be given some of these queues (`--queues`), and takes all of them if it is not.
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = (Queue("letters"), Queue("default"), Queue("files"))
CELERY_TASK_ROUTES = {
    "notifications.*": {"queue": "letters"},
    "documents.*": {"queue": "files"},
    "paperwork.*": {"queue": "files"},
    "invoices.*": {"queue": "files"},
    "webhooks.*": {"queue": "files"},
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500  # recycles the connection, see CONN_MAX_AGE
CELERY_TASK_TENANT_CACHE_SECONDS = 5
CELERY_TIMEZONE = "Europe/Moscow"
# Nothing here visits all companies but the nightly tasks, which `fan_out` sends in batches.
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "tenancy.sweep", "schedule": 20.0},
    "ask-sms-gateways": {"task": "notifications.sms.ask_gateways", "schedule": 30.0},
    "keep-spares": {"task": "tenants.keep_spares", "schedule": 60.0},
    "refresh-revocations": {"task": "signing.trust.refresh_revocations", "schedule": crontab(minute="20")},
    "refresh-authorities": {"task": "signing.trust.refresh_authorities", "schedule": crontab(hour="4", minute="40")},
    **{
        name: {"task": "tenancy.fan_out", "args": args, "schedule": crontab(hour=hour, minute=minute)}
        for name, args, hour, minute in (
            ("sweep-sessions", ("accounts.sweep_sessions", True), "3", "10"),
            ("sweep-orphans", ("documents.sweep_orphans",), "3", "30"),
            ("sweep-blank-drafts", ("cases.sweep_blank_drafts",), "3", "50"),
            ("verify-files", ("documents.verify_sample",), "4", "10"),
            ("measure-companies", ("tenants.measure_companies",), "2", "10"),
            ("plan-forgotten-messages", ("notifications.plan_forgotten", True), "2", "30"),
            ("plan-forgotten-files", ("documents.plan_forgotten",), "2", "40"),
            ("plan-forgotten-drafts", ("applications.plan_forgotten",), "2", "20"),
            ("plan-forgotten-signatures", ("signing.plan_forgotten",), "2", "50"),
            ("plan-forgotten-papers", ("paperwork.plan_forgotten",), "2", "55"),
            ("plan-forgotten-terms", ("terms.plan_forgotten",), "2", "35"),
            ("plan-forgotten-payments", ("payments.plan_forgotten",), "2", "45"),
            ("open-days-of-appointments", ("appointments.open_days",), "2", "25"),
            ("plan-forgotten-invoices", ("invoices.plan_forgotten",), "2", "42"),
        )
    },
    "sweep-webhooks": {"task": "webhooks.sweep", "schedule": crontab(hour="5", minute="30")},
    "prune-trust": {"task": "signing.prune_trust", "schedule": crontab(hour="5", minute="10")},
}
