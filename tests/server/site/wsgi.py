"""Served by the tests. Under /checked/ the standard library looks at every step of the protocol."""

import os
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.validate import validator

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.server.site.settings"

from config.wsgi import application as site
from tests.server.site import urls  # noqa: F401  (it listens to the first request already)

checked = validator(site)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"].startswith("/checked/"):
        return checked(environ, start_response)
    return site(environ, start_response)
