"""The API."""

from importlib.util import find_spec
from pathlib import Path

from .. import env

API_REQUESTS_PER_MINUTE = env.number("API_REQUESTS_PER_MINUTE", 300)  # of one key
REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "api.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": True,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Its sentences in Russian, without its templates and styles, which are of no use here.
_FRAMEWORK = find_spec("rest_framework")
if _FRAMEWORK is None or _FRAMEWORK.origin is None:
    raise env.WrongSetting("djangorestframework is not installed")
LOCALE_PATHS = [Path(_FRAMEWORK.origin).parent / "locale"]
