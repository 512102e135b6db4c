"""Logs: nothing personal."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
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
