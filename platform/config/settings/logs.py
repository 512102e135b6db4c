"""Logs and metrics: nothing personal."""

from telemetry import exporter

from .. import env
from .site import EMBEDDED

# One JSON object a line for whoever gathers logs; plain lines for people before a terminal.
LOG_FORMAT = env.text("LOG_FORMAT", "line" if EMBEDDED else "json")
if LOG_FORMAT not in {"json", "line"}:
    raise env.WrongSetting(f"LOG_FORMAT is json or line, not {LOG_FORMAT!r}")
LOG_REQUESTS = env.flag("LOG_REQUESTS", default=LOG_FORMAT == "json")  # a line for each answer

try:
    METRICS = exporter.port() is not None
except ValueError as error:
    raise env.WrongSetting("METRICS_PORT is a number") from error
METRICS_COMPANIES = env.flag("METRICS_COMPANIES")  # also a label per company: 2 000 companies are 10 000 series

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"known": {"()": "telemetry.logs.Known"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "telemetry.logs.Json"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["known"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR", "propagate": True},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "botocore": {"level": "WARNING"},
        "smpp": {"level": "CRITICAL"},  # the library's own; what went wrong is told in our words
        "smpplib": {"level": "CRITICAL"},
    },
}
